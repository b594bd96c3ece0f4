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
import org.jspecify.annotations.Nullable;

/** The frames of an MP3 file, one after the other: their headers report the size and duration of each. */
final class Mp3Frames {

    static final int HEADER = 4;

    /** Maximum distance of the first frame from the beginning. */
    private static final int MOST_JUNK = 64 * 1024;

    private Mp3Frames() {}

    /**
     * @return the duration in milliseconds; null if there are no frames
     * @throws BadAudioException if the last frame or an announced one is missing
     */
    static @Nullable Long millis(AudioInput in) throws IOException {
        if (!findFirst(in)) {
            return null;
        }
        Mp3Header first = header(in);
        long announced = announcedFrames(in, first);
        if (announced >= 0) {
            in.skip(first.length());
        }
        long frames = 0;
        while (in.has(HEADER) && !isTag(in)) {
            Mp3Header header = header(in);
            if (!header.belongsTo(first) || header.length() == 0) {
                in.skip(1);
            } else if (header.length() > in.rest()) {
                throw AudioContainer.truncated(OutputFormat.MP3, in);
            } else {
                frames++;
                in.skip(header.length());
            }
        }
        if (frames == 0) {
            throw AudioContainer.silent(OutputFormat.MP3);
        }
        // Some encoders count the frame that announces the others, too.
        if (frames < announced - 1) {
            throw AudioContainer.truncated(OutputFormat.MP3, in);
        }
        return AudioContainer.millis(frames * first.samples(), first.sampleRate());
    }

    /** Other bytes may look like one frame by chance, but not like two matching ones. */
    static boolean findFirst(AudioInput in) throws IOException {
        long start = in.position();
        for (; in.has(HEADER) && in.position() < start + MOST_JUNK; in.skip(1)) {
            Mp3Header header = header(in);
            int length = header.length();
            if (length > 0) {
                boolean more = in.has(length + HEADER);
                boolean another = more && new Mp3Header(in.bigEndian(length, HEADER)).belongsTo(header);
                if (another || (in.position() == start && !more)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * @return the number of frames that a first frame without sound announces; 0 if it announces no number, -1 if it
     *     has sound
     */
    private static long announcedFrames(AudioInput in, Mp3Header header) throws IOException {
        if (hasNoSound(in, header)) {
            int tag = header.tagOffset();
            boolean counted = in.has(tag + 12) && (in.unsignedByte(tag + 7) & 1) != 0;
            return counted ? Integer.toUnsignedLong(in.bigEndian(tag + 8, 4)) : 0;
        }
        return -1;
    }

    /** Whether the frame has no sound, but announces the others. */
    static boolean hasNoSound(AudioInput in, Mp3Header header) throws IOException {
        return in.startsWith("Xing", header.tagOffset()) || in.startsWith("Info", header.tagOffset());
    }

    static Mp3Header header(AudioInput in) {
        return new Mp3Header(in.bigEndian(0, HEADER));
    }

    /** Tags may follow the last frame. */
    static boolean isTag(AudioInput in) throws IOException {
        return in.startsWith("TAG") || in.startsWith("APETAGEX") || in.startsWith("LYRICSBEGIN");
    }
}
