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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.camelqwentts.speech.OutputFormat;

/**
 * Joins pieces of audio in one format, without decoding them and in constant memory. All pieces need the same sample
 * rate, number of channels and sample size. Not thread-safe.
 *
 * <p>WAV and PCM pieces fade in and out for 5 ms. MP3 pieces lose their tags; their gaps are a whole number of frames, and the
 * silence that encoders put around the sound counts as a part of them. FLAC pieces lose their metadata, and a last
 * frame of less than 16 samples.
 */
public final class AudioJoiner {

    private static final int LARGEST_FRAME = 4 * 1024 * 1024;

    private final AudioSequence sequence;
    private int pieces;

    private AudioJoiner(AudioSequence sequence) {
        this.sequence = sequence;
    }

    /**
     * Joins complete pieces; the headers of the result have its true length. Each piece is read twice.
     *
     * @param sampleRate samples a second of audio that has no header
     * @param out stays open
     * @return where each piece sounds
     * @throws BadAudioException if a piece is truncated, or differs from the first one in sample rate or channels
     * @throws IllegalArgumentException if the format cannot be joined, see {@link #checkFormat}
     */
    public static List<AudioSpan> join(OutputFormat format, int sampleRate, List<AudioPart> parts, OutputStream out)
            throws IOException {
        AudioSequence measured = AudioSequence.of(format, sampleRate, OutputStream.nullOutputStream(), null);
        append(new AudioJoiner(measured), parts);
        return append(new AudioJoiner(AudioSequence.of(format, sampleRate, out, measured)), parts);
    }

    /**
     * Joins pieces one by one as they arrive. The headers of the result report no length.
     *
     * @param sampleRate samples a second of audio that has no header
     * @param out stays open
     * @throws IllegalArgumentException if the format cannot be joined, see {@link #checkFormat}
     */
    public static AudioJoiner streaming(OutputFormat format, int sampleRate, OutputStream out) {
        return new AudioJoiner(AudioSequence.of(format, sampleRate, out, null));
    }

    /**
     * Rejects formats that cannot be joined.
     *
     * @throws IllegalArgumentException if the format is OGG or OPUS
     */
    public static void checkFormat(OutputFormat format) {
        if (!canJoin(format)) {
            throw new IllegalArgumentException(
                    "outputFormat=" + format + " cannot be joined: use WAV, PCM, MP3 or FLAC, or texts of one piece");
        }
    }

    /** Whether audio of a format can be joined. */
    public static boolean canJoin(OutputFormat format) {
        return format != OutputFormat.OGG && format != OutputFormat.OPUS;
    }

    /**
     * Writes a piece with the gap before it.
     *
     * @return where it sounds
     * @throws BadAudioException if the piece is truncated, or differs from the first one in sample rate or channels
     */
    public AudioSpan append(AudioPart part) throws IOException {
        try (ArrivingPiece piece = begin(part)) {
            return Objects.requireNonNull(piece.proceed(true));
        }
    }

    /**
     * Begins a piece that may still be arriving. It is written, and closed, before the next one is begun.
     *
     * @throws IOException if it cannot be read
     */
    public ArrivingPiece begin(AudioPart part) throws IOException {
        pieces++;
        return new ArrivingPiece(
                sequence, new AudioInput(part.audio().open(), LARGEST_FRAME), part.gapMillis(), "Piece " + pieces);
    }

    private static List<AudioSpan> append(AudioJoiner joiner, List<AudioPart> parts) throws IOException {
        List<AudioSpan> spans = new ArrayList<>();
        for (AudioPart part : parts) {
            spans.add(joiner.append(part));
        }
        return spans;
    }
}
