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
package io.github.camelqwentts.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechAudio;

/** Tells from the headers of audio how long it plays, without decoding it. */
final class AudioLength {

    private static final int HEADERS = 4096;
    private static final int CHUNK_HEADER = 8;
    private static final int ID3_HEADER = 10;

    /** Of layer III in kbit/s, by the number that stands in a frame's header: MPEG-1, and then MPEG-2 and 2.5. */
    private static final int[][] MP3_BIT_RATES = {
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}
    };

    private AudioLength() {}

    /** @return 0 where it cannot be told */
    static double inSeconds(SpeechAudio audio, OutputFormat format) {
        byte[] start;
        try (InputStream in = audio.open()) {
            start = in.readNBytes(HEADERS);
        } catch (IOException e) {
            return 0;
        }
        ByteBuffer headers = ByteBuffer.wrap(start);
        return switch (format) {
            case WAV -> ofWav(headers.order(ByteOrder.LITTLE_ENDIAN), audio.size());
            case FLAC -> ofFlac(headers);
            case MP3 -> ofMp3(headers, audio.size());
            default -> 0;
        };
    }

    private static double ofWav(ByteBuffer headers, long size) {
        int bytesPerSecond = 0;
        for (long at = 12; at + CHUNK_HEADER <= headers.limit(); ) {
            int chunk = (int) at;
            String name = new String(headers.array(), chunk, 4, StandardCharsets.US_ASCII);
            long length = Integer.toUnsignedLong(headers.getInt(chunk + 4));
            if (name.equals("fmt ") && chunk + CHUNK_HEADER + 12 <= headers.limit()) {
                bytesPerSecond = headers.getInt(chunk + CHUNK_HEADER + 8);
            } else if (name.equals("data")) {
                // A server that did not know the length when it began writes anything there.
                long samples = Math.min(length, size - chunk - CHUNK_HEADER);
                return bytesPerSecond <= 0 ? 0 : (double) samples / bytesPerSecond;
            }
            at += CHUNK_HEADER + length + length % 2;
        }
        return 0;
    }

    /** By the block that each file begins with: 20 bits of sample rate, 8 of other things, 36 of samples. */
    private static double ofFlac(ByteBuffer headers) {
        if (headers.limit() < 26) {
            return 0;
        }
        long block = headers.getLong(18);
        long samplesPerSecond = block >>> 44;
        long samples = block & 0xF_FFFF_FFFFL;
        return samplesPerSecond == 0 ? 0 : (double) samples / samplesPerSecond;
    }

    /** By its first frame, which speaks for all as speech models encode at a constant rate. */
    private static double ofMp3(ByteBuffer headers, long size) {
        int begin = afterId3(headers);
        for (int at = begin; at + 4 <= headers.limit(); at++) {
            int frame = headers.getInt(at);
            boolean isFrameOfLayer3 = frame >>> 21 == 0x7FF && (frame >>> 17 & 3) == 1;
            if (isFrameOfLayer3) {
                int kilobits = MP3_BIT_RATES[(frame >>> 19 & 3) == 3 ? 0 : 1][frame >>> 12 & 15];
                return kilobits == 0 ? 0 : (size - at) / (kilobits * 125.0);
            }
        }
        return 0;
    }

    private static int afterId3(ByteBuffer headers) {
        boolean tagged = headers.limit() >= ID3_HEADER
                && headers.get(0) == 'I'
                && headers.get(1) == 'D'
                && headers.get(2) == '3';
        if (!tagged) {
            return 0;
        }
        int length = 0;
        for (int i = 6; i < ID3_HEADER; i++) {
            length = length << 7 | headers.get(i) & 0x7F;
        }
        return ID3_HEADER + length;
    }
}
