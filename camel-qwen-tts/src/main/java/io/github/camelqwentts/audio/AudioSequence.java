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

import io.github.camelqwentts.speech.OutputFormat;
import org.jspecify.annotations.Nullable;

/** Pieces of audio in one format that are written one after the other. */
abstract class AudioSequence {

    /**
     * @param sampleRate samples a second of audio that has no header
     * @param measured the same pieces, written before, whose totals enter the header; null if nothing is known about
     *     them
     */
    static AudioSequence of(OutputFormat format, int sampleRate, OutputStream out, @Nullable AudioSequence measured) {
        return switch (format) {
            case WAV -> WavSequence.withHeaders(out, (WavSequence) measured);
            case PCM -> WavSequence.ofSamples(out, sampleRate);
            case MP3 -> new Mp3Sequence(out, (Mp3Sequence) measured);
            case FLAC -> new FlacSequence(out, (FlacSequence) measured);
            case OGG, OPUS -> {
                AudioJoiner.checkFormat(format);
                throw new IllegalStateException();
            }
        };
    }

    abstract AudioSpan append(AudioInput in, long gapMillis) throws IOException;

    /** Begins a piece that may still be arriving. */
    Step begin(AudioInput in, long gapMillis) throws IOException {
        return mayWait -> append(in, gapMillis);
    }

    /** Writes a piece in steps. */
    @FunctionalInterface
    interface Step {

        /**
         * Writes what has arrived.
         *
         * @param mayWait whether to wait for the rest
         * @return where the piece sounds; null if it is not whole
         */
        @Nullable
        AudioSpan proceed(boolean mayWait) throws IOException;
    }

    /** @throws BadAudioException if the piece has other properties than the first one */
    static void requireSame(String property, long first, long piece) throws BadAudioException {
        if (first != piece) {
            throw new BadAudioException("Cannot join audio with " + property + "=" + piece + " to audio with "
                    + property + "=" + first + "; request the same format and sample rate for all pieces");
        }
    }

    static BadAudioException unexpected(OutputFormat format) {
        return new BadAudioException("Expected " + format + " audio but received something else");
    }
}
