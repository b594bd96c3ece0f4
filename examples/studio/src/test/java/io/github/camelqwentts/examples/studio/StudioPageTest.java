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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import com.deque.html.axecore.selenium.AxeBuilder;
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

    private static final String SENTENCE_OF_LONG_TEXT = "Each sentence of this text has some forty characters. ";

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
        properties.add("studio.previews", folder.resolve("previews")::toString);
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
        browser.resize(1280, 800);
        open();
        run("localStorage.clear()");
        open();
    }

    @Test
    void offersTheNinePresetVoicesInALineEach() {
        assertThat(findAll(".voice-name"))
                .extracting(WebElement::getText)
                .containsExactly(
                        "Auto", "Vivian", "Serena", "Uncle Fu", "Dylan", "Eric", "Ryan", "Aiden", "Ono Anna", "Sohee");
        assertThat(findAll(".voice-traits"))
                .extracting(WebElement::getText)
                .contains("Older male, Chinese", "Male, Chinese (Beijing)", "Female, Japanese");
        assertThat(findAll(".voice"))
                .allSatisfy(voice -> assertThat(voice.getSize().height).isLessThan(45));
        assertThat(new Select(find("#language")).getOptions()).hasSize(11);
        assertThat(find("#stand-in").isDisplayed()).isTrue();
    }

    @Test
    void filtersVoicesByLanguageAndKeepsTheChosenOne() {
        choose("ryan");

        new Select(find("#voice-filter")).selectByVisibleText("Korean");

        assertThat(findAll(".voice-name"))
                .filteredOn(WebElement::isDisplayed)
                .extracting(WebElement::getText)
                .containsExactly("Ryan", "Sohee");
    }

    @Test
    void previewsAVoiceAndBuysItOnce() {
        int before = emulator.tasksCarriedOut();
        WebElement preview = find("[aria-label='Preview Sohee']");
        preview.click();
        await(() -> "Stop Sohee".equals(preview.getDomAttribute("aria-label")));
        assertThat(lastTask().at("speech", "voice")).isEqualTo("sohee");

        preview.click();
        await(() -> "Preview Sohee".equals(preview.getDomAttribute("aria-label")));
        preview.click();

        await(() -> "Stop Sohee".equals(preview.getDomAttribute("aria-label")));
        assertThat(emulator.tasksCarriedOut()).isEqualTo(before + 1);
    }

    @Test
    void speaksWhatWasTypedWithWhatWasChosen() {
        type(SENTENCE);
        choose("ryan");
        new Select(find("#language")).selectByVisibleText("English");
        find("#positivePrompt").sendKeys("Speak slowly");
        run("const s = document.getElementById('speed'); s.value = 25;"
                + "s.dispatchEvent(new Event('input', {bubbles: true}))");

        speak();

        RecordedTask task = lastTask();
        assertThat(task.at("speech", "text")).isEqualTo(SENTENCE);
        assertThat(task.at("speech", "voice")).isEqualTo("ryan");
        assertThat(task.at("speech", "language")).isEqualTo("English");
        assertThat(task.at("speech", "speed")).hasToString("1.41");
        assertThat(task.at("positivePrompt")).isEqualTo("Speak slowly");
        assertThat(find(".result h3").getText()).matches("Ryan, \\d\\d:\\d\\d:\\d\\d");
        assertThat(find(".result .traits").getText()).startsWith("English · “Speak slowly” · 1.41×");
        assertThat(find("[data-value=cost]").getText()).startsWith("$0.00");
        assertThat(find("#status").getText()).matches("Ryan is ready: \\d+\\.\\d s, \\$0\\.\\d+\\.");
    }

    @Test
    void setsTheSpeedBackToOneInTheMiddle() {
        run("const s = document.getElementById('speed'); s.value = -100;"
                + "s.dispatchEvent(new Event('input', {bubbles: true}))");
        assertThat(find("#speed-value").getText()).isEqualTo("0.25×");

        find("#speed-reset").click();

        assertThat(find("#speed-value").getText()).isEqualTo("1.00×");
        assertThat(find("#speed").getDomAttribute("aria-valuetext")).isEqualTo("1.00×");
        assertThat(number("const s = document.getElementById('speed'); return (+s.max + +s.min) / 2 - s.value"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MP3", "WAV", "FLAC"})
    void playsTheAudio(String format) {
        type(SENTENCE);
        format(format);

        speak();

        run("document.querySelector('audio').play()");
        await(() -> (Boolean) run("const a = document.querySelector('audio'); return a.currentTime > 0.3"));
        assertThat(number("return document.querySelector('audio').duration")).isGreaterThan(1);
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
        assertThat(number("return document.querySelector('audio').duration")).isCloseTo(seconds, within(0.05));
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
        assertThat(findAll("audio")).hasSize(1);
        assertThat(Integer.parseInt(find("[data-value=pieces]").getText())).isGreaterThan(3);
        assertThat(find("[data-value=duration]").getText()).endsWith(" min");
    }

    @Test
    void marksTheSentenceThatIsHeard() {
        paste("The first sentence is short.\n\nThe second one, as you can hear & see, goes on for quite a while, so "
                + "that its subtitles need several lines. The end!");
        speak();
        await(() -> findAll(".transcript span").size() == 3);

        run("const a = document.querySelector('audio'); a.currentTime = a.duration / 2");

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
        assertThat(findAll("audio")).hasSize(3);
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
        run("document.querySelectorAll('audio')[0].play()");
        await(() -> (Boolean) run("return !document.querySelectorAll('audio')[0].paused"));

        run("document.querySelectorAll('audio')[1].play()");

        await(() -> (Boolean) run("const [a, b] = document.querySelectorAll('audio'); return a.paused && !b.paused"));
    }

    @Test
    void keepsResultsOverAReloadUntilTheyAreCleared() {
        type(SENTENCE);
        choose("serena");
        speak();

        open();

        await(() -> find(".result [data-value=duration]").getText().endsWith(" s"));
        assertThat(find(".result h3").getText()).startsWith("Serena, ");
        assertThat(number("return document.querySelector('audio').duration")).isGreaterThan(1);
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
        try (Stream<Path> files = Files.list(folder)) {
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

    @Test
    void showsProgressUntilTheAudioIsThere() {
        emulator.inject(new Fault.Delay(Duration.ofSeconds(1)));
        type("Take your time.");

        find("#speak").click();

        await(() ->
                find("#progress").isDisplayed() && find("#elapsed").getText().matches("\\d+\\.\\d s"));
        assertThat(find("#status").getText()).isEqualTo("Speaking …");
        await(() -> !findAll(".result").isEmpty());
        await(() -> !find("#progress").isDisplayed());
        assertThat(find("#status").getText()).startsWith("Auto is ready");
    }

    @Test
    void saysThatItIsCancelledAndSpeaksAnother() {
        emulator.inject(new Fault.Delay(Duration.ofSeconds(20)));
        type("Never mind.");
        find("#speak").click();
        await(() -> find("#cancel").isDisplayed());

        find("#cancel").click();

        await(() -> !find("#progress").isDisplayed());
        assertThat(find("#status").getText()).isEqualTo("Cancelled. What was already sent is paid for.");
        assertThat(findAll(".result")).isEmpty();
        assertThat(findAll(".error")).noneMatch(WebElement::isDisplayed);
        type("This instead.");
        speak();
        assertThat(find(".transcript").getText()).isEqualTo("This instead.");
    }

    @Test
    void rejectsATextThatIsTooLongAtItsField() {
        int before = emulator.requests().size();
        // A face is one character, though it takes two of Java's.
        paste("a".repeat(99_999) + "😀😀");
        assertThat(find("#text-count").getText()).isEqualTo("100,001 of 100,000");
        assertThat(find("#text-count").getDomAttribute("class")).contains("over");

        find("#speak").click();

        await(() -> find("#text-error").isDisplayed());
        assertThat(find("#text-error").getText())
                .isEqualTo("The text has 100,001 characters, and the studio speaks at most 100,000.");
        assertThat(find("#text").getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser.driver().switchTo().activeElement()).isEqualTo(find("#text"));
        assertThat(emulator.requests()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource({"21", "0", "1.5", "''"})
    void rejectsAWrongNumberOfResultsAtItsField(String results) {
        int before = emulator.requests().size();
        type(SENTENCE);
        find("#numberResults").clear();
        find("#numberResults").sendKeys(results);

        find("#speak").click();

        await(() -> find("#numberResults-error").isDisplayed());
        assertThat(find("#numberResults-error").getText()).isEqualTo("Enter a whole number from 1 to 20.");
        assertThat(emulator.requests()).hasSize(before);
    }

    @Test
    void rejectsABlankText() {
        find("#speak").click();

        await(() -> find("#text-error").isDisplayed());
        assertThat(find("#text-error").getText()).isEqualTo("Type the text to speak.");
    }

    @Test
    void offersOnlyFormatsThatTheEmulatorSpeaks() {
        assertThat(new Select(find("#outputFormat")).getOptions())
                .extracting(WebElement::getText)
                .containsExactlyInAnyOrder("MP3", "WAV", "FLAC");
    }

    @Test
    void reportsAFailureOfTheApiInItsOwnWords() {
        emulator.inject(new Fault.WorkFailure("contentPolicyViolation", "This is not to be said", false));
        type("Something bad.");

        find("#speak").click();

        await(() -> find("#form-error").isDisplayed());
        assertThat(find("#form-error").getText())
                .isEqualTo("The API does not speak this text because of its content: This is not to be said");
        speak();
        assertThat(findAll(".error")).noneMatch(WebElement::isDisplayed);
    }

    @Test
    void canBeUsedByKeysAlone() {
        Actions keys = new Actions(browser.driver());
        run("document.activeElement.blur()");

        keys.sendKeys(Keys.TAB, "By keys alone.").perform();
        for (int i = 0; i < 20 && !"voice".equals(run("return document.activeElement.name")); i++) {
            keys.sendKeys(Keys.TAB).perform();
        }
        keys.sendKeys(Keys.ARROW_DOWN, Keys.ARROW_DOWN).perform();
        keys.keyDown(Keys.CONTROL).sendKeys(Keys.ENTER).keyUp(Keys.CONTROL).perform();

        await(() -> !findAll(".result").isEmpty() && !find("#progress").isDisplayed());
        assertThat(lastTask().at("speech", "voice")).isEqualTo("serena");
        for (int i = 0; i < 40 && !"AUDIO".equals(run("return document.activeElement.tagName")); i++) {
            keys.sendKeys(Keys.TAB).perform();
        }
        assertThat(run("return document.activeElement.tagName")).isEqualTo("AUDIO");
    }

    @ParameterizedTest
    @CsvSource({
        "light, 1280, 800",
        "dark, 1280, 800",
        "light, 768, 1024",
        "dark, 768, 1024",
        "light, 390, 844",
        "dark, 390, 844"
    })
    void keepsTextSpeakProgressAndResultInOneViewWithoutBarriers(String theme, int width, int height) {
        browser.theme(theme);
        browser.resize(width, height);
        open();
        browser.picture(theme + "-" + width + "-empty");
        emulator.inject(new Fault.Delay(Duration.ofSeconds(2)));
        type(SENTENCE);
        find("#speak").click();
        await(() -> find("#progress").isDisplayed());
        for (String part : new String[] {"#text", "#speak", "#progress", "#status"}) {
            assertThat(isInView(part)).as(part).isTrue();
        }
        browser.picture(theme + "-" + width + "-speaking");

        await(() -> !findAll(".result").isEmpty() && !find("#progress").isDisplayed());

        await(() -> isInView(".result h3") && isInView(".result audio") && isInView("#status"));
        browser.picture(theme + "-" + width + "-spoken");
        find(".route summary").click();
        run("document.getElementById('settings').open = true");
        run("const a = document.querySelector('audio'); a.currentTime = a.duration / 2");
        await(() -> !findAll(".sounding").isEmpty());
        assertThat(number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        assertThat(contrasts())
                .allSatisfy((text, contrast) -> assertThat(contrast).as(text).isGreaterThanOrEqualTo(4.5));
        assertThat(waveformContrasts())
                .allSatisfy(contrast -> assertThat(contrast).isGreaterThanOrEqualTo(3));
        assertThat(barriers()).isEmpty();
        browser.resize(width, (int) number("return document.documentElement.scrollHeight"));
        browser.picture(theme + "-" + width);
    }

    private void open() {
        browser.driver().get("http://127.0.0.1:" + port + "/");
        await(() -> find("#speak").isEnabled());
    }

    private boolean isInView(String selector) {
        return (Boolean) run("const {top, bottom} = document.querySelector('" + selector + "').getBoundingClientRect();"
                + "return top >= 0 && bottom > top && bottom <= innerHeight");
    }

    /** What axe-core finds that keeps people out, as far as it is serious. */
    private List<?> barriers() {
        try (InputStream axe = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            run(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (List<?>) browser.driver().executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run().then(({violations}) => done(violations
                    .filter(({impact}) => impact === 'serious' || impact === 'critical')
                    .map(({id, nodes}) => `${id}: ${nodes.map(node => node.html)}`)))""");
    }

    /** The contrast of what was played of a waveform, and of what was not, to what is behind. */
    private List<Double> waveformContrasts() {
        List<?> found = (List<?>) run("""
                const style = getComputedStyle(document.querySelector('canvas'));
                const light = color => {
                  const pen = new OffscreenCanvas(1, 1).getContext('2d');
                  pen.fillStyle = color;
                  pen.fillRect(0, 0, 1, 1);
                  const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map(v => v / 255)
                      .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                  return .2126 * r + .7152 * g + .0722 * b;
                };
                const behind = light(style.backgroundColor);
                return ['--wave', '--wave-played'].map(name => light(style.getPropertyValue(name)))
                    .map(front => (Math.max(front, behind) + .05) / (Math.min(front, behind) + .05))""");
        return found.stream().map(contrast -> ((Number) contrast).doubleValue()).toList();
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

    /** Puts in a text whose typing would take long. */
    private void paste(String text) {
        browser.driver()
                .executeScript(
                        "const t = document.getElementById('text'); t.value = arguments[0];"
                                + "t.dispatchEvent(new Event('input', {bubbles: true}))",
                        text);
    }

    private void choose(String voice) {
        find("input[value=" + voice + "]").click();
    }

    private void format(String format) {
        new Select(find("#outputFormat")).selectByVisibleText(format);
    }

    /** Presses the button and waits for what comes of it. */
    private void speak() {
        speak(1);
    }

    /** @param results the least number of results that are then listed */
    private void speak(int results) {
        find("#speak").click();
        await(() -> findAll(".result").size() >= results && !find("#progress").isDisplayed());
    }

    private RecordedTask lastTask() {
        return emulator.requests().stream()
                .flatMap(request -> request.tasks().stream())
                .filter(task -> "audioInference".equals(task.taskType()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
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
