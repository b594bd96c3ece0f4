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
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A whole application speaks by its properties alone. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "camel.component.qwen-tts.voice=serena",
            "camel.component.qwen-tts.health-check-interval=100ms",
            "camel.health.producers-enabled=true",
            "camel.health.exposure-level=full",
            "management.endpoint.health.show-details=always",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.env.show-values=always",
            "management.endpoint.configprops.show-values=always"
        })
class SpeakingApplicationTest extends RunwareTestSupport {

    @Autowired
    private SpeechClient client;

    @LocalServerPort
    private int port;

    @Test
    void aRouteSpeaks() throws Exception {
        byte[] audio = template.requestBody("direct:speak", "Hello from a route.", byte[].class);

        assertThat(audio).hasSizeGreaterThan(2_000);
        assertThat(voiceOf("Hello from a route.")).isEqualTo("serena");
    }

    @Test
    void aRouteSpeaksInsideOfOtherSteps() {
        template.requestBody("direct:speak-lines", "One line.\nAnother line.");

        assertThat(voiceOf("One line.")).isEqualTo("serena");
        assertThat(voiceOf("Another line.")).isEqualTo("serena");
    }

    @Test
    void theInjectedClientSpeaksWithTheSameOptions() throws Exception {
        List<SpeechResult> results = client.synthesize(List.of(SpeechRequest.of("Hello from a bean.")))
                .get(30, TimeUnit.SECONDS);

        assertThat(results).singleElement().satisfies(result -> {
            SpeechAudio spoken = result.orThrow().audio();
            try (InputStream audio = spoken.open()) {
                assertThat(audio.readAllBytes()).hasSizeGreaterThan(2_000);
            }
            spoken.close();
        });
        assertThat(voiceOf("Hello from a bean.")).isEqualTo("serena");
    }

    @Test
    void theHealthOfTheComponentIsPartOfTheApplicationsAndTellsNoKey() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            HttpResponse<String> health = get("/actuator/health");
            assertThat(health.body())
                    .contains("producer:qwen-tts:synthesize", "\"host\":\"127.0.0.1\"", "\"status\":\"UP\"")
                    .doesNotContain(KEY);
            assertThat(health.statusCode()).isEqualTo(200);
        });
    }

    @Test
    void noReportOfTheActuatorButTheEnvironmentItselfTellsTheKey() throws Exception {
        for (String report : List.of("beans", "conditions", "configprops", "mappings", "metrics")) {
            assertThat(get("/actuator/" + report).body())
                    .as(report)
                    .isNotEmpty()
                    .doesNotContain(KEY);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static Object voiceOf(String text) {
        return RUNWARE.emulator().requests().stream()
                .flatMap(request -> request.tasks().stream())
                .filter(task -> text.equals(task.at("speech", "text")))
                .map(task -> task.at("speech", "voice"))
                .findFirst()
                .orElseThrow();
    }

    @SpringBootApplication
    static class Application {

        @Bean
        LambdaRouteBuilder routes() {
            return route -> {
                route.from("direct:speak").to("qwen-tts:synthesize");
                route.from("direct:speak-lines")
                        .split(route.body().tokenize("\n"))
                        .multicast()
                        .to("qwen-tts:synthesize", "log:spoken?level=DEBUG");
            };
        }
    }
}
