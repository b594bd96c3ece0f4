/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
/**
 * The backend for servers that speak OpenAI's contract for speech, {@code POST /v1/audio/speech}: requests, responses
 * in all their shapes, voices and health.
 *
 * <p>It may import {@code transport}, {@code audio} and {@code speech}, but nothing of Camel's routing, the monitor, another
 * backend or the root package.
 */
@NullMarked
package io.github.camelqwentts.openai;

import org.jspecify.annotations.NullMarked;
