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

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** The choice of the server that speaks, and audio that is heard while it is spoken. */
class StudioServerTest extends PageTest {

    @Autowired
    OpenAiSpeechEmulator server;

    @AfterEach
    void clearFaults() {
        emulator.clearFaults();
    }

    @Test
    void speaksThroughAnOwnServer() {
        int tasks = emulator.tasksCarriedOut();
        int speeches = server.speechesCompleted();
        backend("Own server (emulator)");
        assertThat(find("#stand-in").getText()).startsWith("No server is set (studio.server)");
        assertThat(find("#price").getText()).isEqualTo("An own server does not report costs.");
        choose("ryan");
        type(SENTENCE);

        speak();

        assertThat(server.speechesCompleted()).isEqualTo(speeches + 1);
        assertThat(emulator.tasksCarriedOut()).isEqualTo(tasks);
        assertThat(find("[data-value=cost]").getText()).isEqualTo("not reported");
        assertThat(find(".subtitles").isDisplayed()).isTrue();
        find(".route summary").click();
        assertThat(find(".route pre").getText()).contains("voice=ryan", "backend=openai&baseUrl=");
    }

    @Test
    void speaksThroughRunwareAgain() {
        int tasks = emulator.tasksCarriedOut();
        backend("Own server (emulator)");
        backend("Runware (emulator)");
        type("Back again.");

        speak();

        assertThat(emulator.tasksCarriedOut()).isEqualTo(tasks + 1);
        assertThat(find("#stand-in").getText()).startsWith("No API key is set");
    }

    @Test
    void playsTheAudioWhileTheServerStillSpeaks() {
        backend("Own server (emulator)");
        find("#stream").click();
        type((SENTENCE + " ").repeat(6));

        find("#speak").click();

        await(() -> find("#live").isDisplayed() && number("return document.getElementById('live').currentTime") > 0);
        assertThat(server.speechesInFlight()).isEqualTo(1);
        assertThat(findAll(".result")).isEmpty();
        await(() -> !findAll(".result").isEmpty() && !find("#progress").isDisplayed());
        assertThat(find("[data-value=duration]").getText()).matches("\\d+\\.\\d s");
        find(".route summary").click();
        assertThat(find(".route pre").getText()).contains("stream=true");
    }

    @Test
    void pausesTheAudioThatArrivesWhenAResultIsPlayed() {
        type("An earlier one.");
        speak();
        backend("Own server (emulator)");
        find("#stream").click();
        type((SENTENCE + " ").repeat(6));
        find("#speak").click();
        await(() -> number("return document.getElementById('live').currentTime") > 0);

        run("document.querySelector('.result audio').play()");

        await(() -> Boolean.TRUE.equals(run("return document.getElementById('live').paused")));
    }

    @Test
    void playsTheFirstPieceOfALongTextWhileRunwareSpeaksTheRest() {
        // Long enough for the page to notice that there is audio before all is spoken.
        emulator.inject(new Fault.Delay(Duration.ofSeconds(2)), task -> true);
        find("#stream").click();
        format("WAV");
        paste("This sentence has some forty characters. ".repeat(60));

        find("#speak").click();

        await(() -> find("#live").isDisplayed() && number("return document.getElementById('live').currentTime") > 0);
        await(() -> !findAll(".result").isEmpty() && !find("#progress").isDisplayed());
        assertThat(Integer.parseInt(find("[data-value=pieces]").getText())).isGreaterThan(1);
    }

    @Test
    void offersOnlyFormatsThatCanBeHeardWhileTheyAreSpoken() {
        find("#stream").click();
        assertThat(formats()).containsExactly("MP3", "WAV");

        backend("Own server (emulator)");

        assertThat(formats()).containsExactly("WAV");
    }

    @Test
    void rejectsSeveralResultsThatAreToBeHeardWhileTheyAreSpoken() {
        find("#stream").click();
        find("#numberResults").clear();
        find("#numberResults").sendKeys("2");
        type(SENTENCE);

        find("#speak").click();

        await(() -> find("#stream-error").isDisplayed());
        assertThat(find("#stream-error").getText()).startsWith("Several results cannot be heard");
    }

    @Test
    void usesTheServerOfAResultAgain() {
        backend("Own server (emulator)");
        type("Once more.");
        speak();
        backend("Runware (emulator)");

        find(".again").click();

        WebElement chosen = new Select(find("#backend")).getFirstSelectedOption();
        assertThat(chosen.getText()).isEqualTo("Own server (emulator)");
    }

    private List<String> formats() {
        return new Select(find("#outputFormat"))
                .getOptions().stream().map(WebElement::getText).toList();
    }

    private void backend(String title) {
        new Select(find("#backend")).selectByVisibleText(title);
    }
}
