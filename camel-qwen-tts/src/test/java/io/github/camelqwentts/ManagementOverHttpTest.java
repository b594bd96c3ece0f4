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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What an operator fetches from the management server of Camel Main. */
class ManagementOverHttpTest extends SpeakingTestSupport {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Another than the usual one, for Camel Main itself logs at DEBUG which properties it sets. */
    private static final String KEY_OF_MAIN = "rw-secret-of-main-61d2";

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.apiKey(KEY_OF_MAIN).engine(SHORT_SILENCE);
    }

    @Test
    void consoleAndHealthAreThere() throws Exception {
        int port = LocalHttpServer.freePort();
        Main main = new Main();
        main.addInitialProperty("camel.component.qwen-tts.apiKey", KEY_OF_MAIN);
        main.addInitialProperty("camel.component.qwen-tts.baseUrl", emulator().url());
        main.addInitialProperty("camel.component.qwen-tts.healthCheckProducerEnabled", "true");
        main.addInitialProperty("camel.component.qwen-tts.healthCheckInterval", "50ms");
        main.addInitialProperty("camel.health.producersEnabled", "true");
        main.addInitialProperty("camel.main.devConsoleEnabled", "true");
        main.addInitialProperty("camel.management.enabled", "true");
        main.addInitialProperty("camel.management.host", "127.0.0.1");
        main.addInitialProperty("camel.management.port", String.valueOf(port));
        main.addInitialProperty("camel.management.devConsoleEnabled", "true");
        main.addInitialProperty("camel.management.healthCheckEnabled", "true");
        main.configure().addLambdaRouteBuilder(route -> route.from("direct:in").to("qwen-tts:synthesize"));
        main.start();
        try {
            main.getCamelTemplate().sendBody("direct:in", "Hello");

            assertThat(get(port, "/q/dev/qwen-tts", "text/plain").body()).contains("1 tasks, 0 in flight, 1 results");
            assertThat(get(port, "/q/dev/qwen-tts", "application/json").body())
                    .containsPattern("\"results\"\\s*:\\s*1")
                    .doesNotContain(KEY_OF_MAIN);
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(
                                    get(port, "/observe/health?data=true&exposureLevel=full", "application/json")
                                            .body())
                            .contains("qwen-tts")
                            .containsPattern("\"status\"\\s*:\\s*\"UP\"")
                            .doesNotContain(KEY_OF_MAIN));
        } finally {
            main.stop();
        }
    }

    private static HttpResponse<String> get(int port, String path, String type)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Accept", type)
                .timeout(Duration.ofSeconds(20))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }
}
