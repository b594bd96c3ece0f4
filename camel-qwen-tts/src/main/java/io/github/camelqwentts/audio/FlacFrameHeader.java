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

import org.jspecify.annotations.Nullable;

/**
 * Header of a FLAC frame.
 *
 * @param length its length in bytes, with its checksum
 * @param number number of the frame, or of its first sample
 * @param numberEnd offset of the first byte after the number
 * @param samples number of samples in each channel
 * @param countsSamples whether the number counts samples instead of frames, because frames vary in size
 */
record FlacFrameHeader(int length, long number, int numberEnd, int samples, boolean countsSamples) {

    static final int LONGEST = 16;

    /** Returns the header at that index; null if there is none. */
    static @Nullable FlacFrameHeader of(byte[] bytes, int frame, int end) {
        // The remaining bit distinguishes blocks of variable size from blocks of fixed size.
        boolean sync = frame + 4 < end && bytes[frame] == (byte) 0xFF && (bytes[frame + 1] & 0xFE) == 0xF8;
        if (!sync) {
            return null;
        }
        int at = frame + 4;
        // The number is encoded as UTF-8 encodes characters, with up to 36 bits.
        int ones = Integer.numberOfLeadingZeros(~(bytes[at] << 24));
        int more = ones == 0 ? 0 : ones - 1;
        int sizeCode = bytes[frame + 2] >>> 4 & 15;
        int rateCode = bytes[frame + 2] & 15;
        int ofSize = sizeCode == 6 ? 1 : sizeCode == 7 ? 2 : 0;
        int ofRate = rateCode == 12 ? 1 : rateCode == 13 || rateCode == 14 ? 2 : 0;
        int checksum = at + 1 + more + ofSize + ofRate;
        boolean valid = ones != 1
                && ones < 8
                && sizeCode != 0
                && rateCode != 15
                && checksum < end
                && FlacCrc.BITS_8.of(bytes, frame, checksum + 1) == 0;
        if (!valid) {
            return null;
        }
        long number = bytes[at] & (ones == 0 ? 0x7F : 0x3F >> more);
        for (int i = 1; i <= more; i++) {
            number = number << 6 | (bytes[at + i] & 0x3F);
        }
        int samples = switch (sizeCode) {
            case 1 -> 192;
            case 2, 3, 4, 5 -> 576 << (sizeCode - 2);
            case 6 -> (bytes[at + 1 + more] & 0xFF) + 1;
            case 7 -> ((bytes[at + 1 + more] & 0xFF) << 8 | (bytes[at + 2 + more] & 0xFF)) + 1;
            default -> 256 << (sizeCode - 8);
        };
        boolean countsSamples = (bytes[frame + 1] & 1) != 0;
        return new FlacFrameHeader(checksum + 1 - frame, number, at + 1 + more - frame, samples, countsSamples);
    }

    /** @param blockSize the size of all frames but the last, if they do not vary */
    long firstSample(int blockSize) {
        return countsSamples ? number : number * blockSize;
    }
}
