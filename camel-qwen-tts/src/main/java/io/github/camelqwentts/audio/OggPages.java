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

/** The pages of an Ogg file, one after the other: the first one has the codec, the last one the duration. */
final class OggPages {

    private static final int HEADER = 27;
    private static final int END_OF_STREAM = 4;
    private static final int OPUS_RATE = 48_000;

    private OggPages() {}

    /**
     * @return the codec, and the duration, which is null if the codec is unknown
     * @throws BadAudioException if a page is truncated or the last page is missing
     */
    static AudioContainer read(AudioInput in) throws IOException {
        long serial = in.has(HEADER) ? in.littleEndian(14, 4) : 0;
        long rate = 0;
        long skipped = 0;
        long samples = 0;
        OutputFormat codec = OutputFormat.OGG;
        boolean first = true;
        boolean ended = false;
        while (!ended) {
            int segments = in.startsWith("OggS") && in.has(HEADER) ? in.unsignedByte(26) : 0;
            long length = (long) HEADER + segments;
            if (segments == 0 || !in.has((int) length)) {
                throw AudioContainer.truncated(OutputFormat.OGG, in);
            }
            for (int i = 0; i < segments; i++) {
                length += in.unsignedByte(HEADER + i);
            }
            if (length > in.rest()) {
                throw AudioContainer.truncated(OutputFormat.OGG, in);
            }
            int payload = HEADER + segments;
            if (first && in.startsWith("\u0001vorbis", payload) && in.has(payload + 16)) {
                rate = in.littleEndian(payload + 12, 4);
            } else if (first && in.startsWith("OpusHead", payload) && in.has(payload + 12)) {
                codec = OutputFormat.OPUS;
                rate = OPUS_RATE;
                skipped = in.littleEndian(payload + 10, 2);
            }
            if (in.littleEndian(14, 4) == serial) {
                samples = Math.max(samples, in.littleEndian(6, 8) - skipped);
                ended = (in.unsignedByte(5) & END_OF_STREAM) != 0;
            }
            first = false;
            in.skip(length);
        }
        if (samples == 0) {
            throw AudioContainer.silent(codec);
        }
        return new AudioContainer(codec, AudioContainer.millis(samples, rate));
    }
}
