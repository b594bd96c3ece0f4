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

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.SpeechEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the server of the page sends. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TalkingWebPageTest {

    private static final String TEXT = "The train to the coast leaves from platform two in ten minutes. ".repeat(4);

    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    private RunningPage page;

    @BeforeEach
    void start() throws Exception {
        page = new RunningPage(TalkingWebPage.emulator());
    }

    @AfterEach
    void stop() {
        page.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8, <h1>Talking web page</h1>",
        "/page.css, text/css; charset=utf-8, prefers-color-scheme",
        "/page.js, text/javascript; charset=utf-8, AbortController",
        "/player.js, text/javascript; charset=utf-8, AudioContext",
        "/icon.svg, image/svg+xml, <svg"
    })
    void servesThePage(String path, String type, String part) throws Exception {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(URI.create(page.url(path))).build(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
        assertThat(response.body()).contains(part);
    }

    @Test
    void sendsTheFirstChunkWhileTheServerStillSpeaks() throws Exception {
        HttpResponse<InputStream> response = speak(TEXT);

        try (InputStream audio = response.body()) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("audio/pcm");
            assertThat(audio.readNBytes(1000)).hasSize(1000);
            assertThat(page.emulator().speechesCompleted()).isZero();
            assertThat(audio.readAllBytes().length).isGreaterThan(2 * SpeechEngine.SAMPLE_RATE);
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> page.emulator().speechesCompleted() == 1);
    }

    @Test
    void endsTheWorkOfTheServerWhenThePageStopsListening() throws Exception {
        try (InputStream audio = speak(TEXT).body()) {
            assertThat(audio.readNBytes(1000)).hasSize(1000);
        }

        await().atMost(Duration.ofMinutes(1)).until(() -> page.emulator().speechesAborted() == 1);
        assertThat(page.emulator().speechesCompleted()).isZero();
    }

    @Test
    void reportsWhyATextIsNotSpoken() throws Exception {
        HttpResponse<InputStream> response = speak("");

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("text");
        assertThat(page.emulator().requests()).isEmpty();
    }

    @Test
    void seesThatItsPortIsInUse() {
        assertThat(TalkingWebPage.isFree(page.port())).isFalse();

        page.close();

        assertThat(TalkingWebPage.isFree(page.port())).isTrue();
    }

    private HttpResponse<InputStream> speak(String text) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(page.url("/speak")))
                .POST(BodyPublishers.ofString(text))
                .build();
        return client.send(request, BodyHandlers.ofInputStream());
    }
}
