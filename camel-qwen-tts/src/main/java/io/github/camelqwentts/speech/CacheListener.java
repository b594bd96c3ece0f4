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
package io.github.camelqwentts.speech;

import org.jspecify.annotations.Nullable;

/**
 * Receives the outcome of each lookup in a cache. Thread-safe; its methods neither block nor throw.
 *
 * @hidden
 */
@Internal
public interface CacheListener {

    /**
     * The audio of a text was not bought, because the cache had it or another call bought it at the same time.
     *
     * @param bytes its size
     */
    void hit(SpeechRequest request, long bytes);

    /** A text is not in the cache, so it is bought. */
    void missed(SpeechRequest request);

    /**
     * The cache was read.
     *
     * @param failure the reason why it cannot be read; null if it can
     */
    void read(@Nullable Exception failure);

    /**
     * The cache was written.
     *
     * @param failure the reason why it cannot be written; null if it can
     */
    void written(@Nullable Exception failure);
}
