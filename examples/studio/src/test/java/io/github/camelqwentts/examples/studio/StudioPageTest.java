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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.emulator.RunwareEmulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The page, used by a visitor in a real browser. */
@Timeout(120)
@DirtiesContext
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"RUNWARE_API_KEY=", "camel.main.run-controller=false", "studio.emulator-work=300ms"})
class StudioPageTest {

    private static final String SENTENCE = "The quick brown fox jumps over the lazy dog.";

    private static Browser browser;

    @TempDir
    private static Path folder;

    @Autowired
    private RunwareEmulator emulator;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void folder(DynamicPropertyRegistry properties) {
        properties.add("studio.audio", folder::toString);
    }

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() {
        browser.theme("light");
        browser.resize(1200, 900);
        browser.driver().get("http://127.0.0.1:" + port + "/");
        await(() -> find("#speak").isEnabled());
    }

    @Test
    void offersTheNinePresetVoicesWithWhatTheyAre() {
        assertThat(findAll(".voice-name"))
                .extracting(WebElement::getText)
                .containsExactly(
                        "Auto", "Vivian", "Serena", "Uncle Fu", "Dylan", "Eric", "Ryan", "Aiden", "Ono Anna", "Sohee");
        assertThat(find("label.voice:nth-child(9)").getText())
                .contains("female, Japanese", "native speaker of Japanese");
        assertThat(new Select(find("#language")).getOptions()).hasSize(11);
        assertThat(find("#stand-in").isDisplayed()).isTrue();
    }

    @Test
    void speaksWhatWasTypedWithWhatWasChosen() {
        type(SENTENCE);
        choose("ryan");
        new Select(find("#language")).selectByVisibleText("English");
        find("#positivePrompt").sendKeys("Speak slowly");

        speak();

        RecordedTask task = lastTask();
        assertThat(task.at("speech", "text")).isEqualTo(SENTENCE);
        assertThat(task.at("speech", "voice")).isEqualTo("ryan");
        assertThat(task.at("speech", "language")).isEqualTo("English");
        assertThat(task.at("positivePrompt")).isEqualTo("Speak slowly");
        assertThat(find(".result h3").getText()).isEqualTo("Ryan, English");
        assertThat(find("[data-value=cost]").getText()).startsWith("$0.00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MP3", "WAV", "FLAC"})
    void theAudioReallyPlays(String format) {
        type(SENTENCE);
        format(format);

        speak();

        run("document.querySelector('audio').play()");
        await(() -> (Boolean) run("const a = document.querySelector('audio'); return a.currentTime > 0.3"));
        assertThat(number("return document.querySelector('audio').duration")).isGreaterThan(1);
        assertThat(find("[data-value=size]").getText()).endsWith(format);
        assertThat(find(".download").getDomAttribute("download"))
                .isEqualTo("speech-1." + format.toLowerCase(Locale.ROOT));
    }

    @Test
    void thePlayerIsAsLongAsTheFile() throws Exception {
        type(SENTENCE);
        format("WAV");

        speak();

        String href = "api/speech/" + lastTask().taskUUID() + "/audio/0?format=WAV";
        double seconds;
        try (AudioInputStream wav = AudioSystem.getAudioInputStream(
                URI.create("http://127.0.0.1:" + port + "/" + href).toURL())) {
            seconds = wav.getFrameLength() / wav.getFormat().getFrameRate();
        }
        assertThat(number("return document.querySelector('audio').duration")).isCloseTo(seconds, within(0.05));
        assertThat(find("[data-value=duration]").getText()).isEqualTo(String.format("%.1f s", seconds));
    }

