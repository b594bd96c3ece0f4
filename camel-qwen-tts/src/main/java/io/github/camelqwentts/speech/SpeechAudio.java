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

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Audio that was received, or is still arriving: in memory, or in a temporary file if it is large. It can be read as
 * often as needed, by several threads at once; a stream waits for audio that has not arrived. The file is deleted when
 * neither this object nor an open stream is reachable any more, at the latest when the component stops.
 *
 * @since 1.0
 */
public interface SpeechAudio extends Closeable {

    /**
     * Opens the audio at its beginning.
     *
     * @return a stream that the caller closes
     * @throws IOException if it cannot be read, for example because its file was deleted. A stream of audio that is
     *     still arriving throws a {@link SpeechStreamException} if the audio ends early.
     */
    InputStream open() throws IOException;

    /**
     * Returns the whole audio. Large audio is better read as a stream.
     *
     * @throws IOException if it cannot be read, for example because its file was deleted
     */
    default byte[] bytes() throws IOException {
        try (InputStream in = open()) {
            return in.readAllBytes();
        }
    }

    /** The size in bytes; -1 if it is not known yet, because the audio is still arriving. */
    long size();

    /** Whether the audio is in memory; otherwise it is in a file. */
    boolean inMemory();

    /**
     * Deletes the file without waiting for the garbage collector; does nothing the second time. Audio in memory
     * can still be read. Audio that is still arriving is cancelled.
     */
    @Override
    void close();
}
