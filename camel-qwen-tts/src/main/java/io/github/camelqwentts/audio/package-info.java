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
 * Format and duration of audio, from its content, its content type or its file extension; joining, sharing and keeping
 * of audio.
 *
 * <p>It may import the domain ({@code speech}) and nothing else of this component or of Camel.
 */
@Internal
@NullMarked
package io.github.camelqwentts.audio;

import io.github.camelqwentts.speech.Internal;
import org.jspecify.annotations.NullMarked;
