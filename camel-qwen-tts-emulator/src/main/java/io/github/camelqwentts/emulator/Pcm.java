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
package io.github.camelqwentts.emulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * Uncompressed speech: signed 16-bit little-endian samples, interleaved if there are two channels.
 *
 * @param samples the bytes of the samples
 * @param sampleRate samples a second, in Hz
 * @param channels 1 or 2
 */
public record Pcm(byte[] samples, int sampleRate, int channels) {

    private static final int BYTES_PER_SAMPLE = 2;

    /** Returns digital silence of the given length, mono. */
    public static Pcm silence(double seconds, int sampleRate) {
        return new Pcm(new byte[((int) (seconds * sampleRate)) * BYTES_PER_SAMPLE], sampleRate, 1);
    }

    /** Returns the length in seconds. */
    public double seconds() {
        return (double) samples.length / (BYTES_PER_SAMPLE * channels * sampleRate);
    }

    /** The same speech at another sample rate and number of channels; this object if nothing changes. */
    Pcm convertTo(int newSampleRate, int newChannels) {
        if (newSampleRate == sampleRate && newChannels == channels) {
            return this;
        }
        try (AudioInputStream converted = AudioSystem.getAudioInputStream(format(newSampleRate, newChannels), open())) {
            return new Pcm(converted.readAllBytes(), newSampleRate, newChannels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The beginning, up to this length; this object if it is not longer. */
    Pcm atMost(double seconds) {
        long limit = ((long) (seconds * sampleRate)) * BYTES_PER_SAMPLE * channels;
        return samples.length <= limit ? this : new Pcm(Arrays.copyOf(samples, (int) limit), sampleRate, channels);
    }

    AudioInputStream open() {
        AudioFormat format = format(sampleRate, channels);
        return new AudioInputStream(new ByteArrayInputStream(samples), format, samples.length / format.getFrameSize());
    }

    private static AudioFormat format(int sampleRate, int channels) {
        return new AudioFormat(sampleRate, 8 * BYTES_PER_SAMPLE, channels, true, false);
    }
}
