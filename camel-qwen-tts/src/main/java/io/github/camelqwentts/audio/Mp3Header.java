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

/**
 * Header of an MP3 frame.
 *
 * @param bits its four bytes
 */
record Mp3Header(int bits) {

    /** In kbit/s of layer III, by the number in a frame's header: MPEG-1, and then MPEG-2 and 2.5. */
    private static final int[][] BIT_RATES = {
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}
    };

    private static final int[] SAMPLE_RATES_OF_MPEG1 = {44_100, 48_000, 32_000};
    private static final int MPEG1 = 3;
    private static final int MPEG2 = 2;
    private static final int LARGEST_BIT_RATE = 14;

    /** Version, layer and sample rate are the same in all frames of a file. */
    private static final int CONSTANT_BITS = 0xFFFE_0C00;

    /** Whether version, layer and sample rate equal those of another header. */
    boolean belongsTo(Mp3Header other) {
        return (bits & CONSTANT_BITS) == (other.bits & CONSTANT_BITS);
    }

    /** Length of the frame in bytes; 0 if it is not the header of a frame. */
    int length() {
        boolean isLayer3 = bits >>> 21 == 0x7FF && (bits >>> 17 & 3) == 1 && version() != 1;
        int sampleRate = isLayer3 ? sampleRate() : 0;
        int bitRate = isLayer3 ? BIT_RATES[version() == MPEG1 ? 0 : 1][bits >>> 12 & 15] : 0;
        if (sampleRate == 0 || bitRate == 0) {
            return 0;
        }
        return samples() / 8 * bitRate * 1000 / sampleRate + (bits >>> 9 & 1);
    }

    int samples() {
        return version() == MPEG1 ? 1152 : 576;
    }

    int sampleRate() {
        int number = bits >>> 10 & 3;
        if (number == 3) {
            return 0;
        }
        int shift = version() == MPEG1 ? 0 : version() == MPEG2 ? 1 : 2;
        return SAMPLE_RATES_OF_MPEG1[number] >> shift;
    }

    int channels() {
        return (bits >>> 6 & 3) == 3 ? 1 : 2;
    }

    /** Offset of the announcement in a frame without sound. */
    int tagOffset() {
        int sideInformation = version() == MPEG1 ? channels() == 1 ? 17 : 32 : channels() == 1 ? 9 : 17;
        return Mp3Frames.HEADER + sideInformation;
    }

    /** The header of a frame without checksum and padding that has at least this length, and this bit rate. */
    Mp3Header withLength(int least) {
        Mp3Header header = new Mp3Header((bits & ~0x200) | 0x1_0000);
        while (header.length() < least && (header.bits >>> 12 & 15) < LARGEST_BIT_RATE) {
            header = new Mp3Header(header.bits + 0x1000);
        }
        return header;
    }

    private int version() {
        return bits >>> 19 & 3;
    }
}
