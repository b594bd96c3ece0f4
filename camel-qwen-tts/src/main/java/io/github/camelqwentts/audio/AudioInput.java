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

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.camelqwentts.speech.SpeechAudio;

/** A window that moves over audio from its beginning to its end. Offsets are relative to the window. */
final class AudioInput implements Closeable {

    /** Frames and headers of all formats fit into it. */
    private static final int WINDOW = 8 * 1024;

    /** The headers of WAV fit into it, so that nothing more is read of it. */
    private static final int FIRST_WINDOW = 256;

    private final InputStream in;
    private final long size;
    private final int most;
    private byte[] window;
    private long position;
    private int begin;
    private int end;

    AudioInput(SpeechAudio audio) throws IOException {
        in = audio.open();
        size = audio.size();
        window = new byte[(int) Math.min(size, FIRST_WINDOW)];
        most = WINDOW;
    }

    /**
     * Audio whose size is not known, because it may still be growing.
     *
     * @param most the maximum number of bytes that are looked at together
     */
    AudioInput(InputStream in, int most) {
        this.in = in;
        this.most = most;
        size = Long.MAX_VALUE;
        window = new byte[Math.min(most, WINDOW)];
    }

    long size() {
        return size;
    }

    long position() {
        return position;
    }

    /** The number of bytes that were taken from the stream. */
    long received() {
        return position + end - begin;
    }

    /** The number of bytes that can be read from here without waiting. */
    int arrived() throws IOException {
        return end - begin + in.available();
    }

    /** The number of bytes from here to the end. */
    long rest() {
        return size - position;
    }

    /** Whether this number of bytes can be read; false if it exceeds the maximum size of the window. */
    boolean has(int bytes) throws IOException {
        if (end - begin >= bytes) {
            return true;
        }
        if (bytes > rest() || bytes > most) {
            return false;
        }
        boolean isFirst = end == 0 && bytes <= window.length;
        int whole = (int) Math.min(size, Math.max(WINDOW, Math.min(most, 2L * bytes)));
        byte[] moved = isFirst || window.length >= Math.max(bytes, Math.min(size, WINDOW)) ? window : new byte[whole];
        System.arraycopy(window, begin, moved, 0, end - begin);
        window = moved;
        end -= begin;
        begin = 0;
        // Does not wait for more bytes than requested, because audio may still be arriving.
        int read = 0;
        while (end < bytes && read >= 0) {
            read = in.read(window, end, window.length - end);
            end += Math.max(0, read);
        }
        return end >= bytes;
    }

    /** Skips bytes, at most to the end. */
    void skip(long bytes) throws IOException {
        long step = Math.min(bytes, rest());
        int buffered = (int) Math.min(step, end - begin);
        begin += buffered;
        position += step;
        if (step > buffered) {
            in.skipNBytes(step - buffered);
        }
    }

    int unsignedByte(int offset) {
        return window[begin + offset] & 0xFF;
    }

    int bigEndian(int offset, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | unsignedByte(offset + i);
        }
        return value;
    }

    /** Up to 8 bytes; fewer than 8 are unsigned. */
    long littleEndian(int offset, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | unsignedByte(offset + i);
        }
        return value;
    }

    boolean startsWith(String ascii) throws IOException {
        return startsWith(ascii, 0);
    }

    boolean startsWith(String ascii, int offset) throws IOException {
        if (!has(offset + ascii.length())) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (unsignedByte(offset + i) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The next bytes as text, as many as there are. */
    String text(int most) throws IOException {
        int length = (int) Math.min(most, rest());
        return has(length) ? new String(window, begin, length, StandardCharsets.ISO_8859_1) : "";
    }

    /** Copies bytes from here on, as many as there are. The window does not move. */
    byte[] peek(int offset, int bytes) throws IOException {
        has(offset + bytes);
        int from = Math.min(begin + offset, end);
        return Arrays.copyOfRange(window, from, Math.min(from + bytes, end));
    }

    /** Reads the next bytes; returns fewer at the end. */
    int read(byte[] target, int offset, int length) throws IOException {
        int buffered = Math.min(length, end - begin);
        System.arraycopy(window, begin, target, offset, buffered);
        begin += buffered;
        int read = buffered + in.readNBytes(target, offset + buffered, length - buffered);
        position += read;
        return read;
    }

    /** Reads the next bytes as far as they have arrived, and waits for one at least; returns -1 at the end. */
    int readSome(byte[] target, int offset, int length) throws IOException {
        int buffered = Math.min(length, end - begin);
        if (buffered > 0) {
            return read(target, offset, buffered);
        }
        int read = in.read(target, offset, length);
        position += Math.max(0, read);
        return read;
    }

    /** Returns all bytes from here to the end. */
    byte[] remainder() throws IOException {
        byte[] more = in.readAllBytes();
        byte[] all = Arrays.copyOfRange(window, begin, end + more.length);
        System.arraycopy(more, 0, all, end - begin, more.length);
        position = size;
        begin = end;
        return all;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
