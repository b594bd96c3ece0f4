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

/** The frames of an MP3 file, one after the other: their headers have the size and duration of each. */
final class Mp3Frames {

    /** In kbit/s of layer III, by the number in a frame's header: MPEG-1, and then MPEG-2 and 2.5. */
    private static final int[][] BIT_RATES = {
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}
    };

    private static final int[] SAMPLE_RATES_OF_MPEG1 = {44_100, 48_000, 32_000};
    private static final int MPEG1 = 3;
    private static final int MPEG2 = 2;
    private static final int HEADER = 4;

    /** Version, layer and sample rate are the same in all frames of a file. */
    private static final int CONSTANT_BITS = 0xFFFE_0C00;

    /** How far the first frame may be from the beginning. */
    private static final int MOST_JUNK = 64 * 1024;

    private Mp3Frames() {}

    /**
     * @return the duration in milliseconds; null if there are no frames
     * @throws BadAudioException if the last frame or an announced one is missing
     */
    static Long millis(AudioInput in) throws IOException {
        if (!findFirst(in)) {
            return null;
        }
        int first = in.bigEndian(0, HEADER);
        long announced = announcedFrames(in, first);
        if (announced >= 0) {
            in.skip(length(first));
        }
        long frames = 0;
        while (in.has(HEADER) && !isTag(in)) {
            int header = in.bigEndian(0, HEADER);
            if ((header & CONSTANT_BITS) != (first & CONSTANT_BITS) || length(header) == 0) {
                in.skip(1);
            } else if (length(header) > in.rest()) {
                throw AudioContainer.truncated(OutputFormat.MP3, in);
            } else {
                frames++;
                in.skip(length(header));
            }
        }
        if (frames == 0) {
            throw AudioContainer.silent(OutputFormat.MP3);
        }
        // Some encoders count the frame that announces the others, too.
        if (frames < announced - 1) {
            throw AudioContainer.truncated(OutputFormat.MP3, in);
        }
        return AudioContainer.millis(frames * samples(first), sampleRate(first));
    }

    /** Other bytes may look like one frame by chance, but not like two matching ones. */
    private static boolean findFirst(AudioInput in) throws IOException {
        long start = in.position();
        for (; in.has(HEADER) && in.position() < start + MOST_JUNK; in.skip(1)) {
            int header = in.bigEndian(0, HEADER);
            int length = length(header);
            if (length > 0) {
                boolean another = in.has(length + HEADER)
                        && (in.bigEndian(length, HEADER) & CONSTANT_BITS) == (header & CONSTANT_BITS);
                if (another || (in.position() == start && length >= in.rest() - HEADER)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * @return the number of frames that a first one without sound announces, 0 if it has no number; -1 if it has sound
     */
    private static long announcedFrames(AudioInput in, int header) throws IOException {
        boolean mono = (header >>> 6 & 3) == 3;
        int sideInformation = version(header) == MPEG1 ? mono ? 17 : 32 : mono ? 9 : 17;
        int tag = HEADER + sideInformation;
        if (in.startsWith("Xing", tag) || in.startsWith("Info", tag)) {
            boolean counted = in.has(tag + 12) && (in.unsignedByte(tag + 7) & 1) != 0;
            return counted ? Integer.toUnsignedLong(in.bigEndian(tag + 8, 4)) : 0;
        }
        return -1;
    }

    /** Tags may follow the last frame. */
    private static boolean isTag(AudioInput in) throws IOException {
        return in.startsWith("TAG") || in.startsWith("APETAGEX") || in.startsWith("LYRICSBEGIN");
    }

    /** @return 0 if it is not the header of a frame */
    private static int length(int header) {
        boolean isLayer3 = header >>> 21 == 0x7FF && (header >>> 17 & 3) == 1 && version(header) != 1;
        int sampleRate = isLayer3 ? sampleRate(header) : 0;
        int bitRate = isLayer3 ? BIT_RATES[version(header) == MPEG1 ? 0 : 1][header >>> 12 & 15] : 0;
        if (sampleRate == 0 || bitRate == 0) {
            return 0;
        }
        return samples(header) / 8 * bitRate * 1000 / sampleRate + (header >>> 9 & 1);
    }

    private static int samples(int header) {
        return version(header) == MPEG1 ? 1152 : 576;
    }

    private static int sampleRate(int header) {
        int number = header >>> 10 & 3;
        if (number == 3) {
            return 0;
        }
        int shift = version(header) == MPEG1 ? 0 : version(header) == MPEG2 ? 1 : 2;
        return SAMPLE_RATES_OF_MPEG1[number] >> shift;
    }

    private static int version(int header) {
        return header >>> 19 & 3;
    }
}
