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
package io.github.camelqwentts.springboot;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The speech server stops speaking with one of the next chunks when the HTTP client has gone. */
@Timeout(120)
@DirtiesContext
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = {SpeakOverHttpTest.Application.class, SpeakOverHttpTest.SpeakController.class},
        properties = {"camel.component.qwen-tts.backend=openai", "spring.mvc.async.request-timeout=2m"})
class GoneListenerTest {

    private static final OpenAiSpeechEmulator EMULATOR = OpenAiSpeechEmulator.builder()
            .laterChunkFrames(5)
            .chunkDelay(Duration.ofMillis(500))
            .build()
            .start();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void emulator(DynamicPropertyRegistry properties) {
        properties.add("camel.component.qwen-tts.base-url", EMULATOR::baseUrl);
    }

    @BeforeEach
    void forgetEarlierTests() {
        EMULATOR.reset();
    }

    @AfterAll
    static void stopEmulator() {
        EMULATOR.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/route", "/controller"})
    void stopsTheServerWhenTheClientHasGone(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("This sentence takes the server some seconds to speak. ".repeat(20)))
                .build();
        HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
        try (InputStream audio =
                client.send(request, BodyHandlers.ofInputStream()).body()) {
            assertThat(audio.readNBytes(44)).startsWith('R', 'I', 'F', 'F');
        }

        await().atMost(Duration.ofMinutes(1))
                .until(() -> EMULATOR.speechesAborted() > 0 && EMULATOR.speechesInFlight() == 0);
    }
}
