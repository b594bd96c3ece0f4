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

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(180)
class SpeakRouteTest {

    @RegisterExtension
    static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

    private final Main main = new Main();
    private int port;

    @BeforeEach
    void startApplication() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        main.configure().addRoutesBuilder(new SpeakRoute(port));
        main.addInitialProperty(
                "camel.component.qwen-tts.base-url", RUNWARE.emulator().url());
        main.addInitialProperty("camel.component.qwen-tts.api-key", "any");
        main.start();
    }

    @AfterEach
    void stopApplication() {
        main.stop();
    }

    @Test
    void speaksWhatIsPosted() throws Exception {
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(uri("/speak"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("Hello from Camel Main.")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("audio/mpeg");
        assertThat(response.body()).hasSizeGreaterThan(2_000);
        assertThat(RUNWARE.emulator().tasksCarriedOut()).isEqualTo(1);
    }

    @Test
    void listsVoicesAsJson() throws Exception {
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(uri("/voices")));

        assertThat(new String(response.body())).contains("\"vivian\"");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.timeout(Duration.ofSeconds(120)).build(), BodyHandlers.ofByteArray());
    }
}
