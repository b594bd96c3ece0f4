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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.builder.LambdaRouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Token and size of what is posted to a webhook are judged before the body is read. */
@Timeout(120)
@DirtiesContext
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = WebhookFilterTest.Application.class,
        properties = {
            "camel.component.qwen-tts.api-key=" + WebhookFilterTest.SECRET + "key",
            "camel.component.qwen-tts.webhook-url=https://example.org/?sig=" + WebhookFilterTest.SECRET + "hook",
            "camel.component.qwen-tts.upload-endpoint=https://example.org/?sig=" + WebhookFilterTest.SECRET + "put",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.configprops.show-values=always",
            "management.endpoint.health.show-details=always",
            "camel.health.exposure-level=full",
            "camel.component.qwen-tts.webhook-token=u7Jq+3/yZk0pX8Qe2nS1Vw==",
            "camel.component.qwen-tts.webhook-max-payload-size=100000",
            "camel.component.qwen-tts.download=false"
        })
class WebhookFilterTest {

    static final String SECRET = "rw-secret-4e81-";

    private static final String TOKEN = "?token=u7Jq%2B3%2FyZk0pX8Qe2nS1Vw%3D%3D";
    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();

    @LocalServerPort
    private int port;

    @BeforeEach
    void forget() {
        RECEIVED.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?token=wrong", "?token=u7Jq"})
    void requestWithoutTheTokenIsRejectedBeforeItsBodyIsSent(String query) throws Exception {
        assertThat(statusOf(query, "Content-Length: 600000000", 0)).isEqualTo(401);
        assertThat(statusOf(query, "Transfer-Encoding: chunked", 0)).isEqualTo(401);
    }

    @Test
    void bodyThatIsAnnouncedAsTooLargeIsRejectedBeforeItIsSent() throws Exception {
        assertThat(statusOf(TOKEN, "Content-Length: 600000000", 0)).isEqualTo(413);
    }

    @Test
    void bodyThatTurnsOutToBeTooLargeIsRejectedBeforeItsEnd() throws Exception {
        assertThat(statusOf(TOKEN, "Transfer-Encoding: chunked", 200)).isEqualTo(413);
        assertThat(RECEIVED).isEmpty();
    }

    @Test
    void resultWithTheTokenReachesTheRoute() throws Exception {
        String result = "{\"data\":[{\"taskUUID\":\"" + UUID.randomUUID()
                + "\",\"audioUUID\":\"ä\",\"audioURL\":\"https://example.org/a.mp3\"}]}";
        byte[] body = result.getBytes(StandardCharsets.UTF_8);

        assertThat(statusOf(TOKEN, "Content-Length: " + body.length + "\r\n\r\n" + result, -1))
                .isEqualTo(200);

        assertThat(RECEIVED).containsExactly("https://example.org/a.mp3");
    }

    @Test
    void noReportOfTheActuatorShowsSecrets() throws Exception {
        for (String report : List.of("beans", "conditions", "configprops", "health", "mappings", "metrics")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + report))
                    .timeout(Duration.ofSeconds(30))
                    .build();

            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body())
                    .as(report)
                    .isNotEmpty()
                    .doesNotContain(SECRET, "u7Jq");
        }
    }

    @Test
    void otherPathsAreLeftAlone() throws Exception {
        assertThat(send("POST /other HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 0))
                .isEqualTo(200);
    }

    /** @param chunks of 1,000 bytes that are sent, of a body that never ends; negative if the header has the body */
    private int statusOf(String query, String header, int chunks) throws IOException {
        return send(
                "POST /qwen-tts" + query + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + header
                        + (chunks < 0 ? "" : "\r\n\r\n"),
                chunks);
    }

    private int send(String head, int chunks) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.UTF_8));
            out.flush();
            byte[] chunk = ("3e8\r\n" + " ".repeat(1_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < chunks; i++) {
                out.write(chunk);
            }
            out.flush();
            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return Integer.parseInt(status.split(" ", 3)[1]);
        }
    }

    @SpringBootApplication
    static class Application {

        @Bean
        LambdaRouteBuilder routes() {
            return route -> {
                route.from("qwen-tts:webhook")
                        .process(exchange -> RECEIVED.add(exchange.getMessage().getBody(String.class)));
                route.from("platform-http:/other").setBody(route.constant("ok"));
            };
        }
    }
}
