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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Runs only if the command is installed, except for the tests of the search for it. */
class EspeakNgEngineTest {

    private static final List<String> VOICES =
            List.of("vivian", "serena", "uncle_fu", "dylan", "eric", "ryan", "aiden", "ono_anna", "sohee");

    @TempDir
    private Path folder;

    private SpeechEngine engine = SpeechEngine.freeTts();

    @BeforeEach
    void findEngine() {
        engine = SpeechEngine.espeakNg().orElse(engine);
    }

    @ParameterizedTest
    @TextsOfLanguages
    void speaksEachLanguage(String language, String text) {
        assumeInstalled();

        Pcm speech = speak(text, "vivian", language, 1);

        assertThat(speech.sampleRate()).isEqualTo(SpeechEngine.SAMPLE_RATE);
        assertThat(speech.seconds()).isBetween(0.3, 5.0);
        assertThat(loudness(speech)).isGreaterThan(100);
    }

    @Test
    void pronouncesByLanguage() {
        assumeInstalled();

        assertThat(speak("Station", "ryan", "German", 1).samples())
                .isNotEqualTo(speak("Station", "ryan", "English", 1).samples());
    }

    @ParameterizedTest
    @CsvSource({"Привет мир, Russian", "안녕하세요, Korean", "世界こんにちは, Japanese", "你好世界, Chinese", "Hello, English"})
    void recognisesTheLanguageByItsScript(String text, String language) {
        assumeInstalled();

        assertThat(speak(text, "ryan", "Auto", 1).samples())
                .isEqualTo(speak(text, "ryan", language, 1).samples());
    }

    @Test
    void hasAVoiceForEachPreset() {
        assumeInstalled();
        List<byte[]> heard = new ArrayList<>();

        for (String voice : VOICES) {
            byte[] audio = speak("One two three", voice, "English", 1).samples();
            assertThat(heard).noneMatch(other -> Arrays.equals(other, audio));
            heard.add(audio);
        }
    }

    @Test
    void adjustsTheSpeed() {
        assumeInstalled();

        assertThat(speak("One two three four five", "ryan", "English", 2).seconds())
                .isLessThan(0.75
                        * speak("One two three four five", "ryan", "English", 1).seconds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "🎉", " "})
    void neverReturnsNothing(String text) {
        assumeInstalled();

        assertThat(speak(text, "ryan", "English", 1).seconds()).isPositive();
    }

    @Test
    void readsTextAsText() {
        assumeInstalled();

        assertThat(speak("-v de --help", "ryan", "English", 1).seconds()).isGreaterThan(0.3);
        assertThat(speak("[[h@loU]] <b>bold</b> & more", "ryan", "English", 1).seconds())
                .isGreaterThan(1);
    }

    @Test
    void isNotFoundOutsideThePath() throws Exception {
        Files.createDirectory(folder.resolve("espeak-ng"));

        assertThat(EspeakNgEngine.find(null)).isEmpty();
        assertThat(EspeakNgEngine.find("")).isEmpty();
        assertThat(EspeakNgEngine.find(folder.toString())).isEmpty();
    }

    private void assumeInstalled() {
        assumeThat(SpeechEngine.espeakNg()).as("espeak-ng on the PATH").isPresent();
    }

    private Pcm speak(String text, String voice, String language, double speed) {
        return engine.speak(new SpeechEngine.Utterance(text, voice, language, speed, 0));
    }

    /** The mean of the samples' absolute values. */
    private static double loudness(Pcm speech) {
        byte[] samples = speech.samples();
        return IntStream.range(0, samples.length / 2)
                .map(i -> Math.abs((samples[2 * i] & 0xff) | (samples[2 * i + 1] << 8)))
                .average()
                .orElse(0);
    }
}
