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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.KameletMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(180)
class KameletTest {

    @RegisterExtension
    static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

    @Test
    void speaksThroughTheKamelet(RunwareEmulator emulator) throws Exception {
        KameletMain main = kameletMain();
        main.configure().setRoutesIncludePattern("classpath:camel/speak.camel.yaml");
        main.addInitialProperty("camel.component.qwen-tts.base-url", emulator.url());
        main.start();
        try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
            byte[] audio = template.requestBody("direct:speak", "Hello from a Kamelet.", byte[].class);

            assertThat(audio).hasSizeGreaterThan(2_000).startsWith('R', 'I', 'F', 'F');
            assertThat(emulator.requests().get(0).tasks().get(0).at("speech", "voice"))
                    .isEqualTo("vivian");
        } finally {
            main.stop();
        }
    }

    /** The tokens contain characters that have a meaning in URIs. */
    @ParameterizedTest
    @ValueSource(strings = {"token", "a+b/c==", "50%&more"})
    void receivesPostedResults(String token, RunwareEmulator emulator, @TempDir Path folder) throws Exception {
        int port = freePort();
        KameletMain main = kameletMain();
        main.configure().setRoutesIncludePattern("classpath:camel/receive.camel.yaml");
        main.configure().httpServer().withEnabled(true).withHost("127.0.0.1").withPort(port);
        main.addInitialProperty("token", token);
        main.addInitialProperty("folder", folder.toString());
        main.addInitialProperty("camel.component.qwen-tts.base-url", emulator.url());
        main.addInitialProperty("camel.component.qwen-tts.api-key", "any");
        main.addInitialProperty("camel.component.qwen-tts.webhook-external-url", "http://127.0.0.1:" + port);
        main.start();
        try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
            template.requestBody("qwen-tts:submit", "Hello from a webhook.");

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(folder.toFile().listFiles())
                            .singleElement()
                            .satisfies(file -> assertThat(file.length()).isGreaterThan(2_000)));
        } finally {
            main.stop();
        }
    }

    private static KameletMain kameletMain() {
        // The build puts the POM that KameletMain reads when it starts into this repository.
        System.setProperty("maven.repo.local", "target/repository");
        KameletMain main = new KameletMain("camel.jbang");
        // Everything else is on the class path.
        main.setDownload(false);
        return main;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
