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
import io.github.camelqwentts.speech.SpeechAudio;
import org.jspecify.annotations.Nullable;

/**
 * Format and duration of audio as its own headers report them, which also show whether it is complete. Nothing is
 * decoded.
 *
 * @param millis its duration in milliseconds; null if its headers do not report it
 */
record AudioContainer(OutputFormat format, @Nullable Long millis) {

    private static final int ID3_HEADER = 10;
    private static final int START = 256;
    private static final int BYTES_PER_SAMPLE = 2;

    /** Lengths of at least this value are placeholders of encoders that do not know the length yet. */
    static final long UNKNOWN_LENGTH = 0x7FFF_0000L;

    /**
     * Recognizes and measures audio.
     *
     * @throws BadAudioException if it is empty, not audio, or truncated
     * @throws IOException if it cannot be read
     */
    static AudioContainer of(SpeechAudio audio) throws IOException {
        if (audio.size() == 0) {
            throw new BadAudioException("The audio is empty");
        }
        try (AudioInput in = new AudioInput(audio)) {
            skipId3(in);
            if (in.startsWith("RIFF") && in.startsWith("WAVE", 8)) {
                return wav(in);
            }
            if (in.startsWith("fLaC")) {
                return new AudioContainer(OutputFormat.FLAC, FlacFrames.millis(in));
            }
            if (in.startsWith("OggS")) {
                return OggPages.read(in);
            }
            String start = in.text(START);
            Long millis = Mp3Frames.millis(in);
            if (millis == null) {
                throw new BadAudioException("Expected audio but received " + describe(start));
            }
            return new AudioContainer(OutputFormat.MP3, millis);
        }
    }

    /**
     * Measures samples without a header, which are not recognizable.
     *
     * @param sampleRate samples a second
     * @throws BadAudioException if there are none
     */
    static AudioContainer ofSamples(SpeechAudio audio, int sampleRate) throws BadAudioException {
        if (audio.size() < BYTES_PER_SAMPLE) {
            throw audio.size() == 0 ? new BadAudioException("The audio is empty") : silent(OutputFormat.PCM);
        }
        return new AudioContainer(OutputFormat.PCM, millis(audio.size() / BYTES_PER_SAMPLE, sampleRate));
    }

    /** {@return null if it takes no time or its rate is unknown} */
    static @Nullable Long millis(long samples, long samplesPerSecond) {
        return samplesPerSecond <= 0 ? null : (Long) Math.round(samples * 1000.0 / samplesPerSecond);
    }

    static BadAudioException truncated(OutputFormat format, AudioInput in) {
        return new BadAudioException("The " + format + " audio is truncated after "
                + (in.size() == Long.MAX_VALUE ? in.position() : in.size()) + " bytes");
    }

    static BadAudioException silent(OutputFormat format) {
        return new BadAudioException("The " + format + " audio contains no sound");
    }

    private static AudioContainer wav(AudioInput in) throws IOException {
        long bytesPerSecond = 0;
        in.skip(12);
        while (in.has(8)) {
            long length = in.littleEndian(4, 4);
            if (in.startsWith("fmt ") && in.has(20)) {
                bytesPerSecond = in.littleEndian(16, 4);
            } else if (in.startsWith("data")) {
                long rest = in.rest() - 8;
                boolean unknown = length == 0 || length >= UNKNOWN_LENGTH;
                if (length > rest && !unknown) {
                    throw truncated(OutputFormat.WAV, in);
                }
                if (rest == 0) {
                    throw silent(OutputFormat.WAV);
                }
                return new AudioContainer(OutputFormat.WAV, millis(unknown ? rest : length, bytesPerSecond));
            }
            in.skip(8 + length + length % 2);
        }
        throw truncated(OutputFormat.WAV, in);
    }

    /** Tags of MP3 files, which some encoders put before other formats, too. */
    static void skipId3(AudioInput in) throws IOException {
        while (in.has(ID3_HEADER) && in.startsWith("ID3")) {
            long length = 0;
            for (int i = 6; i < ID3_HEADER; i++) {
                length = length << 7 | (in.unsignedByte(i) & 0x7F);
            }
            boolean footer = (in.unsignedByte(5) & 0x10) != 0;
            in.skip(ID3_HEADER + length + (footer ? ID3_HEADER : 0));
        }
    }

    private static String describe(String start) {
        String text = start.stripLeading();
        if (text.startsWith("<")) {
            return "HTML or XML";
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            return "JSON";
        }
        return "something else";
    }
}
