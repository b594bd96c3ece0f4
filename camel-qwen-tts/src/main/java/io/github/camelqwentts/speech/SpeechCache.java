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

import java.io.IOException;

import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.jspecify.annotations.Nullable;

/**
 * Keeps audio, so that equal texts are bought once. The methods are called by several threads at once and may block. A
 * failure never fails a message: audio that cannot be read is bought, and audio that cannot be kept is bought again.
 *
 * <p>A key is a SHA-256 in 64 lower-case hexadecimal digits over all that determines the sound: text, voice, model, format
 * and all other such parameters, and the service that speaks. The text cannot be read from it.
 *
 * @since 1.0
 */
public interface SpeechCache {

    /**
     * Returns the audio that is kept under a key, with its format and duration, and whether it is truncated.
     *
     * @return null if there is none. The caller closes the audio. Audio that is large or not in memory is copied at
     *     once, and reading it fails if it is not the audio that was stored.
     * @throws IOException if it cannot be read
     */
    @Nullable
    Spoken get(String key) throws IOException;

    /**
     * Stores audio under a key, and replaces an earlier entry. An implementation may refuse audio, for example if it is
     * too large.
     *
     * @param spoken the result with its audio, which the caller closes
     * @throws IOException if it cannot be stored; the cache then has no entry for the key, or still the earlier one
     */
    void put(String key, Spoken spoken) throws IOException;
}