    @Test
    void theWaveformIsDrawnInSeveralHeights() {
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
    void severalResultsEachHaveAPlayer() {
        type("One, two, three.");
        find("#numberResults").clear();
        find("#numberResults").sendKeys("3");

        speak();

        assertThat(findAll(".result h3"))
                .extracting(WebElement::getText)
                .containsExactly("Auto, Auto (3 of 3)", "Auto, Auto (2 of 3)", "Auto, Auto (1 of 3)");
        assertThat(findAll("audio")).hasSize(3);
    }

    @Test
    void progressShowsUntilTheAudioIsThere() {
        emulator.inject(new Fault.Delay(Duration.ofSeconds(1)));
        type("Take your time.");

        find("#speak").click();

        await(() ->
                find("#progress").isDisplayed() && find("#elapsed").getText().matches("\\d+\\.\\d s"));
        await(() -> !findAll(".result").isEmpty());
        await(() -> !find("#progress").isDisplayed());
        assertThat(find("#status").getDomProperty("textContent")).isEqualTo("The audio is there");
    }

    @Test
    void aCancelledSpeechLeavesThePageReadyForAnother() {
        emulator.inject(new Fault.Delay(Duration.ofSeconds(20)));
        type("Never mind.");
        find("#speak").click();
        await(() -> find("#cancel").isDisplayed());

        find("#cancel").click();

        await(() -> !find("#progress").isDisplayed());
        assertThat(findAll(".result")).isEmpty();
        assertThat(findAll(".error")).noneMatch(WebElement::isDisplayed);
        type("This instead.");
        speak();
        assertThat(find(".spoken-text").getText()).isEqualTo("This instead.");
    }

    @Test
    void aTextThatIsTooLongIsToldAtItsFieldAndNotSent() {
        int before = emulator.requests().size();
        // As pasted; typing it would take its time. A face is one character, though it takes two of Java's.
        run("const t = document.getElementById('text'); t.value = 'a'.repeat(1999) + '😀😀';"
                + "t.dispatchEvent(new Event('input', {bubbles: true}))");
        assertThat(find("#text-count").getText()).isEqualTo("2,001 of 2,000");
        assertThat(find("#text-count").getDomAttribute("class")).contains("over");

        find("#speak").click();

        await(() -> find("#text-error").isDisplayed());
        assertThat(find("#text-error").getText()).contains("2001 characters", "at most 2000");
        assertThat(find("#text").getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser.driver().switchTo().activeElement()).isEqualTo(find("#text"));
        assertThat(emulator.requests()).hasSize(before);
    }

    @Test
    void anErrorOfTheApiStandsInItsWordsAtTheFieldItNames() {
        type("Ogg, please.");
        format("OGG");

        find("#speak").click();

        await(() -> find("#outputFormat-error").isDisplayed());
        assertThat(find("#outputFormat-error").getText()).isEqualTo("outputFormat OGG is not spoken by this emulator");
        assertThat(findAll(".error")).filteredOn(WebElement::isDisplayed).hasSize(1);

        format("MP3");
        speak();
        assertThat(findAll(".error")).noneMatch(WebElement::isDisplayed);
    }

    @Test
    void aTaskThatFailsInItsWorkIsTold() {
        emulator.inject(new Fault.WorkFailure("contentPolicyViolation", "This is not to be said", false));
        type("Something bad.");

        find("#speak").click();

        await(() -> find("#form-error").isDisplayed());
        assertThat(find("#form-error").getText()).isEqualTo("This is not to be said");
    }

    @Test
    void theKeyboardAloneIsEnough() {
        Actions keys = new Actions(browser.driver());
        run("document.activeElement.blur()");

        keys.sendKeys(Keys.TAB, "By keys alone.", Keys.TAB, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
                .perform();
        for (int i = 0; i < 20 && !"speak".equals(activeId()); i++) {
            keys.sendKeys(Keys.TAB).perform();
        }
        assertThat(activeId()).isEqualTo("speak");
        keys.sendKeys(Keys.ENTER).perform();

        await(() -> !findAll(".result").isEmpty());
        assertThat(lastTask().at("speech", "voice")).isEqualTo("serena");
        keys.sendKeys(Keys.TAB).perform();
        assertThat(run("return document.activeElement.tagName")).isEqualTo("AUDIO");
    }

    @Test
    void everyFieldHasAName() {
        type("Named.");
        speak();

        assertThat(findAll("input, select, textarea, button, audio, canvas, a"))
                .filteredOn(WebElement::isDisplayed)
                .isNotEmpty()
                .allSatisfy(field -> assertThat(field.getAccessibleName())
                        .as(field.toString())
                        .isNotBlank());
    }

    @ParameterizedTest
    @CsvSource({"light, 1200", "dark, 1200", "light, 375", "dark, 375"})
    void nothingSticksOutAndTextsCanBeReadInEachThemeAndWidth(String theme, int width) {
        browser.theme(theme);
        browser.resize(width, 900);
        type(SENTENCE);
        choose("vivian");
        speak();

        assertThat(number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        assertThat(contrasts())
                .allSatisfy((text, contrast) -> assertThat(contrast).as(text).isGreaterThanOrEqualTo(4.5));
        browser.resize(width, (int) number("return document.documentElement.scrollHeight"));
        browser.picture(theme + "-" + width);
    }

    /** The contrast of each text to what is behind it, as WCAG counts it. */
    private Map<String, Double> contrasts() {
        Map<?, ?> found = (Map<?, ?>) run("""
                const light = rgb => {
                  const [r, g, b] = rgb.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                  return .2126 * r + .7152 * g + .0722 * b;
                };
                const parse = color => color.match(/[\\d.]+/g).map(Number);
                const behind = element => {
                  for (let e = element; e; e = e.parentElement) {
                    const [r, g, b, a = 1] = parse(getComputedStyle(e).backgroundColor);
                    if (a === 1) return [r, g, b];
                  }
                  return [255, 255, 255];
                };
                const contrasts = {};
                for (const element of document.querySelectorAll('body *')) {
                  const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
                  if (own && element.checkVisibility() && !element.closest('.visually-hidden')) {
                    const [a, b] = [light(parse(getComputedStyle(element).color).slice(0, 3)), light(behind(element))];
                    contrasts[element.textContent.trim()] = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
                  }
                }
                return contrasts""");
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> (String) entry.getKey(), entry -> ((Number) entry.getValue()).doubleValue()));
    }

    private void type(String text) {
        find("#text").clear();
        find("#text").sendKeys(text);
    }

    private void choose(String voice) {
        find("input[value=" + voice + "]").click();
    }

    private void format(String format) {
        new Select(find("#outputFormat")).selectByVisibleText(format);
    }

    /** Presses the button and waits for what comes of it. */
    private void speak() {
        find("#speak").click();
        await(() -> !findAll(".result").isEmpty() && !find("#progress").isDisplayed());
    }

    private RecordedTask lastTask() {
        return emulator.requests().stream()
                .flatMap(request -> request.tasks().stream())
                .filter(task -> "audioInference".equals(task.taskType()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private String activeId() {
        return browser.driver().switchTo().activeElement().getDomAttribute("id");
    }

    private WebElement find(String selector) {
        return browser.driver().findElement(By.cssSelector(selector));
    }

    private List<WebElement> findAll(String selector) {
        return browser.driver().findElements(By.cssSelector(selector));
    }

    private Object run(String script) {
        return browser.driver().executeScript(script);
    }

    private double number(String script) {
        return ((Number) run(script)).doubleValue();
    }

    private void await(BooleanSupplier state) {
        new WebDriverWait(browser.driver(), Duration.ofSeconds(20))
                .withMessage(() -> "what the page shows is:\n" + find("main").getText() + "\n"
                        + browser.driver().manage().logs().get(LogType.BROWSER).getAll())
                .until(driver -> state.getAsBoolean());
    }
}
