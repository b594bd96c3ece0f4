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

import java.time.Duration;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;

import static org.assertj.core.api.Assertions.assertThat;

/** The form of the page: what can be chosen, and what is said of it. */
class StudioPageTest extends PageTest {

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
        assertThat(find("#status").getText()).isEqualTo("Cancelled. Texts that were already sent are paid for.");
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
}
