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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an HTTP client gets from a route that speaks its request, through the HTTP server of Camel Main. */
class CleanHeadersOverHttpTest extends SilentTestSupport {

    private int port;

    @Override
    protected void prepare(CamelContext made) throws Exception {
        port = LocalHttpServer.addTo(made);
        made.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/audio").to("qwen-tts:synthesize?outputFormat=WAV");
                from("platform-http:/constant").setBody(constant("Hello")).to("qwen-tts:synthesize?outputFormat=WAV");
                from("platform-http:/url").to("qwen-tts:synthesize?download=false");
                from("platform-http:/id").to("qwen-tts:submit");
            }
        });
    }

    @Test
    void audioGoesOutAsAudio() throws Exception {
        HttpResponse<byte[]> response = post("/audio", "Hello".getBytes(StandardCharsets.UTF_8));

        assertThat(response.headers().firstValue("Content-Type")).hasValue("audio/wav");
        assertThat(response.body()).startsWith("RIFF".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anAddressGoesOutAsText() throws Exception {
        HttpResponse<byte[]> response = post("/url", "Hello".getBytes(StandardCharsets.UTF_8));

        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith("http");
    }

    @Test
    void anIdGoesOutAsText() throws Exception {
        assertThat(post("/id", "Hello".getBytes(StandardCharsets.UTF_8))
                        .headers()
                        .firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    }

    @Test
    void encodingOfTheTextDoesNotGoOutWithTheAudio() throws Exception {
        HttpResponse<byte[]> response =
                post("/constant", "x".getBytes(StandardCharsets.UTF_8), "Content-Encoding", "gzip");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.body()).startsWith("RIFF".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void textOfARequestIsDecodedByItsCharset() throws Exception {
        post("/audio", "Grüße".getBytes(StandardCharsets.ISO_8859_1), "Content-Type", "text/plain; charset=iso-8859-1");

        assertThat(speechTasks().get(0).at("speech", "text")).isEqualTo("Grüße");
    }

    @Test
    void pictureInARequestIsRefused() throws Exception {
        assertThat(post("/audio", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0})
                        .statusCode())
                .isEqualTo(500);
        assertThat(emulator().requests()).isEmpty();
    }

    private HttpResponse<byte[]> post(String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }
}
