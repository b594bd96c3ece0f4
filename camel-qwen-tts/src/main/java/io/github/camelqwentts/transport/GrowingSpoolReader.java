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
package io.github.camelqwentts.transport;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.util.Objects;

import io.github.camelqwentts.speech.BlockInput;
import io.github.camelqwentts.speech.SpeechStreamException;
import io.github.camelqwentts.transport.GrowingBytes.EarlyEndException;
import io.github.camelqwentts.transport.GrowingBytes.Part;
import org.jspecify.annotations.Nullable;

/** Reads a {@link GrowingSpool} from its beginning. Waits for what has not arrived. For one thread at a time. */
final class GrowingSpoolReader extends BlockInput {

    private final GrowingSpool spool;
    private final StreamedAudio audio;
    private @Nullable InputStream file;
    private long position;
    private boolean isAtEnd;
    private volatile boolean isClosed;

    /** @param audio stays reachable as long as this */
    GrowingSpoolReader(GrowingSpool spool, StreamedAudio audio) {
        this.spool = spool;
        this.audio = audio;
        spool.readerOpened();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        try {
            if (isClosed) {
                throw new IOException("The stream of the audio was closed");
            }
            return isAtEnd ? -1 : read(spool.await(position, length), target, offset);
        } catch (EarlyEndException e) {
            closeFile();
            throw new SpeechStreamException(StreamFailures.of(e.reason(), audio.taskUUID()));
        } finally {
            Reference.reachabilityFence(audio);
        }
    }

    private int read(Part part, byte[] target, int offset) throws IOException {
        if (part.length() == 0) {
            isAtEnd = true;
            closeFile();
            return -1;
        }
        int read = part.length();
        if (part.block() != null) {
            System.arraycopy(part.block(), (int) part.offset(), target, offset, read);
        } else {
            if (file == null) {
                file = Objects.requireNonNull(part.file()).open();
                file.skipNBytes(part.offset());
            }
            read = file.read(target, offset, read);
            if (read < 0) {
                throw new IOException("The temporary file of the audio is too short");
            }
        }
        position += read;
        return read;
    }

    @Override
    public int available() {
        return isClosed ? 0 : (int) Math.min(Integer.MAX_VALUE, spool.arrived() - position);
    }

    @Override
    public void close() throws IOException {
        try {
            if (!isClosed) {
                isClosed = true;
                spool.readerClosed();
                closeFile();
            }
        } finally {
            Reference.reachabilityFence(audio);
        }
    }

    /** Many readers never close their streams. */
    private void closeFile() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
