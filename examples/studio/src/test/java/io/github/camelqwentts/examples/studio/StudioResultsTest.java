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
package io.github.camelqwentts.examples.studio;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import io.github.camelqwentts.emulator.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The results that the page shows. */
class StudioResultsTest extends PageTest {

    private static final String SENTENCE_OF_LONG_TEXT = "Each sentence of this text has some forty characters. ";

    @ParameterizedTest
    @ValueSource(strings = {"MP3", "WAV", "FLAC"})
    void playsTheAudio(String format) {
        type(SENTENCE);
        format(format);

        speak();

        run("document.querySelector('.result audio').play()");
        await(() -> (Boolean) run("const a = document.querySelector('.result audio'); return a.currentTime > 0.3"));
        assertThat(number("return document.querySelector('.result audio').duration"))
                .isGreaterThan(1);
        assertThat(find("[data-value=size]").getText()).endsWith(format);
        assertThat(find(".download").getDomAttribute("download"))
                .isEqualTo("the-quick-brown-fox-jumps-auto." + format.toLowerCase(Locale.ROOT));
        assertThat(find(".subtitles").getDomAttribute("download")).isEqualTo("the-quick-brown-fox-jumps-auto.vtt");
    }

    @Test
    void showsThePlayerAsLongAsTheFile() throws Exception {
        type(SENTENCE);
        format("WAV");

        speak();

        String href = (String) run("return JSON.parse(localStorage['studio.results'])[0].result.href");
        double seconds;
        try (AudioInputStream wav = AudioSystem.getAudioInputStream(
                URI.create("http://127.0.0.1:" + port + "/" + href).toURL())) {
            seconds = wav.getFrameLength() / wav.getFormat().getFrameRate();
        }
        assertThat(number("return document.querySelector('.result audio').duration"))
                .isCloseTo(seconds, within(0.05));
        assertThat(find("[data-value=duration]").getText()).isEqualTo(String.format("%.1f s", seconds));
    }

    @Test
    void drawsTheWaveformInSeveralHeights() {
        type(SENTENCE);
        speak();

        Object columns = run("""
                const canvas = document.querySelector('canvas');
                const {width, height} = canvas;
                const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
                const heights = new Set();
                for (let x = 0; x < width; x++) {
                  let drawn = 0;
                  for (let y = 0; y < height; y++) {
                    drawn += pixels[(y * width + x) * 4 + 3] > 0;
                  }
                  heights.add(drawn);
                }
                return [...heights]""");

        assertThat((List<?>) columns).as("heights of the columns").hasSizeGreaterThan(5);
    }

    @Test
    void speaksALongTextInPiecesIntoOnePlayer() {
        emulator.inject(new Fault.Delay(Duration.ofSeconds(1)));
        paste(SENTENCE_OF_LONG_TEXT.repeat(60));

        find("#speak").click();

        await(() -> find("#elapsed").getText().matches("piece \\d+ of \\d+, \\d+\\.\\d s"));
        await(() -> !findAll(".result").isEmpty() && !find("#progress").isDisplayed());
        assertThat(findAll(".result audio")).hasSize(1);
        assertThat(Integer.parseInt(find("[data-value=pieces]").getText())).isGreaterThan(3);
        assertThat(find("[data-value=duration]").getText()).endsWith(" min");
    }

    @Test
    void marksTheSentenceThatIsHeard() {
        paste("The first sentence is short.\n\nThe second one, as you can hear & see, goes on for quite a while, so "
                + "that its subtitles need several lines. The end!");
        speak();
        await(() -> findAll(".transcript span").size() == 3);

        run("const a = document.querySelector('.result audio'); a.currentTime = a.duration / 2");

        await(() -> !findAll(".sounding").isEmpty());
        assertThat(findAll(".sounding"))
                .extracting(WebElement::getText)
                .singleElement()
                .asString()
                .startsWith("The second one, as you can hear & see")
                .endsWith("several lines. ");
        findAll(".transcript span").get(2).click();
        await(() ->
                findAll(".sounding").stream().anyMatch(mark -> mark.getText().equals("The end!")));
        assertThat(run("return document.querySelector('.transcript').textContent"))
                .isEqualTo(run("return document.getElementById('text').value"));
    }

