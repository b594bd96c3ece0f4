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
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

import io.github.camelqwentts.audio.BadAudioException;
import io.github.camelqwentts.speech.PayloadTooLargeException;

/**
 * Decodes base64 in a JSON string block by block with Java's decoder, because the decoder of the JSON parser takes
 * several times as long. The characters of a block are inspected only if Java's decoder refuses them. For one string.
 */
final class Base64Text {

    /** Four characters make three bytes, so no group is cut in two. */
    private static final int BLOCK = 4 * 1024;

    private static final int MAX_DATA_URI_PREFIX = 256;
    private static final byte NONE = -1;

    private final AnswerInput in;
    private final byte[] raw = new byte[BLOCK];
    private int next;
    private int end;

    /** Whether the next character is the closing quote. */
    private boolean closed;

    /** @param in begins behind the string's opening quote */
    Base64Text(AnswerInput in) {
        this.in = in;
    }

    /**
     * Decodes the string. The next byte of the input is its closing quote then, also after audio that is refused.
     *
     * @param dataUri whether the base64 is that of a data URI
     * @throws BadAudioException if it is not base64
     * @throws IOException if the string has no end, or if it cannot be read or written
     */
    void decodeTo(OutputStream out, boolean dataUri) throws IOException {
        try {
            if (dataUri) {
                skipDataUriPrefix();
            }
            byte[] decoded = new byte[BLOCK / 4 * 3];
            decodePlain(decoded, out);
            if (!closed) {
                decodeUnusual(decoded, out);
            }
        } catch (BadAudioException | PayloadTooLargeException e) {
            skipToEnd();
            throw e;
        } finally {
            in.unread(raw, next, end);
        }
    }

    private void skipDataUriPrefix() throws IOException {
        StringBuilder prefix = new StringBuilder();
        for (int c = character(); c != ','; c = character()) {
            if (c == '"') {
                next--;
            }
            if (c == '"' || prefix.length() == MAX_DATA_URI_PREFIX) {
                throw new BadAudioException("The audio is not a base64 data URI");
            }
            prefix.append((char) c);
        }
        String scheme = prefix.toString().strip().toLowerCase(Locale.ROOT);
        if (!scheme.startsWith("data:") || !scheme.endsWith(";base64")) {
            throw new BadAudioException("The audio is not a base64 data URI");
        }
    }

    /** Decodes up to the closing quote, or to the first block with characters that Java's decoder refuses. */
    private void decodePlain(byte[] decoded, OutputStream out) throws IOException {
        while (!closed) {
            fill();
            boolean full = end == BLOCK;
            // The quote has to be in the last block. Elsewhere it is searched only after the decoder has refused it.
            int length = full ? BLOCK : untilQuote();
            int bytes = decode(raw, length, decoded);
            if (bytes < 0 && full) {
                length = untilQuote();
                bytes = decode(raw, length, decoded);
            }
            if (bytes < 0) {
                return;
            }
            out.write(decoded, 0, bytes);
            next = length;
            closed = length < end;
        }
    }

    /** Moves what is left of a block to its beginning, and fills it up unless the response ends. */
    private void fill() throws IOException {
        int left = end - next;
        System.arraycopy(raw, next, raw, 0, left);
        next = 0;
        end = left + in.readNBytes(raw, left, BLOCK - left);
        if (end == 0) {
            throw noEnd();
        }
    }

    private int untilQuote() {
        int at = next;
        while (at < end && raw[at] != '"') {
            at++;
        }
        return at - next;
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

    /** Decodes the rest with escapes, line breaks and the characters of URL-safe base64 replaced. */
    private void decodeUnusual(byte[] decoded, OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK];
        while (!closed) {
            int bytes = decode(block, normalizeInto(block), decoded);
            if (bytes < 0) {
                throw notBase64();
            }
            out.write(decoded, 0, bytes);
        }
    }

    /** Takes characters until the block is full or the string ends. */
    private int normalizeInto(byte[] block) throws IOException {
        int filled = 0;
        while (filled < BLOCK && !closed) {
            int character = character();
            if (character == '"') {
                next--;
                closed = true;
                continue;
            }
            byte plain = character == '\\' ? unescaped(true) : normalized(character);
            if (plain != NONE) {
                block[filled++] = plain;
            }
        }
        return filled;
    }

    private static byte normalized(int character) {
        return switch (character) {
            case '-' -> '+';
            case '_' -> '/';
            case ' ', '\t', '\r', '\n' -> NONE;
            default -> (byte) character;
        };
    }

    /**
     * Returns the character of an escape, which may be the backslash of another one if the string was escaped twice.
     *
     * @param escaped whether the next character is escaped for JSON, too, and cannot close the string
     */
    private byte unescaped(boolean escaped) throws IOException {
        boolean odd = escaped;
        int kind = character();
        while (kind == '\\') {
            odd = !odd;
            kind = character();
        }
        if (kind == '"' && !odd) {
            next--;
        }
        int character = switch (kind) {
            case 'n', 'r', 't' -> '\n';
            case '/' -> '/';
            case 'u' -> hexadecimal();
            default -> throw notBase64();
        };
        if (character == '\\') {
            return unescaped(false);
        }
        if (character < 0 || character > 127) {
            throw notBase64();
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

    private void skipToEnd() throws IOException {
        for (int c = character(); c != '"'; c = character()) {
            if (c == '\\') {
                character();
            }
        }
        next--;
    }

    private int character() throws IOException {
        if (next == end) {
            fill();
        }
        return raw[next++];
    }

    private static BadAudioException notBase64() {
        return new BadAudioException("The audio is not base64");
    }

    private static EOFException noEnd() {
        return new EOFException("The base64 of the audio ends too early");
    }
}
