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

/**
 * The frames of a FLAC file. Their headers report positions but no lengths, and each frame ends with a checksum, so the
 * last frame is searched from the end of the file.
 */
final class FlacFrames {

    static final int STREAM_INFO = 34;
    static final int BLOCK_HEADER = 4;

    /** More than an uncompressed frame needs. */
    private static final int FRAME_OVERHEAD = 256;

    /** Few bytes look like a frame header by chance. A file full of headers must not block a worker for minutes. */
    private static final long MOST_BYTES_CHECKED = 64L * 1024 * 1024;

    private static final int ID3_TRAILER = 128;

    private FlacFrames() {}

    /**
     * @return the duration in milliseconds
     * @throws BadAudioException if there are no frames, or if the last frame is incomplete or missing
     */
    static @Nullable Long millis(AudioInput in) throws IOException {
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

    static void skipMetadata(AudioInput in) throws IOException {
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
                FlacFrameHeader header = FlacFrameHeader.of(tail, at, length);
                long end = header == null ? -1 : header.firstSample(blockSize) + header.samples();
                if (end >= 0 && FlacCrc.BITS_16.of(tail, at, length) == 0) {
                    return end;
                }
                checked += end >= 0 ? length - at : 0;
            }
        }
        return -1;
    }
}
