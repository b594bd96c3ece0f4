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
package io.github.camelqwentts.benchmarks;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is read, with the delay of its first byte, and of each chunk. For one thread at a time. */
final class Listening {

    private static final int CHUNKS = 1 + SpeechServer.LATER_CHUNKS;
    private static final int STAMP = Long.BYTES;

    private final long begin = System.nanoTime();
    private final long[] chunkMicros = new long[CHUNKS];
    private long firstByte;
    private long position;
    private long stamp;
    private long chunkBegin = SpeechServer.HEADER;
    private long chunkEnd = chunkBegin + SpeechServer.FIRST_CHUNK;
    private int chunk;
    private volatile int chunks;

    /** Reads a stream to its end. */
    void hear(InputStream audio) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = audio.read(buffer); read >= 0; read = audio.read(buffer)) {
            hear(buffer, 0, read);
        }
    }

    /** Takes the next bytes. */
    void hear(byte[] bytes, int offset, int length) {
        if (position == 0 && length > 0) {
            firstByte = System.nanoTime();
        }
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (chunk == CHUNKS) {
                throw new IllegalStateException("There is more audio than was sent");
            }
            int step = step(bytes, at, end);
            at += step;
            position += step;
            if (position == chunkEnd) {
                endChunk();
            }
        }
    }

    /** The time of sending is taken byte by byte, because reads may end within it. */
    private int step(byte[] bytes, int at, int end) {
        if (position < chunkBegin) {
            return (int) Math.min(end - at, chunkBegin - position);
        } else if (position < chunkBegin + STAMP) {
            stamp = stamp << Byte.SIZE | bytes[at] & 0xff;
            return 1;
        }
        return (int) Math.min(end - at, chunkEnd - position);
    }

    private void endChunk() {
        chunkMicros[chunk] = SpeechServer.now() - stamp;
        chunkBegin = chunkEnd;
        chunkEnd += SpeechServer.LATER_CHUNK;
        chunk++;
        chunks = chunk;
    }

    /** The number of chunks so far; may be called by any thread. */
    int chunks() {
        return chunks;
    }

    boolean isComplete() {
        return chunks == CHUNKS;
    }

    double firstByteMillis() {
        return (firstByte - begin) / 1e6;
    }

    /** From sending a chunk until all of it was read. */
    double chunkMillis(int chunk) {
        return chunkMicros[chunk] / 1e3;
    }
}
