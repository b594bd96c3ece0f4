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
package io.github.camelqwentts.examples.prompts;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TelephoneAudioTest {

    private static final float RATE = 24_000;
    private static final int SECONDS = 2;
    private static final double AMPLITUDE = 10_000;

    @TempDir
    private Path folder;

    @Test
    void aToneOfTheVoicePassesAtItsLoudnessAndLength() throws Exception {
        Path file = folder.resolve("tone.wav");

        double seconds = TelephoneAudio.write(tone(1_000), file);

        assertThat(seconds).isCloseTo(SECONDS, within(0.01));
        assertThat(loudness(file)).isCloseTo(AMPLITUDE / Math.sqrt(2), within(AMPLITUDE * 0.05));
    }

    @Test
    void aToneThatATelephoneCannotCarryDoesNotComeBackAsAnother() throws Exception {
        Path file = folder.resolve("tone.wav");

        TelephoneAudio.write(tone(6_000), file);

        assertThat(loudness(file)).as("of what would be heard at 2 kHz").isLessThan(AMPLITUDE * 0.01);
    }

    private static InputStream tone(double hertz) throws Exception {
        int samples = (int) (RATE * SECONDS);
        ByteBuffer pcm = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            pcm.putShort((short) (AMPLITUDE * Math.sin(2 * Math.PI * hertz * i / RATE)));
        }
        ByteArrayOutputStream wav = new ByteArrayOutputStream();
        AudioSystem.write(
                new AudioInputStream(
                        new ByteArrayInputStream(pcm.array()), new AudioFormat(RATE, 16, 1, true, false), samples),
                AudioFileFormat.Type.WAVE,
                wav);
        return new ByteArrayInputStream(wav.toByteArray());
    }

    private static double loudness(Path file) throws Exception {
        try (AudioInputStream wav = AudioSystem.getAudioInputStream(file.toFile())) {
            ByteBuffer pcm = ByteBuffer.wrap(wav.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            double squares = 0;
            for (int i = 0; i < pcm.capacity(); i += 2) {
                squares += Math.pow(pcm.getShort(i), 2);
            }
            return Math.sqrt(squares / (pcm.capacity() / 2.0));
        }
    }
}
