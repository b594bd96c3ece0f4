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

import java.io.IOException;

import io.github.camelqwentts.speech.OutputFormat;

/**
 * The frames of a FLAC file. Their headers have no length, but the numbers of their samples, and each ends with a
 * checksum, so the last one is found from the end.
 */
final class FlacFrames {

    private static final int STREAM_INFO = 34;
    private static final int BLOCK_HEADER = 4;

    /** More than an uncompressed frame needs. */
    private static final int FRAME_OVERHEAD = 256;

    /** Few bytes look like a frame header by chance. A file full of headers must not block a worker for minutes. */
    private static final long MOST_BYTES_CHECKED = 64L * 1024 * 1024;

    private static final int ID3_TRAILER = 128;
    private static final int[] CRC_16 = crcTable(0x8005, 16);
    private static final int[] CRC_8 = crcTable(0x07, 8);

    private FlacFrames() {}

    /**
     * @return the duration in milliseconds
     * @throws BadAudioException if there are no frames, or if the last one is not whole or not the last
     */
    static Long millis(AudioInput in) throws IOException {
        in.skip(4);
        if (!in.has(BLOCK_HEADER + STREAM_INFO) || (in.unsignedByte(0) & 0x7F) != 0) {
            throw AudioContainer.truncated(OutputFormat.FLAC, in);
        }
        int smallestBlock = in.bigEndian(BLOCK_HEADER, 2);
        int largestBlock = in.bigEndian(BLOCK_HEADER + 2, 2);
        int largestFrame = in.bigEndian(BLOCK_HEADER + 7, 3);
        int rate = in.bigEndian(BLOCK_HEADER + 10, 3) >>> 4;
        int channels = (in.unsignedByte(BLOCK_HEADER + 12) >>> 1 & 7) + 1;
        int bits = (in.bigEndian(BLOCK_HEADER + 12, 2) >>> 4 & 31) + 1;
        long announced = (in.unsignedByte(BLOCK_HEADER + 13) & 15L) << 32
                | Integer.toUnsignedLong(in.bigEndian(BLOCK_HEADER + 14, 4));
        skipMetadata(in);
        if (in.rest() == 0) {
            throw AudioContainer.silent(OutputFormat.FLAC);
        }
        int frame = largestFrame > 0 ? largestFrame : largestBlock * channels * (bits + 7) / 8;
        in.skip(Math.max(0, in.rest() - frame - FRAME_OVERHEAD - ID3_TRAILER));
        byte[] tail = in.remainder();
        long end = endOfLastFrame(tail, withoutId3(tail), largestBlock);
        // If numbered blocks vary in size, their numbers do not show their samples.
        boolean numbered = end >= 0 && (smallestBlock == largestBlock || announced == 0);
        if (end < 0 || (numbered && end < announced)) {
            throw AudioContainer.truncated(OutputFormat.FLAC, in);
        }
        return AudioContainer.millis(announced > 0 ? announced : end, rate);
    }

    private static void skipMetadata(AudioInput in) throws IOException {
        boolean last = false;
        while (!last) {
            if (!in.has(BLOCK_HEADER)) {
                throw AudioContainer.truncated(OutputFormat.FLAC, in);
            }
            last = (in.unsignedByte(0) & 0x80) != 0;
            int length = BLOCK_HEADER + in.bigEndian(1, 3);
            if (length > in.rest()) {
                throw AudioContainer.truncated(OutputFormat.FLAC, in);
            }
            in.skip(length);
        }
    }

    private static int withoutId3(byte[] tail) {
        int id3 = tail.length - ID3_TRAILER;
        return id3 >= 0 && tail[id3] == 'T' && tail[id3 + 1] == 'A' && tail[id3 + 2] == 'G' ? id3 : tail.length;
    }

    /** @return the number of samples up to the end of the last frame; -1 if there is no complete one */
    private static long endOfLastFrame(byte[] tail, int length, int blockSize) {
        long checked = 0;
        for (int at = length - 1; at >= 0 && checked < MOST_BYTES_CHECKED; at--) {
            // The remaining bit distinguishes blocks of variable size from blocks of fixed size.
            boolean sync = tail[at] == (byte) 0xFF && at + 1 < length && (tail[at + 1] & 0xFE) == 0xF8;
            if (sync) {
                long end = endOfFrame(tail, at, length, blockSize);
                if (end >= 0 && crc(CRC_16, 16, tail, at, length) == 0) {
                    return end;
                }
                checked += end >= 0 ? length - at : 0;
            }
        }
        return -1;
    }

    /** @return the number of samples up to the end of a frame; -1 if it is not a frame */
    private static long endOfFrame(byte[] tail, int frame, int length, int blockSize) {
        int at = frame + 4;
        // A number as UTF-8 writes characters, with up to 36 bits.
        int ones = at < length ? Integer.numberOfLeadingZeros(~(tail[at] << 24)) : 8;
        int more = ones == 0 ? 0 : ones - 1;
        int sizeCode = tail[frame + 2] >>> 4 & 15;
        int rateCode = tail[frame + 2] & 15;
        int ofSize = sizeCode == 6 ? 1 : sizeCode == 7 ? 2 : 0;
        int ofRate = rateCode == 12 ? 1 : rateCode == 13 || rateCode == 14 ? 2 : 0;
        int checksum = at + 1 + more + ofSize + ofRate;
        boolean valid = ones != 1
                && ones < 8
                && sizeCode != 0
                && rateCode != 15
                && checksum < length
                && crc(CRC_8, 8, tail, frame, checksum + 1) == 0;
        if (!valid) {
            return -1;
        }
        long number = tail[at] & (ones == 0 ? 0x7F : 0x3F >> more);
        for (int i = 1; i <= more; i++) {
            number = number << 6 | (tail[at + i] & 0x3F);
        }
        int samples = switch (sizeCode) {
            case 1 -> 192;
            case 2, 3, 4, 5 -> 576 << (sizeCode - 2);
            case 6 -> (tail[at + 1 + more] & 0xFF) + 1;
            case 7 -> ((tail[at + 1 + more] & 0xFF) << 8 | (tail[at + 2 + more] & 0xFF)) + 1;
            default -> 256 << (sizeCode - 8);
        };
        boolean countsSamples = (tail[frame + 1] & 1) != 0;
        return (countsSamples ? number : number * blockSize) + samples;
    }

    private static int crc(int[] table, int bits, byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = (crc << 8 ^ table[crc >>> (bits - 8) ^ (bytes[i] & 0xFF)]) & (1 << bits) - 1;
        }
        return crc;
    }

    private static int[] crcTable(int polynomial, int bits) {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << (bits - 8);
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ ((crc >>> (bits - 1) & 1) == 0 ? 0 : polynomial);
            }
            table[i] = crc & (1 << bits) - 1;
        }
        return table;
    }
}
