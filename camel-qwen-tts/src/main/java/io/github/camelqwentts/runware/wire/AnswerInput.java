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
package io.github.camelqwentts.runware.wire;

import java.io.IOException;
import java.io.InputStream;

import io.github.camelqwentts.speech.BlockInput;
import io.github.camelqwentts.transport.Spool;

/**
 * The bytes of a response, which its parser and the decoder of the audio in it read in turn: each returns the bytes
 * that it has read ahead, so that every byte is read once.
 */
final class AnswerInput extends BlockInput {

    /** The parser returns few bytes if it reads few ahead. */
    private static final int STEP = 1024;

    private final InputStream in;
    private long rest;
    private byte[] ahead = {};
    private int next;
    private int end;

    AnswerInput(Spool answer) throws IOException {
        in = answer.open();
        rest = answer.size();
    }

    /** The number of bytes that were not read yet. */
    long rest() {
        return rest;
    }

    /** Puts bytes back, which are then read next. The array is not copied. */
    void unread(byte[] bytes, int from, int to) {
        rest += to - from;
        if (next == end) {
            ahead = bytes;
            next = from;
            end = to;
        } else {
            byte[] all = new byte[to - from + end - next];
            System.arraycopy(bytes, from, all, 0, to - from);
            System.arraycopy(ahead, next, all, to - from, end - next);
            ahead = all;
            next = 0;
            end = all.length;
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int step = Math.min(length, STEP);
        int read = next < end ? takeAhead(bytes, offset, step) : in.read(bytes, offset, step);
        rest -= Math.max(read, 0);
        return read;
    }

    @Override
    public int readNBytes(byte[] bytes, int offset, int length) throws IOException {
        int taken = takeAhead(bytes, offset, length);
        int read = taken + in.readNBytes(bytes, offset + taken, length - taken);
        rest -= read;
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int takeAhead(byte[] bytes, int offset, int most) {
        int length = Math.min(most, end - next);
        System.arraycopy(ahead, next, bytes, offset, length);
        next += length;
        return length;
    }
}
