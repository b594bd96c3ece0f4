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
 * Cached speech: a client that looks into a {@link io.github.camelqwentts.speech.SpeechCache} before it buys, and caches
 * in a directory and in JCache.
 *
 * <p>It may import the domain ({@code speech}) and {@code audio}, and nothing else of this component or of Camel. Only
 * {@code JCacheSpeechCache} imports JCache, which is optional.
 */
@NullMarked
package io.github.camelqwentts.cache;

import org.jspecify.annotations.NullMarked;
