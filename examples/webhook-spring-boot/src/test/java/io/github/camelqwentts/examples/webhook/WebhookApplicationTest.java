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
package io.github.camelqwentts.examples.webhook;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.camelqwentts.QwenTtsComponent;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.WebhookDelivery;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"RUNWARE_API_KEY= ", "camel.main.run-controller=false"})
class WebhookApplicationTest {

    @TempDir
    private static Path directory;

    @Autowired
    private CamelContext context;

    @Autowired
    private RunwareEmulator emulator;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void folders(DynamicPropertyRegistry properties) {
        properties.add("speech.texts", () -> directory.resolve("texts").toString());
        properties.add("speech.submitted", () -> directory.resolve("submitted").toString());
        properties.add("speech.audio", () -> directory.resolve("audio").toString());
    }

    @Test
    void aTextInTheFolderBecomesAudioThroughTheWebhook() throws Exception {
        context.getComponent("qwen-tts", QwenTtsComponent.class).setWebhookExternalUrl("http://127.0.0.1:" + port);

        Files.writeString(Files.createDirectories(directory.resolve("texts")).resolve("one.txt"), "Hello from Spring.");

        Path audio = directory.resolve("audio");
        await().atMost(30, TimeUnit.SECONDS).until(() -> spoken(audio).size() == 1);
        assertThat(spoken(audio)).containsExactly(audio.resolve("one.mp3"));
        assertThat(Files.size(audio.resolve("one.mp3"))).isGreaterThan(2_000);
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(directory.resolve("submitted")).isEmptyDirectory());
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(emulator.webhookDeliveries())
                        .extracting(WebhookDelivery::status)
                        .containsExactly(200));
    }

    @Test
    void whoHasNotTheTokenIsRefused() throws Exception {
        HttpRequest stranger = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/results?token=guess"))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString("{\"data\":[]}"))
                .build();

        assertThat(HttpClient.newHttpClient()
                        .send(stranger, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, false",
        "http://localhost:8080, false",
        "http://[::1]:8080, false",
        "https://192.168.1.20, false",
        "https://10.0.0.7:8443, false",
        "https://server, false",
        "https://203.0.113.9, true"
    })
    void knowsAddressesThatTheApiCannotReach(String url, boolean reachable) {
        assertThat(Greeting.isReachable(url)).isEqualTo(reachable);
    }

    @ParameterizedTest
    @CsvSource({
        "a-key, http://127.0.0.1:8080, true",
        "a-key, https://203.0.113.9, false",
        "'', http://127.0.0.1:8080, false"
    })
    void warnsIfResultsCannotArrive(String key, String url, boolean warns, CapturedOutput output) {
        int before = output.getOut().length();

        new Greeting("texts", "audio", url, key).run(new DefaultApplicationArguments());

        assertThat(output.getOut().substring(before).contains("The API cannot post results to " + url))
                .isEqualTo(warns);
    }

    private static List<Path> spoken(Path audio) throws Exception {
        if (!Files.isDirectory(audio)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(audio)) {
            return files.filter(file -> file.toString().endsWith(".mp3")).toList();
        }
    }
}
