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
import java.io.OutputStream;
import java.nio.ByteBuffer;

import io.github.camelqwentts.speech.OutputFormat;
import org.jspecify.annotations.Nullable;

/** Frames of FLAC files, numbered anew by their first sample, with frames of silence between them. */
final class FlacSequence extends AudioSequence {

    private static final int SILENT_BLOCK = 4096;
    private static final int SMALLEST_BLOCK = 16;
    private static final int LARGEST_BLOCK = 65_535;
    private static final int CHECKSUM = 2;

    private final OutputStream out;
    private final @Nullable FlacSequence measured;
    private int sampleRate;
    private int channels;
    private int bits;

    /** The parts of a frame's header that encode rate and size of its samples. */
    private int rateCode;

    private int bitsCode;
    private byte[] rateBytes = {};

    private long samples;
    private int smallestBlock = LARGEST_BLOCK;
    private int largestBlock = SMALLEST_BLOCK;
    private int smallestFrame = Integer.MAX_VALUE;
    private int largestFrame;

    FlacSequence(OutputStream out, @Nullable FlacSequence measured) {
        this.out = out;
        this.measured = measured;
    }

    @Override
    AudioSpan append(AudioInput in, long gapMillis) throws IOException {
        if (!in.startsWith("fLaC")) {
            throw unexpected(OutputFormat.FLAC);
        }
        in.skip(4);
        if (!in.has(FlacFrames.BLOCK_HEADER + FlacFrames.STREAM_INFO) || (in.unsignedByte(0) & 0x7F) != 0) {
            throw AudioContainer.truncated(OutputFormat.FLAC, in);
        }
        readStreamInfo(in);
        FlacFrames.skipMetadata(in);
        FlacFrameHeader header = header(in, 0);
        if (header == null) {
            throw AudioContainer.silent(OutputFormat.FLAC);
        }
        readCodes(in, header);
        writeSilence(gapMillis);
        long begin = samples;
        while (header != null) {
            int length = frameLength(in, header);
            byte[] frame = in.peek(0, length);
            // Smaller ones are allowed at the very end only.
            if (header.samples() >= SMALLEST_BLOCK) {
                byte[] rest = new byte[header.length() - 1 - header.numberEnd()];
                System.arraycopy(frame, header.numberEnd(), rest, 0, rest.length);
                write(frame[2], frame[3], rest, frame, header.length(), header.samples());
            }
            in.skip(length);
            header = header(in, 0);
        }
        return new AudioSpan(begin, samples, sampleRate);
    }

    private void readStreamInfo(AudioInput in) throws IOException {
        int at = FlacFrames.BLOCK_HEADER;
        int pieceRate = in.bigEndian(at + 10, 3) >>> 4;
        int pieceChannels = (in.unsignedByte(at + 12) >>> 1 & 7) + 1;
        int pieceBits = (in.bigEndian(at + 12, 2) >>> 4 & 31) + 1;
        if (sampleRate > 0) {
            requireSame("sampleRate", sampleRate, pieceRate);
            requireSame("channels", channels, pieceChannels);
            requireSame("bits", bits, pieceBits);
        } else if (pieceRate == 0) {
            throw unexpected(OutputFormat.FLAC);
        } else {
            sampleRate = pieceRate;
            channels = pieceChannels;
            bits = pieceBits;
            writeStreamInfo();
        }
    }

    private void writeStreamInfo() throws IOException {
        ByteBuffer info = ByteBuffer.allocate(4 + FlacFrames.BLOCK_HEADER + FlacFrames.STREAM_INFO);
        info.putInt(0x664C_6143).putInt(0x8000_0000 | FlacFrames.STREAM_INFO);
        // Equal sizes would announce frames that are numbered one by one.
        int smallest = measured != null && measured.smallestBlock < measured.largestBlock
                ? measured.smallestBlock
                : SMALLEST_BLOCK;
        info.putShort((short) smallest);
        info.putShort((short) (measured == null ? LARGEST_BLOCK : measured.largestBlock));
        putThreeBytes(info, measured == null ? 0 : measured.smallestFrame);
        putThreeBytes(info, measured == null ? 0 : measured.largestFrame);
        long total = measured == null ? 0 : measured.samples;
        info.putLong((long) sampleRate << 44 | (channels - 1L) << 41 | (bits - 1L) << 36 | total);
        // The checksum of the decoded samples stays 0, which means unknown.
        out.write(info.array());
    }

