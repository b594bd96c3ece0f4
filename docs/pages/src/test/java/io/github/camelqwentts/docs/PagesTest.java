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
package io.github.camelqwentts.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.github.camelqwentts.browser.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;

/** A reader who opens the files of the manual in a browser. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PagesTest {

    private static final Path MANUAL = Path.of("..", "target", "manual").toAbsolutePath();

    private static final List<String> PICTURES = List.of("component.html", "delivery.html", "streaming.html");

    /** Cells with a word outside of code that is broken at the end of a line. */
    private static final String BROKEN_WORDS = """
            const lines = node => {
              const range = document.createRange();
              return [...node.data.matchAll(/[^\\s-]+-?/g)].map(word => {
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                return new Set([...range.getClientRects()].map(({top}) => Math.round(top))).size;
              });
            };
            const texts = element => element.tagName === 'CODE' ? []
                : [...element.childNodes].flatMap(node => node.nodeType === 3 ? [node] : texts(node));
            return [...document.querySelectorAll('#content table.tableblock :is(th, td)')]
                .filter(cell => cell.scrollWidth > cell.clientWidth || texts(cell).flatMap(lines).some(count => count > 1))
                .map(cell => cell.textContent)""";

    /** Cells that are narrower than the page, or reach beyond it, on a page where each cell has a line of its own. */
    private static final String NARROW_CELLS = """
            return [...document.querySelectorAll('#content table.tableblock td')]
                .filter(cell => cell.textContent.trim())
                .filter(cell => {
                  const {left, right} = cell.getBoundingClientRect();
                  return left < 0 || right > innerWidth || right - left < innerWidth - 60;
                })
                .map(cell => cell.textContent)""";

    /** Diagrams whose text is smaller than it was drawn. */
    private static final String SHRUNK_DIAGRAMS = """
            return [...document.images].filter(image => image.complete && image.width < image.naturalWidth)
                .map(image => image.getAttribute('src'))""";

    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        browser.theme("light");
        browser.resize(1280, 800);
        open("index.html");
        run("localStorage.clear()");
        open("index.html");
    }

    static List<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(MANUAL)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".html"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void showsEveryPageWithoutBarriersAndBrokenWords(String page) {
        open(page);

        assertThat(texts(BROKEN_WORDS)).isEmpty();
        assertThat(isWiderThan(1280)).isFalse();
        assertThat(browser.barriers()).isEmpty();
        picture(page, 1280);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void fitsEveryPageOnATelephone(String page) {
        browser.resize(390, 844);
        browser.theme("dark");
        open(page);

        assertThat(isWiderThan(390)).isFalse();
        assertThat(texts(NARROW_CELLS)).isEmpty();
        assertThat(texts(SHRUNK_DIAGRAMS)).isEmpty();
        assertThat(browser.barriers()).isEmpty();
        picture(page, 390);
    }

    @Test
    void findsAnOptionAndScrollsToIt() {
        open("delivery.html");
        find("body").sendKeys("/");
        WebElement input = find(".search input");
        assertThat(browser.driver().switchTo().activeElement()).isEqualTo(input);

        input.sendKeys("pollInterval");
        input.sendKeys(Keys.ARROW_DOWN);
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);

        awaitPage("component.html#option-pollInterval");
        assertThat((Boolean) run("""
                const {top, bottom} = document.querySelector(':target').getBoundingClientRect();
                const bar = document.querySelector('.bar').getBoundingClientRect();
                return top >= bar.bottom && bottom <= innerHeight""")).isTrue();
    }

    @Test
    void reportsThatNothingIsFound() {
        find(".search input").sendKeys("qqqqqq");

        assertThat(find(".search ol").getText()).isEqualTo("Nothing found.");
    }

    @ParameterizedTest
    @CsvSource({"light, Dark, dark", "dark, Light, light"})
    void followsTheThemeOfTheSystemUntilTheReaderChoosesOne(String system, String label, String chosen) {
        browser.theme(system);
        assertThat(theme()).isEqualTo(system);

        await(() -> find(".theme").getText().equals(label));
        find(".theme").click();

        assertThat(theme()).isEqualTo(chosen);
        open("delivery.html");
        assertThat(theme()).isEqualTo(chosen);
    }

    @Test
    void keepsTheChosenLanguageOverPages() {
        open("getting-started.html");
        assertThat(shownLanguages()).containsOnly("Java");

        browser.driver()
                .findElement(By.xpath("//*[@class='tabs']/button[.='YAML']"))
                .click();

        assertThat(shownLanguages()).containsOnly("YAML");
        open("delivery.html");
        assertThat(shownLanguages()).hasSizeGreaterThan(2).containsOnly("YAML");
    }

    @Test
    void copiesCode() {
        open("component.html");
        WebElement block = browser.driver()
                .findElement(By.xpath("//div[@class='content'][pre[contains(., 'qwen-tts:operation[?options]')]]"));
        WebElement copy = block.findElement(By.className("copy"));

        copy.click();

        await(() -> copy.getText().equals("Copied"));
        find(".search input").sendKeys(Keys.chord(Keys.CONTROL, "v"));
        assertThat(find(".search input").getDomProperty("value")).isEqualTo("qwen-tts:operation[?options]");
    }

    @Test
    void turnsThePagesInTheOrderOfTheNavigation() {
        List<String> listed = browser.driver().findElements(By.cssSelector(".pages a:not(.api)")).stream()
                .map(link -> link.getDomAttribute("href"))
                .toList();
        List<String> turned = new ArrayList<>(List.of("index.html"));

        while (!browser.driver()
                .findElements(By.xpath("//*[@class='turn']/a[starts-with(., 'Next: ')]"))
                .isEmpty()) {
            String from = address();
            String to = find(".turn a:last-child").getDomProperty("href");
            find(".turn a:last-child").click();
            awaitPage(to);
            assertThat(find(".turn a:first-child").getText()).startsWith("Previous: ");
            assertThat(find(".turn a:first-child").getDomProperty("href")).isEqualTo(from);
            turned.add(to.substring(to.lastIndexOf('/') + 1));
        }

        assertThat(turned).isEqualTo(listed);
    }

    @Test
    void opensTheNavigationOnATelephone() {
        browser.resize(390, 844);
        assertThat(find(".pages").isDisplayed()).isFalse();

        find(".menu").click();

        assertThat(find(".pages a[href='delivery.html']").isDisplayed()).isTrue();
        assertThat(find(".menu").getDomAttribute("aria-expanded")).isEqualTo("true");
    }

    @Test
    void leadsFromATypeToItsJavadocAndBack() {
        open("errors.html");

        find("a.api[href$='/SpeechException.html']").click();

        awaitPage("/SpeechException.html");
        browser.driver().findElement(By.xpath("//a[.='Manual']")).click();
        awaitPage("/manual/index.html");
    }

    /** Takes pictures of some pages in both themes. */
    private static void picture(String page, int width) {
        if (PICTURES.contains(page)) {
            for (String theme : List.of("light", "dark")) {
                browser.theme(theme);
                browser.picture(page.replace(".html", "") + "-" + theme + "-" + width);
            }
        }
    }

    private static void open(String page) {
        browser.driver().get(MANUAL.resolve(page).normalize().toUri().toString());
    }

    private static String address() {
        return browser.driver().getCurrentUrl();
    }

    private static List<String> shownLanguages() {
        return texts("return [...document.querySelectorAll('.listingblock.tab')]"
                + ".filter(block => block.checkVisibility())"
                + ".map(block => block.querySelector('.title').textContent)");
    }

    /** The theme that a reader sees: whether the page is lighter than its text. */
    private static String theme() {
        return (String) run("""
                const {backgroundColor, color} = getComputedStyle(document.body);
                const light = value => value.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
                return light(backgroundColor) > light(color) ? 'light' : 'dark'""");
    }

    private static boolean isWiderThan(int width) {
        return ((Number) run("return document.documentElement.scrollWidth")).intValue() > width;
    }

    private static WebElement find(String selector) {
        return browser.driver().findElement(By.cssSelector(selector));
    }

    private static Object run(String script) {
        return browser.driver().executeScript(script);
    }

    private static List<String> texts(String script) {
        return ((List<?>) run(script)).stream().map(String.class::cast).toList();
    }

    /** Waits for a page whose address ends so, until all of it is there. */
    private static void awaitPage(String end) {
        await(() -> address().endsWith(end) && run("return document.readyState").equals("complete"));
    }

    private static void await(BooleanSupplier state) {
        new WebDriverWait(browser.driver(), Duration.ofSeconds(20)).until(driver -> state.getAsBoolean());
    }
}