    @Test
    void givesEachOfSeveralResultsAPlayer() {
        type("One, two, three.");
        find("#numberResults").clear();
        find("#numberResults").sendKeys("3");

        speak();

        assertThat(findAll(".result h3"))
                .extracting(title -> title.getText().replaceFirst(",.*", ""))
                .containsExactly("Auto (3 of 3)", "Auto (2 of 3)", "Auto (1 of 3)");
        assertThat(findAll(".result audio")).hasSize(3);
        assertThat(findAll(".result .traits"))
                .extracting(WebElement::getText)
                .allSatisfy(traits -> assertThat(traits).contains("seed "))
                .doesNotHaveDuplicates();
    }

    @Test
    void speaksWithAllVoices() {
        type("Hello.");

        find("#all-voices").click();

        await(() -> find("#elapsed").getText().matches("voice \\d of 9, .*"));
        await(() -> findAll(".result").size() == 9 && !find("#progress").isDisplayed());
        assertThat(findAll(".result h3"))
                .extracting(title -> title.getText().replaceFirst(",.*", ""))
                .containsExactlyInAnyOrder(
                        "Vivian", "Serena", "Uncle Fu", "Dylan", "Eric", "Ryan", "Aiden", "Ono Anna", "Sohee");
        assertThat(find("#status").getText()).isEqualTo("9 results are ready.");
    }

    @Test
    void playsOneResultAtATime() {
        type(SENTENCE);
        speak();
        speak(2);
        run("document.querySelectorAll('.result audio')[0].play()");
        await(() -> (Boolean) run("return !document.querySelectorAll('.result audio')[0].paused"));

        run("document.querySelectorAll('.result audio')[1].play()");

        await(() -> (Boolean)
                run("const [a, b] = document.querySelectorAll('.result audio'); return a.paused && !b.paused"));
    }

    @Test
    void keepsResultsOverAReloadUntilTheyAreCleared() {
        type(SENTENCE);
        choose("serena");
        speak();

        open();

        await(() -> find(".result [data-value=duration]").getText().endsWith(" s"));
        assertThat(find(".result h3").getText()).startsWith("Serena, ");
        assertThat(number("return document.querySelector('.result audio').duration"))
                .isGreaterThan(1);
        find("#clear").click();
        assertThat(findAll(".result")).isEmpty();
        open();
        assertThat(findAll(".result")).isEmpty();
        assertThat(find("#no-results").isDisplayed()).isTrue();
    }

    @Test
    void saysThatAudioIsDeletedAndFillsItsTextInAgain() throws Exception {
        type(SENTENCE);
        choose("dylan");
        speak();
        try (Stream<Path> files = Files.list(folder.resolve("audio"))) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }

        open();

        await(() -> find(".gone").isDisplayed());
        assertThat(find(".result audio").isDisplayed()).isFalse();
        find(".again").click();
        assertThat(find("#text").getDomProperty("value")).isEqualTo(SENTENCE);
        assertThat(find("input[value=dylan]").isSelected()).isTrue();
    }

    @Test
    void showsAResultAsACamelRouteInThreeLanguages() {
        type(SENTENCE);
        choose("ryan");
        find("#positivePrompt").sendKeys("Slow & \"calm\"");
        speak();

        find(".route summary").click();

        assertThat(find(".route pre").getText())
                .contains(".to(\"qwen-tts:synthesize?voice=ryan&language=Auto&positivePrompt=Slow%20%26%20%22calm%22");
        find("[data-language=XML]").click();
        assertThat(find(".route pre").getText()).contains("voice=ryan&amp;language=Auto&amp;");
        find("[data-language=YAML]").click();
        assertThat(find(".route pre").getText())
                .contains("voice: \"ryan\"", "positivePrompt: \"Slow & \\\"calm\\\"\"")
                .doesNotContain("speed");
        find(".copy").click();
        await(() -> find("#status").getText().startsWith("The route is "));
    }

    @Test
    void showsThePriceThatEarlierResultsHad() {
        assertThat(find("#price").getText()).startsWith("The first result shows");
        type(SENTENCE);
        speak();

        type("x".repeat(500));

        assertThat(find("#price").getText()).matches("About \\$0\\.0\\d+, at \\$0\\.0\\d+ for 1,000 characters\\.");
    }
}
