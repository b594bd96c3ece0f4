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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechAudio;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Audio that was sent as a stream, once it is whole: its WAV header, which was written before the length was known, has
 * the true sizes, and half a sample at the end is left out. The samples are not copied.
 */
public final class SizedAudio implements SpeechAudio {

    private static final int RIFF_SIZE = 4;
    private static final int CHUNK_HEADER = 8;
    private static final int SAMPLE = 2;
    private static final int HEADER = 44;

    private final SpeechAudio received;
    private final byte[] header;
    private final long skipped;
    private final long samples;

    /**
     * @param header replaces the first bytes
     * @param skipped number of first bytes that are replaced
     * @param samples number of bytes after them that are kept
     */
    private SizedAudio(SpeechAudio received, byte[] header, long skipped, long samples) {
        this.received = received;
        this.header = header;
        this.skipped = skipped;
        this.samples = samples;
    }

    /**
     * Returns audio with true sizes.
     *
     * @param audio whole audio, which belongs to the result
     * @return the same audio if nothing is wrong with it or if it is not audio of that format
     * @throws IOException if it cannot be read; it stays the caller's
     */
    public static SpeechAudio whole(SpeechAudio audio, OutputFormat format) throws IOException {
        if (format == OutputFormat.PCM) {
            long whole = audio.size() / SAMPLE * SAMPLE;
            return whole == audio.size() ? audio : new SizedAudio(audio, new byte[0], 0, whole);
        }
        if (format != OutputFormat.WAV) {
            return audio;
        }
        try (AudioInput in = new AudioInput(audio)) {
            return in.startsWith("RIFF") && in.startsWith("WAVE", 8) ? wholeWav(audio, in) : audio;
        }
    }

    /**
     * Returns samples, which are mono and have 16 bits, as a WAV file.
     *
     * @param audio samples without a header, which belong to the result
     */
    public static SpeechAudio withHeader(SpeechAudio audio, int sampleRate) {
        long samples = audio.size() / SAMPLE * SAMPLE;
        return new SizedAudio(audio, header(sampleRate, HEADER - CHUNK_HEADER + samples, samples), 0, samples);
    }

    /** Returns the header of a WAV file whose samples, which are mono and have 16 bits, are still arriving. */
    public static byte[] headerOfUnknownSize(int sampleRate) {
        return header(sampleRate, -1, -1);
    }

    private static byte[] header(int sampleRate, long riffSize, long samples) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) riffSize);
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1).putShort((short) 1).putInt(sampleRate).putInt(sampleRate * SAMPLE);
        header.putShort((short) SAMPLE).putShort((short) (8 * SAMPLE));
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt((int) samples);
        return header.array();
    }

    private static SpeechAudio wholeWav(SpeechAudio audio, AudioInput in) throws IOException {
        long frame = SAMPLE;
        int at = 12;
        while (in.has(at + CHUNK_HEADER)) {
            long length = in.littleEndian(at + 4, 4);
            if (in.startsWith("data", at)) {
                return length == 0 || length >= AudioContainer.UNKNOWN_LENGTH
                        ? withSizes(audio, in.peek(0, at + CHUNK_HEADER), frame)
                        : audio;
            }
            if (in.startsWith("fmt ", at) && in.has(at + 22)) {
                frame = Math.max(1, in.littleEndian(at + 20, 2));
            }
            long next = at + CHUNK_HEADER + length + length % 2;
            if (next > Integer.MAX_VALUE) {
                break;
            }
            at = (int) next;
        }
        return audio;
    }

    private static SpeechAudio withSizes(SpeechAudio audio, byte[] header, long frame) {
        long samples = (audio.size() - header.length) / frame * frame;
        long riff = header.length - CHUNK_HEADER + samples;
        if (samples == 0 || riff >= AudioContainer.UNKNOWN_LENGTH) {
            return audio;
        }
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(RIFF_SIZE, (int) riff)
                .putInt(header.length - 4, (int) samples);
        return new SizedAudio(audio, header, header.length, samples);
    }

    @Override
    public InputStream open() throws IOException {
        InputStream in = received.open();
        try {
            in.skipNBytes(skipped);
        } catch (IOException e) {
            in.close();
            throw e;
        }
        InputStream rest = BoundedInputStream.builder()
                .setInputStream(in)
                .setMaxCount(samples)
                .get();
        return header.length == 0 ? rest : new SequenceInputStream(new ByteArrayInputStream(header), rest);
    }

    @Override
    public long size() {
        return header.length + samples;
    }

    @Override
    public boolean inMemory() {
        return received.inMemory();
    }

    @Override
    public void close() {
        received.close();
    }

    @Override
    public String toString() {
        return size() + " bytes " + (inMemory() ? "in memory" : "in a file");
    }
}
