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
import java.nio.charset.StandardCharsets;

import io.github.camelqwentts.speech.OutputFormat;
import org.jspecify.annotations.Nullable;

/** Frames of MP3 files, with silent frames between them, and one frame in front that announces all. */
final class Mp3Sequence extends AudioSequence {

    private static final int TOC = 100;

    /** Size of the announcement: name, flags, number of frames, of bytes, table of contents. */
    private static final int TAG = 4 + 4 + 4 + 4 + TOC;

    private static final int ALL_BUT_QUALITY = 7;
    private static final int ENCODER = 9;

    /** Offset of the silence around the sound, in the extension that encoders append to the announcement. */
    private static final int PADDING = 21;

    /** Size of that extension. */
    private static final int EXTENSION = 36;

    private static final int MOST_PADDING = 0xFFF;
    private static final int MOST_POSITIONS = 2_000;

    private final OutputStream out;
    private final @Nullable Mp3Sequence measured;

    @SuppressWarnings("NullAway.Init") // null before the first piece alone
    private Mp3Header first;

    @SuppressWarnings("NullAway.Init") // null before the first piece alone
    private Mp3Header last;

    private byte @Nullable [] encoder;
    private long frames;
    private long bytes;
    private boolean varies;

    /** The first piece's silence before its sound, in samples, which players skip. */
    private long delay;

    /** Expected end of the sound in samples: the sum of all pieces and gaps. */
    private long due;

    /** Number of bytes before each frame whose number is a multiple of the stride. */
    private final long[] positions = new long[MOST_POSITIONS];

    private int stride = 1;

    Mp3Sequence(OutputStream out, @Nullable Mp3Sequence measured) {
        this.out = out;
        this.measured = measured;
    }

    @Override
    AudioSpan append(AudioInput in, long gapMillis) throws IOException {
        if (!Mp3Frames.findFirst(in)) {
            throw unexpected(OutputFormat.MP3);
        }
        Mp3Header header = Mp3Frames.header(in);
        boolean announced = Mp3Frames.hasNoSound(in, header);
        int extension = announced ? extension(in, header) : -1;
        int padding = extension < 0 ? 0 : in.bigEndian(extension + PADDING, 3);
        int lead = padding >>> 12;
        if (first == null) {
            first = header;
            last = header;
            encoder = extension < 0 ? null : in.peek(extension, ENCODER);
            delay = lead;
            writeAnnouncement();
        } else {
            requireSame("sampleRate", first.sampleRate(), header.sampleRate());
            requireSame("channels", first.channels(), header.channels());
            if (!header.belongsTo(first)) {
                throw unexpected(OutputFormat.MP3);
            }
        }
        if (announced) {
            in.skip(header.length());
        }
        due += gapMillis * first.sampleRate() / 1000;
        writeSilence(due + delay - lead);
        long begin = frames * first.samples() + lead - delay;
        long samples = writeFrames(in) - lead - (padding & MOST_PADDING);
        due += samples;
        return new AudioSpan(begin, begin + samples, first.sampleRate());
    }

    /** Writes silent frames until the given sample is the nearest one. */
    private void writeSilence(long until) throws IOException {
        // Side information of zeros alone means silence, and that no earlier frame has data of this one.
        Mp3Header silent = last.withLength(last.tagOffset());
        byte[] frame =
                ByteBuffer.allocate(silent.length()).putInt(silent.bits()).array();
        long missing = until - frames * first.samples();
        for (long rest = missing + first.samples() / 2; rest >= first.samples(); rest -= first.samples()) {
            write(silent, frame);
        }
    }

    private long writeFrames(AudioInput in) throws IOException {
        long before = frames;
        while (in.has(Mp3Frames.HEADER) && !Mp3Frames.isTag(in)) {
            Mp3Header header = Mp3Frames.header(in);
            int length = header.length();
            if (!header.belongsTo(first) || length == 0) {
                in.skip(1);
            } else if (!in.has(length)) {
                throw AudioContainer.truncated(OutputFormat.MP3, in);
            } else {
                write(header, in.peek(0, length));
                last = header;
                in.skip(length);
            }
        }
        if (frames == before) {
            throw AudioContainer.silent(OutputFormat.MP3);
        }
        return (frames - before) * first.samples();
    }

    private void write(Mp3Header header, byte[] frame) throws IOException {
        varies |= (header.bits() ^ first.bits()) >>> 12 != 0;
        if (frames == (long) stride * MOST_POSITIONS) {
            for (int i = 0; i < MOST_POSITIONS / 2; i++) {
                positions[i] = positions[2 * i];
            }
            stride *= 2;
        }
        if (frames % stride == 0) {
            positions[(int) (frames / stride)] = bytes;
        }
        out.write(frame);
        frames++;
        bytes += frame.length;
    }

    private void writeAnnouncement() throws IOException {
        if (measured == null) {
            return;
        }
        int extension = encoder == null ? 0 : EXTENSION;
        Mp3Header header = first.withLength(first.tagOffset() + TAG + extension);
        long total = measured.bytes + header.length();
        ByteBuffer frame = ByteBuffer.allocate(header.length()).putInt(header.bits());
        frame.position(first.tagOffset());
        frame.put((measured.varies ? "Xing" : "Info").getBytes(StandardCharsets.US_ASCII));
        frame.putInt(ALL_BUT_QUALITY).putInt((int) measured.frames).putInt((int) total);
        for (int i = 0; i < TOC; i++) {
            long position = header.length() + measured.positions[(int) (measured.frames * i / TOC / measured.stride)];
            frame.put((byte) Math.min(255, 256 * position / total));
        }
        if (encoder != null) {
            int end = frame.position();
            frame.put(encoder);
            long padding = measured.frames * first.samples() - delay - measured.due;
            int clipped = (int) Math.max(0, Math.min(MOST_PADDING, padding));
            int both = (int) delay << 12 | clipped;
            frame.position(end + PADDING);
            frame.put((byte) (both >> 16)).put((byte) (both >> 8)).put((byte) both);
        }
        out.write(frame.array());
    }

    /** Offset of the extension that encoders append to the announcement; -1 if there is none. */
    private static int extension(AudioInput in, Mp3Header header) throws IOException {
        int flags = in.has(header.length()) ? in.unsignedByte(header.tagOffset() + 7) : 0;
        int at = header.tagOffset() + 8;
        at += (flags & 1) * 4 + (flags >> 1 & 1) * 4 + (flags >> 2 & 1) * TOC + (flags >> 3 & 1) * 4;
        boolean present = at + EXTENSION <= header.length()
                && (in.startsWith("LAME", at) || in.startsWith("Lavf", at) || in.startsWith("Lavc", at));
        return present ? at : -1;
    }
}
