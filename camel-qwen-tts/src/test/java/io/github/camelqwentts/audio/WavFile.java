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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** WAV files with one channel of 16 bits and 24 kHz. */
public final class WavFile {

    private static final int HEADER_LENGTH = 44;
    private static final int SAMPLE_RATE = 24_000;

    private WavFile() {}

    /** A file with the samples. */
    public static byte[] of(byte[] samples) {
        return header(HEADER_LENGTH - 8 + samples.length, samples.length, samples.length)
                .put(samples)
                .array();
    }

    /** A file of silence. */
    public static byte[] silence(int length) {
        return of(new byte[length]);
    }

    /** The header of a stream, whose length is not known yet. */
    public static byte[] streamHeader() {
        return header(-1, -1, 0).array();
    }

    private static ByteBuffer header(int riffLength, int dataLength, int room) {
        return ByteBuffer.allocate(HEADER_LENGTH + room)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(riffLength)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(SAMPLE_RATE)
                .putInt(SAMPLE_RATE * 2)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(dataLength);
    }
}
