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
import java.util.Map;
import java.util.stream.Collectors;

import io.github.camelqwentts.emulator.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How the page looks at several sizes and in both themes. */
class StudioViewTest extends PageTest {

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
        run("const a = document.querySelector('.result audio'); a.currentTime = a.duration / 2");
        await(() -> !findAll(".sounding").isEmpty());
        assertThat(number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        assertThat(contrasts())
                .allSatisfy((text, contrast) -> assertThat(contrast).as(text).isGreaterThanOrEqualTo(4.5));
        assertThat(waveformContrasts())
                .allSatisfy(contrast -> assertThat(contrast).isGreaterThanOrEqualTo(3));
        assertThat(browser.barriers()).isEmpty();
        browser.resize(width, (int) number("return document.documentElement.scrollHeight"));
        browser.picture(theme + "-" + width);
    }

    private boolean isInView(String selector) {
        return (Boolean) run("const {top, bottom} = document.querySelector('" + selector + "').getBoundingClientRect();"
                + "return top >= 0 && bottom > top && bottom <= innerHeight");
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
}
