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
package io.github.camelqwentts.audio;

import io.github.camelqwentts.speech.SpeechAudio;

/**
 * A piece of audio to join.
 *
 * @param audio stays the caller's
 * @param gapMillis silence before it in milliseconds; before the first piece usually 0
 */
public record AudioPart(SpeechAudio audio, long gapMillis) {

    /** @throws IllegalArgumentException if the gap is negative */
    public AudioPart {
        if (gapMillis < 0) {
            throw new IllegalArgumentException("gapMillis=" + gapMillis + " must not be negative");
        }
    }
}
