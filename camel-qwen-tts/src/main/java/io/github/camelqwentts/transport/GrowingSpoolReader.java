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
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelqwentts.speech.BlockInput;
import io.github.camelqwentts.speech.SpeechStreamException;
import io.github.camelqwentts.transport.GrowingBytes.EarlyEndException;
import io.github.camelqwentts.transport.GrowingBytes.Part;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link GrowingSpool} from its beginning. Waits for what has not arrived. For one thread at a time, but any thread
 * may close it, which ends the wait of another one.
 */
final class GrowingSpoolReader extends BlockInput {

    private final GrowingSpool spool;
    private final StreamedAudio audio;
    private volatile @Nullable InputStream file;
    private long position;
    private boolean isAtEnd;
    private final AtomicBoolean closed = new AtomicBoolean();

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
            return isAtEnd && !closed.get() ? -1 : read(next(length), target, offset);
        } catch (EarlyEndException e) {
            closeFile();
            throw new SpeechStreamException(StreamFailures.of(e.reason(), audio.taskUUID()));
        } finally {
            Reference.reachabilityFence(audio);
        }
    }

    private Part next(int length) throws IOException {
        Part part = closed.get() ? null : spool.await(position, length, closed::get);
        if (part == null) {
            throw new IOException("The stream of the audio was closed");
        }
        return part;
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
            read = openFile(part).read(target, offset, read);
            if (read < 0) {
                throw new IOException("The temporary file of the audio is too short");
            }
        }
        position += read;
        return read;
    }

    private InputStream openFile(Part part) throws IOException {
        InputStream opened = file;
        if (opened == null) {
            opened = Objects.requireNonNull(part.file()).open();
            file = opened;
            if (closed.get()) {
                // The thread that closed the stream may not have seen the file.
                opened.close();
            }
            opened.skipNBytes(part.offset());
        }
        return opened;
    }

    @Override
    public int available() {
        return closed.get() ? 0 : (int) Math.min(Integer.MAX_VALUE, spool.arrived() - position);
    }

    @Override
    public void close() throws IOException {
        try {
            if (!closed.getAndSet(true)) {
                spool.readerClosed();
                closeFile();
            }
        } finally {
            Reference.reachabilityFence(audio);
        }
    }

    /** Many readers never close their streams. */
    private void closeFile() throws IOException {
        InputStream opened = file;
        if (opened != null) {
            opened.close();
        }
    }
}
