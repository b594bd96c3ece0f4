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

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

import io.github.camelqwentts.audio.BadAudioException;

/**
 * Decodes base64 that stands in a JSON string, block by block, with Java's decoder: the JSON parser's own takes several
 * times as long, and was where most of a message's CPU time went. For one string.
 */
final class Base64Text {

    /** Four characters make three bytes, so no group is cut in two. */
    private static final int BLOCK = 4 * 1024;

    private static final byte NONE = -1;

    private final InputStream in;
    private final byte[] raw = new byte[BLOCK];
    private int next;
    private int end;
    private boolean closed;

    /** Whether characters were seen that are none of base64's, or those that stand for two of them in URLs. */
    private boolean lenient;

    /** @param in begins behind the string's opening quote, or wherever in it the base64 begins */
    Base64Text(InputStream in) {
        this.in = in;
    }

    /**
     * Decodes up to the closing quote.
     *
     * @throws BadAudioException if it is not base64
     * @throws IOException if the string has no end, or if it cannot be read or written
     */
    void decodeTo(OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK];
        byte[] decoded = new byte[BLOCK / 4 * 3];
        while (!closed) {
            int length = fill(block, 0);
            int bytes = decode(block, length, decoded);
            if (bytes < 0 && !lenient) {
                lenient = true;
                length = fill(block, normalize(block, 0, length));
                bytes = decode(block, length, decoded);
            }
            if (bytes < 0) {
                throw new BadAudioException("The audio is not base64");
            }
            out.write(decoded, 0, bytes);
        }
    }

    /** @return the number of bytes; negative if it is not base64 */
    private static int decode(byte[] block, int length, byte[] decoded) {
        byte[] characters = length == BLOCK ? block : Arrays.copyOf(block, length);
        try {
            return Base64.getDecoder().decode(characters, decoded);
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    /** Takes characters until the block is full or the string ends. */
    private int fill(byte[] block, int from) throws IOException {
        int filled = from;
        while (!closed) {
            int length = plainCharacters(block.length - filled);
            System.arraycopy(raw, next, block, filled, length);
            next += length;
            filled = lenient ? normalize(block, filled, filled + length) : filled + length;
            if (filled == block.length) {
                return filled;
            }
            if (next == end) {
                read();
            } else if (raw[next] == '"') {
                closed = true;
            } else if (raw[next] == '\\') {
                next++;
                byte character = unescaped();
                if (character != NONE) {
                    block[filled++] = character;
                }
            }
        }
        return filled;
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

    /** Removes line breaks, and replaces the characters of URL-safe base64. */
    private static int normalize(byte[] block, int from, int to) {
        int length = from;
        for (int at = from; at < to; at++) {
            byte character = normalized(block[at]);
            if (character != NONE) {
                block[length++] = character;
            }
        }
        return length;
    }

    private static byte normalized(int character) {
        return switch (character) {
            case '-' -> '+';
            case '_' -> '/';
            case ' ', '\t', '\r', '\n' -> NONE;
            default -> (byte) character;
        };
    }

    /** What an escape stands for, which may be the backslash of another one if the string was escaped twice. */
    private byte unescaped() throws IOException {
        int kind = character();
        while (kind == '\\') {
            kind = character();
        }
        int character = switch (kind) {
            case 'n', 'r', 't' -> '\n';
            case '/' -> '/';
            case 'u' -> hexadecimal();
            default -> throw new BadAudioException("The audio is not base64");
        };
        if (character == '\\') {
            return unescaped();
        }
        if (character < 0 || character > 127) {
            throw new BadAudioException("The audio is not base64");
        }
        return normalized(character);
    }

    private int hexadecimal() throws IOException {
        int character = 0;
        for (int i = 0; i < 4; i++) {
            character = character << 4 | Character.digit(character(), 16);
        }
        return character;
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
            end = 0;
            throw new EOFException("The audio's base64 has no end");
        }
    }
}
