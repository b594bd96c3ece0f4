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
import java.util.List;
import java.util.function.BooleanSupplier;

import io.github.camelqwentts.browser.Browser;
import io.github.camelqwentts.emulator.RecordedTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A visitor who uses the page in a real browser. */
@Timeout(120)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"RUNWARE_API_KEY=", "camel.main.run-controller=false", "studio.emulator-work=300ms"})
abstract class PageTest extends StudioTestSupport {

    static final String SENTENCE = "The quick brown fox jumps over the lazy dog.";

    static Browser browser;

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

    void open() {
        browser.driver().get("http://127.0.0.1:" + port + "/");
        await(() -> find("#speak").isEnabled());
    }

    void type(String text) {
        find("#text").clear();
        find("#text").sendKeys(text);
    }

    /** Puts in a text whose typing would take long. */
    void paste(String text) {
        browser.driver()
                .executeScript(
                        "const t = document.getElementById('text'); t.value = arguments[0];"
                                + "t.dispatchEvent(new Event('input', {bubbles: true}))",
                        text);
    }

    void choose(String voice) {
        find("input[value=" + voice + "]").click();
    }

    void format(String format) {
        new Select(find("#outputFormat")).selectByVisibleText(format);
    }

    /** Presses the button and waits for what comes of it. */
    void speak() {
        speak(1);
    }

    /** @param results the least number of results that are then listed */
    void speak(int results) {
        find("#speak").click();
        await(() -> findAll(".result").size() >= results && !find("#progress").isDisplayed());
    }

    RecordedTask lastTask() {
        return emulator.requests().stream()
                .flatMap(request -> request.tasks().stream())
                .filter(task -> "audioInference".equals(task.taskType()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    WebElement find(String selector) {
        return browser.driver().findElement(By.cssSelector(selector));
    }

    List<WebElement> findAll(String selector) {
        return browser.driver().findElements(By.cssSelector(selector));
    }

    Object run(String script) {
        return browser.driver().executeScript(script);
    }

    double number(String script) {
        return ((Number) run(script)).doubleValue();
    }

    void await(BooleanSupplier state) {
        new WebDriverWait(browser.driver(), Duration.ofSeconds(20))
                .withMessage(() -> "what the page shows is:\n" + find("main").getText() + "\n"
                        + browser.driver().manage().logs().get(LogType.BROWSER).getAll())
                .until(driver -> state.getAsBoolean());
    }
}
