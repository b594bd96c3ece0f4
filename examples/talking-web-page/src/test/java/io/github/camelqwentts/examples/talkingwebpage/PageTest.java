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
package io.github.camelqwentts.examples.talkingwebpage;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.camelqwentts.browser.Browser;
import io.github.camelqwentts.emulator.SpeechFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;

/** The page in a real browser. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PageTest {

    private static final String LONG_TEXT = "The train to the coast leaves from platform two. ".repeat(12);

    private static Browser browser;
    private static RunningPage page;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        page = new RunningPage(TalkingWebPage.emulator());
    }

    @AfterAll
    static void stop() {
        if (page != null) {
            page.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        page.emulator().reset();
        browser.theme("light");
        browser.resize(1280, 800);
        browser.driver().get(page.url("/"));
    }

    /** Work that is aborted later would be counted in the next test. */
    @AfterEach
    void leave() {
        browser.driver().get("about:blank");
        await(() -> page.emulator().speechesInFlight() == 0);
    }

    @Test
    void soundsWhileTheServerStillSpeaks() {
        speak(LONG_TEXT);

        await(() -> find("#first-sound").getText().endsWith(" ms"));

        assertThat(page.emulator().speechesCompleted()).isZero();
        assertThat(find("#first-byte").getText()).matches("\\d+ ms");
        assertThat(find("#last-byte").getText()).isEqualTo("–");
        assertThat(find("#status").getText()).isEqualTo("Speaking, while the server still works …");
    }

    @Test
    void speaksATextToItsEnd() {
        speak("Good morning.");

        await(() -> find("#status").getText().equals("Spoken."));

        assertThat(find("#last-byte").getText()).matches("\\d+ ms");
        assertThat(find("#audio").getText()).matches("[1-9]\\d*\\.\\d s");
        assertThat(find("#stop").isEnabled()).isFalse();
    }

    @Test
    void stopsTheOldTextWhenANewOneIsSpoken() {
        speak(LONG_TEXT);
        await(() -> find("#first-sound").getText().endsWith(" ms"));

        speak("No, wait.");

        await(() -> find("#status").getText().equals("Spoken."));
        await(() -> page.emulator().speechesAborted() == 1);
        assertThat(page.emulator().speechesCompleted()).isEqualTo(1);
        assertThat(page.emulator().requests()).hasSize(2);
    }

    @Test
    void stopsTheServerWithTheButton() {
        speak(LONG_TEXT);
        await(() -> find("#first-sound").getText().endsWith(" ms"));

        find("#stop").click();

        assertThat(find("#status").getText()).isEqualTo("Stopped.");
        await(() -> page.emulator().speechesAborted() == 1);
        assertThat(page.emulator().speechesCompleted()).isZero();
    }

    @Test
    void saysThatAudioIsMissing() {
        page.emulator().inject(new SpeechFault.BreakAfter(40_000));

        speak(LONG_TEXT);

        await(() -> find("#status").getText().startsWith("Not spoken to the end: "));
    }

    @ParameterizedTest
    @CsvSource({"light, 1280, 800", "dark, 1280, 800", "light, 390, 844", "dark, 390, 844"})
    void showsTheWholePageWithoutBarriers(String theme, int width, int height) {
        browser.theme(theme);
        browser.resize(width, height);
        speak("Good morning.");

        await(() -> find("#status").getText().equals("Spoken."));

        browser.picture(theme + "-" + width);
        assertThat(((Number) run("return document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(width);
        assertThat(browser.barriers()).isEmpty();
    }

    private static void speak(String text) {
        find("#text").clear();
        find("#text").sendKeys(text);
        find("#speak").click();
    }

    private static WebElement find(String selector) {
        return browser.driver().findElement(By.cssSelector(selector));
    }

    private static Object run(String script) {
        return browser.driver().executeScript(script);
    }

    private static void await(BooleanSupplier state) {
        new WebDriverWait(browser.driver(), Duration.ofSeconds(30))
                .withMessage(() -> find("body").getText() + "\n"
                        + browser.driver().manage().logs().get(LogType.BROWSER).getAll())
                .until(driver -> state.getAsBoolean());
    }
}
