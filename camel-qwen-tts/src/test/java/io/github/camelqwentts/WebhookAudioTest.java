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
package io.github.camelqwentts;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Posts to a webhook with audio that is none, and posts that are no result of one task. */
class WebhookAudioTest extends SpeakingTestSupport {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private int port;

    @Override
    protected CamelContext newContext() {
        CamelContext made = super.newContext();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            MainHttpServer server = new MainHttpServer();
            server.setCamelContext(made);
            server.setHost("127.0.0.1");
            server.setPort(port);
            made.addService(server);
            made.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("qwen-tts:webhook?webhookToken=" + TOKEN).to("mock:out");
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return made;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Sign in</html>", "{}", "RIFF1234WAVEdata"})
    void badAudioReachesTheRouteAsAFailure(String audio) throws Exception {
        MockEndpoint out = context.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMessageCount(2);
        String base64 = Base64.getEncoder().encodeToString(audio.getBytes(StandardCharsets.UTF_8));

        assertThat(post(result("\"audioBase64Data\":\"" + base64 + "\""))).isEqualTo(200);
        assertThat(post(result("\"audioDataURI\":\"data:audio/wav;base64," + base64 + "\"")))
                .isEqualTo(200);

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
        assertThat(out.getExchanges()).allSatisfy(exchange -> {
            assertThat(exchange.getMessage().getBody())
                    .isInstanceOfSatisfying(
                            SpeechError.class, error -> assertThat(error.kind()).isEqualTo(Kind.PROVIDER));
            assertThat(exchange.getMessage().getHeader("CamelQwenTtsTaskStatus"))
                    .isEqualTo("error");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":[%s]}", "{\"errors\":[%s]}", "{\"x\":[%s]}"})
    void aPostOfMillionsOfItemsIsRefused(String shape) throws Exception {
        assertThat(post(shape.formatted("{},".repeat(500_000) + "{}"))).isEqualTo(400);
    }

    private static String result(String audio) {
        return "{\"data\":[{\"taskType\":\"audioInference\",\"taskUUID\":\"" + UUID.randomUUID() + "\",\"audioUUID\":\""
                + UUID.randomUUID() + "\"," + audio + "}]}";
    }

    private int post(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/qwen-tts?token=" + TOKEN))
                .POST(BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }
}
