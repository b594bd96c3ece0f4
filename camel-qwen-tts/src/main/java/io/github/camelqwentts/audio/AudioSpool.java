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

import java.io.IOException;
import java.io.OutputStream;

import io.github.camelqwentts.speech.SpeechAudio;

/** Keeps audio in memory or in temporary files. Thread-safe. */
@FunctionalInterface
public interface AudioSpool {

    /**
     * Keeps what is written. Nothing is left if that fails.
     *
     * @param inMemory maximum size in bytes that is kept in memory
     * @param expected expected size in bytes
     */
    SpeechAudio keep(int inMemory, long expected, Content content) throws IOException;

    /** Writes audio. */
    @FunctionalInterface
    interface Content {

        /** Writes the audio; the stream stays open. */
        void writeTo(OutputStream out) throws IOException;
    }
}
