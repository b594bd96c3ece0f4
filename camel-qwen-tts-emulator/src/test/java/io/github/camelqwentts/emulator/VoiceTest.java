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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What comes out is audio that can be played, of the voice, the language, the pace and the format that was asked for. */
class VoiceTest extends EmulatorTestSupport {

    private static final String WORDS = "One two three four five.";

    @Test
    void theNineVoicesCanBeToldApart() throws Exception {
        List<String> voices =
                List.of("vivian", "serena", "uncle_fu", "dylan", "eric", "ryan", "aiden", "ono_anna", "sohee");
        List<byte[]> heard = new ArrayList<>();
        for (String voice : voices) {
            byte[] audio = audio(spoken(WORDS, "voice", voice));
            assertThat(loudness(audio)).isGreaterThan(100);
            assertThat(heard).noneMatch(other -> Arrays.equals(other, audio));
            heard.add(audio);
        }
    }

    @ParameterizedTest
    @TextsOfLanguages
    void allTenLanguagesMakeSound(String language, String text) throws Exception {
        byte[] audio = audio(spoken(text, "language", language));

        assertThat(seconds(audio)).isGreaterThan(0.3);
        assertThat(loudness(audio)).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "?!", "🎉🎉", "\u0000\u0001"})
    void whatCannotBeSaidIsAShortSilence(String text) throws Exception {
        byte[] audio = audio(spoken(text, "language", "Auto"));

        assertThat(seconds(audio)).isBetween(0.05, 2.0);
    }

    @Test
    void twiceTheSpeedTakesHalfTheTime() throws Exception {
        double normal = seconds(audio(spoken(WORDS, "speed", 1)));
        double fast = seconds(audio(spoken(WORDS, "speed", 2)));
        double slow = seconds(audio(spoken(WORDS, "speed", 0.5)));

        assertThat(fast / normal).isBetween(0.35, 0.7);
        assertThat(slow / normal).isBetween(1.5, 2.5);
    }

    @Test
    void tokensEndTheSpeech() throws Exception {
        JsonObject task = wav(WORDS).put("settings", new JsonObject().put("maxNewTokens", 6));

        assertThat(seconds(audio(task))).isBetween(0.45, 0.55);
    }

    @Test
    void wavIs24KilohertzMono16Bit() throws Exception {
        AudioFormat format = AudioSystem.getAudioFileFormat(new ByteArrayInputStream(audio(wav(WORDS))))
                .getFormat();

        assertThat(format.getSampleRate()).isEqualTo(24_000);
        assertThat(format.getChannels()).isOne();
        assertThat(format.getSampleSizeInBits()).isEqualTo(16);
    }

    @Test
    void flacBeginsWithItsMarkerAndLeavesNoThread() throws Exception {
        byte[] audio = audio(task(WORDS).put("outputFormat", "FLAC"));
        int threads = Thread.activeCount();

        for (int i = 0; i < 5; i++) {
            audio(task(WORDS).put("outputFormat", "FLAC"));
        }

        assertThat(new String(audio, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("fLaC");
        assertThat(Thread.activeCount()).isLessThan(threads + 5);
    }

    @ParameterizedTest
    @CsvSource({"8000, 8, 1", "16000, 64, 2", "24000, 160, 1", "44100, 128, 2", "48000, 320, 1"})
    void mp3HasTheSampleRateAndChannelsThatWereAskedFor(int sampleRate, int bitrate, int channels) throws Exception {
        byte[] mp3 = audio(task(WORDS)
                .put(
                        "audioSettings",
                        new JsonObject()
                                .put("sampleRate", sampleRate)
                                .put("bitrate", bitrate)
                                .put("channels", channels)));

        int frame = IntStream.range(0, mp3.length - 4)
                .filter(i -> (mp3[i] & 0xff) == 0xff && (mp3[i + 1] & 0xe6) == 0xe2)
                .findFirst()
                .orElseThrow();
        assertThat(sampleRate(mp3, frame)).isEqualTo(sampleRate);
        assertThat((mp3[frame + 3] & 0xc0) == 0xc0 ? 1 : 2).isEqualTo(channels);
    }

    /** Read from a frame's header: two bits for the version of MPEG, two for the rate. */
    private static int sampleRate(byte[] mp3, int frame) {
        int[] ofMpeg1 = {44_100, 48_000, 32_000};
        int version = mp3[frame + 1] >> 3 & 3;
        int divisor = version == 3 ? 1 : version == 2 ? 2 : 4;
        return ofMpeg1[mp3[frame + 2] >> 2 & 3] / divisor;
    }

    private static JsonObject wav(String text) {
        return task(text).put("outputFormat", "WAV");
    }

    private static JsonObject spoken(String text, String parameter, Object value) {
        JsonObject task = wav(text);
        task.getJsonObject("speech").put(parameter, value);
        return task;
    }

    private static double seconds(byte[] wav) throws Exception {
        try (AudioInputStream audio = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
            return audio.getFrameLength() / audio.getFormat().getFrameRate();
        }
    }

    /** The mean of the samples' absolute values. */
    private static double loudness(byte[] wav) throws Exception {
        try (AudioInputStream audio = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
            byte[] samples = audio.readAllBytes();
            return IntStream.range(0, samples.length / 2)
                    .map(i -> Math.abs((samples[2 * i] & 0xff) | (samples[2 * i + 1] << 8)))
                    .average()
                    .orElse(0);
        }
    }
}
