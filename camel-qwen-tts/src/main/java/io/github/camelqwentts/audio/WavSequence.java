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
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import io.github.camelqwentts.speech.OutputFormat;
import org.jspecify.annotations.Nullable;

/** Samples of WAV files, or samples without headers, with fades at both ends of each piece. */
final class WavSequence extends AudioSequence {

    private static final int HEADER = 44;
    private static final int PCM = 1;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final long UNKNOWN = 0xFFFF_FFFFL;
    private static final int FADE_MILLIS = 5;
    private static final int BUFFER = 16 * 1024;

    private final OutputStream out;
    private final boolean hasHeaders;
    private final @Nullable WavSequence measured;
    private int sampleRate;
    private int channels;
    private int bits;
    private int frame;
    private long frames;

    private WavSequence(OutputStream out, boolean hasHeaders, @Nullable WavSequence measured) {
        this.out = out;
        this.hasHeaders = hasHeaders;
        this.measured = measured;
    }

    static WavSequence withHeaders(OutputStream out, @Nullable WavSequence measured) {
        return new WavSequence(out, true, measured);
    }

    /** A sequence of pieces without headers, which are mono, with 16 bits. */
    static WavSequence ofSamples(OutputStream out, int sampleRate) {
        WavSequence sequence = new WavSequence(out, false, null);
        sequence.setFormat(sampleRate, 1, 16);
        return sequence;
    }

    @Override
    AudioSpan append(AudioInput in, long gapMillis) throws IOException {
        return Objects.requireNonNull(begin(in, gapMillis).proceed(true));
    }

    /** Waits for the header, but not for samples. */
    @Override
    Step begin(AudioInput in, long gapMillis) throws IOException {
        if (!hasHeaders) {
            return new Samples(in, gapMillis, Long.MAX_VALUE, true);
        }
        if (!in.startsWith("RIFF") || !in.startsWith("WAVE", 8)) {
            throw unexpected(OutputFormat.WAV);
        }
        in.skip(12);
        boolean known = false;
        while (in.has(8)) {
            long length = in.littleEndian(4, 4);
            if (in.startsWith("data") && known) {
                in.skip(8);
                boolean open = length == 0 || length >= AudioContainer.UNKNOWN_LENGTH;
                return new Samples(in, gapMillis, open ? Long.MAX_VALUE : length, open);
            }
            if (in.startsWith("fmt ") && in.has(24)) {
                readFormat(in);
                known = true;
            }
            long chunk = 8 + length + length % 2;
            if (!in.has((int) Math.min(chunk, Integer.MAX_VALUE))) {
                break;
            }
            in.skip(chunk);
        }
        throw AudioContainer.truncated(OutputFormat.WAV, in);
    }

    private void readFormat(AudioInput in) throws IOException {
        int tag = (int) in.littleEndian(8, 2);
        if (tag == EXTENSIBLE && in.has(34)) {
            tag = (int) in.littleEndian(32, 2);
        }
        int pieceBits = (int) in.littleEndian(22, 2);
        if (tag != PCM || (pieceBits != 16 && pieceBits != 24 && pieceBits != 32)) {
            throw new BadAudioException("Cannot join WAV audio of format " + tag + " with " + pieceBits
                    + " bits; only PCM with 16, 24 or 32 bits is supported");
        }
        int pieceChannels = (int) in.littleEndian(10, 2);
        int pieceRate = (int) in.littleEndian(12, 4);
        if (sampleRate > 0) {
            requireSame("sampleRate", sampleRate, pieceRate);
            requireSame("channels", channels, pieceChannels);
            requireSame("bits", bits, pieceBits);
        } else if (pieceRate <= 0 || pieceChannels <= 0) {
            throw unexpected(OutputFormat.WAV);
        } else {
            setFormat(pieceRate, pieceChannels, pieceBits);
            writeHeader();
        }
    }

    private void setFormat(int newRate, int newChannels, int newBits) {
        sampleRate = newRate;
        channels = newChannels;
        bits = newBits;
        frame = channels * bits / 8;
    }

    private void writeHeader() throws IOException {
        long data = measured == null ? UNKNOWN : measured.frames * frame;
        boolean fits = data + HEADER < UNKNOWN;
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt((int) (fits ? data + HEADER - 8 : UNKNOWN));
        header.put(ascii("WAVEfmt ")).putInt(16).putShort((short) PCM).putShort((short) channels);
        header.putInt(sampleRate)
                .putInt(sampleRate * frame)
                .putShort((short) frame)
                .putShort((short) bits);
        header.put(ascii("data")).putInt((int) (fits ? data : UNKNOWN));
        out.write(header.array());
    }

    private void writeSilence(long millis) throws IOException {
        long silent = millis * sampleRate / 1000;
        byte[] zeros = new byte[BUFFER / frame * frame];
        for (long rest = silent * frame; rest > 0; rest -= zeros.length) {
            out.write(zeros, 0, (int) Math.min(rest, zeros.length));
        }
        frames += silent;
    }

    private void scale(byte[] samples, int from, long numerator, long denominator) {
        int bytes = bits / 8;
        for (int at = from; at < from + frame; at += bytes) {
            long value = samples[at + bytes - 1];
            for (int i = bytes - 2; i >= 0; i--) {
                value = value << 8 | (samples[at + i] & 0xFF);
            }
            value = value * numerator / denominator;
            for (int i = 0; i < bytes; i++) {
                samples[at + i] = (byte) (value >> (8 * i));
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The samples of a piece. Holds back as many as a fade needs, because the end may come unforeseen. */
    private final class Samples implements Step {

        private final AudioInput in;
        private final boolean open;
        private final int fade = sampleRate * FADE_MILLIS / 1000;
        private final int held = fade * frame;
        private final byte[] samples = new byte[held + BUFFER / frame * frame];
        private final long begin;
        private long rest;
        private long written;
        private int filled;

        Samples(AudioInput in, long gapMillis, long length, boolean open) throws IOException {
            this.in = in;
            this.open = open;
            rest = length / frame * frame;
            writeSilence(gapMillis);
            begin = frames;
        }

        @Override
        public @Nullable AudioSpan proceed(boolean mayWait) throws IOException {
            while (rest > 0) {
                if (!mayWait && in.arrived() == 0) {
                    return null;
                }
                int read = in.readSome(samples, filled, (int) Math.min(samples.length - filled, rest));
                if (read < 0 && !open) {
                    throw AudioContainer.truncated(OutputFormat.WAV, in);
                } else if (read < 0) {
                    break;
                }
                accept(read);
            }
            return end();
        }

        private void accept(int read) throws IOException {
            rest -= read;
            int before = filled;
            filled += read;
            for (int at = before / frame; at < filled / frame && written + at < fade; at++) {
                scale(samples, at * frame, written + at + 1, fade + 1L);
            }
            int ready = filled / frame * frame - held;
            if (ready > 0) {
                out.write(samples, 0, ready);
                System.arraycopy(samples, ready, samples, 0, filled - ready);
                written += ready / frame;
                filled -= ready;
            }
        }

        private AudioSpan end() throws IOException {
            int last = filled / frame;
            for (int i = 0; i < Math.min(fade, last); i++) {
                scale(samples, (last - 1 - i) * frame, i + 1L, fade + 1L);
            }
            out.write(samples, 0, last * frame);
            frames += written + last;
            if (written + last == 0) {
                throw AudioContainer.silent(hasHeaders ? OutputFormat.WAV : OutputFormat.PCM);
            }
            return new AudioSpan(begin, frames, sampleRate);
        }
    }
}
