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
package example;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(180)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ApplicationTest {

    @RegisterExtension
    static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

    @Autowired
    private SpeechClient client;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void emulator(DynamicPropertyRegistry properties) {
        properties.add(
                "camel.component.qwen-tts.base-url", () -> RUNWARE.emulator().url());
    }

    @Test
    void speaksWhatIsPosted() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/speak"))
                .timeout(Duration.ofSeconds(120))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("Hello from Spring Boot."))
                .build();

        HttpResponse<byte[]> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("audio/mpeg");
        assertThat(response.body()).hasSizeGreaterThan(2_000);
        assertThat(RUNWARE.emulator().tasksCarriedOut()).isEqualTo(1);
    }

    @Test
    void speaksWithTheInjectedClient() throws Exception {
        SpeechResult result = client.synthesize(List.of(SpeechRequest.of("Hello from a bean.")))
                .get(120, TimeUnit.SECONDS)
                .get(0);

        try (SpeechAudio audio = result.orThrow().audio()) {
            assertThat(audio.size()).isGreaterThan(2_000);
        }
        assertThat(RUNWARE.emulator().tasksCarriedOut()).isEqualTo(1);
    }
}
