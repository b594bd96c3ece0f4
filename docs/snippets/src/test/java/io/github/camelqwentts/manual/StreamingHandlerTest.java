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
package io.github.camelqwentts.manual;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.QwenTtsConfiguration;
import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.emulator.SpeechEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/** The handler of the manual sends audio while it arrives. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StreamingHandlerTest extends StreamingTestSupport {

    private static final String TEXT = "First sentence. " + "This sentence is spoken when the test says so. ".repeat(8);

    /** Half a second at the engine's sample rate. */
    private static final int FIRST_PIECE = 44 + SpeechEngine.SAMPLE_RATE;

    private volatile boolean fails;

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension(this::configure);

    private URI address;

    private RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(utterance -> {
            if (!utterance.text().startsWith("First")) {
                await().atMost(Duration.ofMinutes(1)).until(() -> rest.getCount() == 0);
                if (fails) {
                    throw new IllegalStateException("out of memory");
                }
            }
            return Pcm.silence(0.5, SpeechEngine.SAMPLE_RATE);
        });
    }

    @Override
    void configure(QwenTtsConfiguration speech) {
        speech.setApiKey("any");
        speech.setBaseUrl(runware.emulator().url());
        speech.setMaxRetries(0);
    }

    @BeforeEach
    void mountHandler() {
        // tag::mount[]
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
        router.post("/speak").handler(router.bodyHandler()).handler(new StreamingHandler(context, "direct:speak"));
        // end::mount[]
        address = URI.create("http://127.0.0.1:" + port + "/speak");
    }

    @Test
    void sendsTheFirstSentenceWhileTheRestIsSpoken() throws Exception {
        try (InputStream audio = speak()) {
            assertThat(audio.readNBytes(FIRST_PIECE)).startsWith('R', 'I', 'F', 'F');

            rest.countDown();

            assertThat(audio.readAllBytes().length).isGreaterThan(SpeechEngine.SAMPLE_RATE);
        }
    }

    @Test
    void breaksTheConnectionWhenTheRestFails() throws Exception {
        fails = true;
        try (InputStream audio = speak()) {
            assertThat(audio.readNBytes(FIRST_PIECE)).hasSize(FIRST_PIECE);

            rest.countDown();

            assertThatIOException().isThrownBy(audio::readAllBytes);
        }
    }

    private InputStream speak() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .POST(BodyPublishers.ofString(TEXT))
                .build();
        HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("audio/wav");
        return response.body();
    }
}
