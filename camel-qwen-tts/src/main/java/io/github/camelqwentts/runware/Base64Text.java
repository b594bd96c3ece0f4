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
package io.github.camelqwentts.runware;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Decodes base64 that stands in a JSON string, block by block, with Java's decoder: the JSON parser's own takes several
 * times as long, and was where most of a message's CPU time went. For one string.
 */
final class Base64Text {

    /** Four characters make three bytes, so no group is cut in two. */
    private static final int BLOCK = 4 * 1024;

    private final InputStream in;
    private final byte[] raw = new byte[BLOCK];
    private int next;
    private int end;
    private boolean closed;

    /** @param in begins behind the string's opening quote, or wherever in it the base64 begins */
    Base64Text(InputStream in) {
        this.in = in;
    }

    /**
     * Decodes up to the closing quote.
     *
     * @throws IOException if it is no base64, or if the string has no end
     */
    void decodeTo(OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK];
        byte[] decoded = new byte[BLOCK / 4 * 3];
        while (!closed) {
            int length = fill(block);
            byte[] characters = length == BLOCK ? block : Arrays.copyOf(block, length);
            try {
                out.write(decoded, 0, Base64.getDecoder().decode(characters, decoded));
            } catch (IllegalArgumentException e) {
                throw new IOException("The audio is no base64", e);
            }
        }
    }

    /** Takes characters until the block is full or the string ends. */
    private int fill(byte[] block) throws IOException {
        int filled = 0;
        while (true) {
            int length = plainCharacters(block.length - filled);
            System.arraycopy(raw, next, block, filled, length);
            filled += length;
            next += length;
            if (filled == block.length) {
                return filled;
            }
            if (next == end) {
                read();
            } else if (raw[next] == '"') {
                closed = true;
                return filled;
            } else if (raw[next] == '\\') {
                next++;
                block[filled++] = unescaped();
            }
        }
    }

    /** How many characters come, of those that were read, that neither end the string nor stand for another. */
    private int plainCharacters(int most) {
        byte[] characters = raw;
        int from = next;
        int to = Math.min(end, from + most);
        int at = from;
        while (at < to && characters[at] != '"' && characters[at] != '\\') {
            at++;
        }
        return at - from;
    }

    /** Of the escapes of JSON, these are all that can stand for a character of base64. */
    private byte unescaped() throws IOException {
        int kind = character();
        int character = kind;
        if (kind == 'u') {
            character = 0;
            for (int i = 0; i < 4; i++) {
                character = character << 4 | Character.digit(character(), 16);
            }
        }
        if (kind != 'u' && kind != '/' || character < 0 || character > 127) {
            throw new IOException("The audio is no base64");
        }
        return (byte) character;
    }

    private int character() throws IOException {
        if (next == end) {
            read();
        }
        return raw[next++];
    }

    private void read() throws IOException {
        next = 0;
        end = in.read(raw);
        if (end <= 0) {
            throw new EOFException("The audio's base64 has no end");
        }
    }
}