    private static void putThreeBytes(ByteBuffer target, int value) {
        target.put((byte) (value >> 16)).putShort((short) value);
    }

    private void readCodes(AudioInput in, FlacFrameHeader header) {
        int sizeCode = in.unsignedByte(2) >>> 4;
        int sizeBytes = sizeCode == 6 ? 1 : sizeCode == 7 ? 2 : 0;
        rateCode = in.unsignedByte(2) & 15;
        bitsCode = in.unsignedByte(3) & 0x0E;
        rateBytes = new byte[header.length() - 1 - header.numberEnd() - sizeBytes];
        for (int i = 0; i < rateBytes.length; i++) {
            rateBytes[i] = (byte) in.unsignedByte(header.numberEnd() + sizeBytes + i);
        }
    }

    private void writeSilence(long millis) throws IOException {
        long rest = millis * sampleRate / 1000;
        while (rest >= SMALLEST_BLOCK) {
            int block = (int) Math.min(rest, SILENT_BLOCK);
            if (rest > block && rest - block < SMALLEST_BLOCK) {
                block -= SMALLEST_BLOCK;
            }
            byte[] size = ByteBuffer.allocate(2 + rateBytes.length)
                    .putShort((short) (block - 1))
                    .put(rateBytes)
                    .array();
            // Of each channel: a type of 0 for a constant, and its value; then room for the checksum.
            byte[] constants = new byte[(channels * (8 + bits) + 7) / 8 + CHECKSUM];
            write((byte) (7 << 4 | rateCode), (byte) ((channels - 1) << 4 | bitsCode), size, constants, 0, block);
            rest -= block;
        }
    }

    /**
     * Writes a frame.
     *
     * @param sizes block size and rate
     * @param layout channels and bits
     * @param rest of the header
     * @param body has the samples from an offset on, and at its end room for the checksum
     */
    private void write(byte sizes, byte layout, byte[] rest, byte[] body, int offset, int block) throws IOException {
        int content = body.length - offset - CHECKSUM;
        ByteBuffer frame = ByteBuffer.allocate(FlacFrameHeader.LONGEST + content + CHECKSUM);
        frame.putShort((short) 0xFFF9).put(sizes).put(layout);
        putNumber(frame, samples);
        frame.put(rest);
        frame.put((byte) FlacCrc.BITS_8.of(frame.array(), 0, frame.position()));
        frame.put(body, offset, content);
        frame.putShort((short) FlacCrc.BITS_16.of(frame.array(), 0, frame.position()));
        out.write(frame.array(), 0, frame.position());
        samples += block;
        smallestBlock = Math.min(smallestBlock, block);
        largestBlock = Math.max(largestBlock, block);
        smallestFrame = Math.min(smallestFrame, frame.position());
        largestFrame = Math.max(largestFrame, frame.position());
    }

    /** Writes a number as UTF-8 encodes characters, with up to 36 bits. */
    private static void putNumber(ByteBuffer target, long number) {
        if (number < 0x80) {
            target.put((byte) number);
            return;
        }
        int more = 1;
        while (number >>> (6 * more + 6 - more) != 0) {
            more++;
        }
        target.put((byte) (0xFF80 >> more | number >>> (6 * more)));
        for (int i = more - 1; i >= 0; i--) {
            target.put((byte) (0x80 | (number >>> (6 * i) & 0x3F)));
        }
    }

    /** Frames have no length: one ends where its checksum is right, and the next frame or nothing follows. */
    private static int frameLength(AudioInput in, FlacFrameHeader header) throws IOException {
        int crc = 0;
        int at = 0;
        while (in.has(at + 1)) {
            crc = FlacCrc.BITS_16.update(crc, in.unsignedByte(at));
            at++;
            if (crc == 0 && at > header.length() + CHECKSUM && isBorder(in, at, header)) {
                return at;
            }
        }
        throw AudioContainer.truncated(OutputFormat.FLAC, in);
    }

    private static boolean isBorder(AudioInput in, int at, FlacFrameHeader header) throws IOException {
        FlacFrameHeader next = header(in, at);
        if (next != null) {
            return next.number() == header.number() + (header.countsSamples() ? header.samples() : 1);
        }
        return !in.has(at + 1) || in.startsWith("TAG", at);
    }

    private static @Nullable FlacFrameHeader header(AudioInput in, int at) throws IOException {
        byte[] bytes = in.peek(at, FlacFrameHeader.LONGEST);
        return FlacFrameHeader.of(bytes, 0, bytes.length);
    }
}
