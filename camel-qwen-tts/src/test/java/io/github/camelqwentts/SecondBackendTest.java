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

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.MemoryAudio;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A backend in memory, without address, key and options of its own: the face needs nothing of Runware. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class SecondBackendTest {

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.getRegistry().bind("memory", (SpeechBackendFactory) options -> new MemoryBackend());
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void runsARoute() throws Exception {
        Exchange done = send("synthesize?backend=memory&voice=ryan&outputFormat=WAV", "Hello.", null, null);

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(byte[].class)).asString().isEqualTo("ryan says Hello.");
        assertThat(done.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("audio/wav");
    }

    @Test
    void listsTheVoicesOfTheBackend() throws Exception {
        Exchange done = send("listVoices?backend=memory", "", null, null);

        assertThat(done.getMessage().getBody()).isEqualTo(List.of(Voice.RYAN));
    }

    @ParameterizedTest
    @OptionsOfTaskApis
    @CsvSource(delimiter = '|', textBlock = """
            synthesize | numberResults=2 | numberResults=2 (endpoint URI) is not valid
            synthesize | voice=vivian    | voice=vivian (endpoint URI) is not valid
            """)
    void refusesAtStartWhatTheBackendCannotDo(String operation, String option, String message) {
        String options = "?backend=memory" + (option == null ? "" : "&" + option);

        assertThatThrownBy(() -> routeTo("qwen-tts:" + operation + options))
                .rootCause()
                .hasMessage(message + ": is not supported by backend=memory");
    }

    @Test
    void refusesAWebhookAtStart() {
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("qwen-tts:webhook?backend=memory&webhookToken=secret")
                                .to("mock:out");
                    }
                }))
                .rootCause()
                .hasMessage("operation=webhook is not valid: is not supported by backend=memory");
    }

    @Test
    void refusesAHeaderThatNeedsMore() throws Exception {
        Exchange done = send(
                "synthesize?backend=memory",
                "Hello.",
                QwenTtsConstants.UPLOAD_ENDPOINT,
                "http://localhost/audio?signature=secret");

        assertThat(done.getException())
                .isInstanceOf(InvalidSpeechRequestException.class)
                .hasMessage("uploadEndpoint (header CamelQwenTtsUploadEndpoint) is not valid: is not supported by"
                        + " backend=memory");
    }

    @Test
    void appliesTheTextLimitOfTheBackend() throws Exception {
        String uri = "synthesize?backend=memory&voice=ryan&longText=reject&maxNewTokens=10000";

        Exchange done = send(uri, "Hi! ".repeat(1_000) + "Ho!", null, null);
        Exchange refused = context.createProducerTemplate()
                .request("direct:in", exchange -> exchange.getMessage().setBody("Hi! ".repeat(1_250) + "Ho!"));

        assertThat(done.getException()).isNull();
        assertThat(refused.getException())
                .isInstanceOf(InvalidSpeechRequestException.class)
                .hasMessage("text (body) is not valid: has 5003 characters, must have at most 5000 characters (Unicode"
                        + " code points)");
    }

    @Test
    void leavesModelsAndTheirRulesToTheBackend() throws Exception {
        Exchange done = send(
                "synthesize?backend=memory&model=Qwen/Qwen3-TTS-12Hz-1.7B-Base&voice=ryan&positivePrompt=calm"
                        + "&transcript=words&outputFormat=WAV&audioBitrate=500",
                "Hello.",
                null,
                null);

        assertThat(done.getMessage().getBody(byte[].class)).asString().isEqualTo("ryan says Hello.");
    }

    @Test
    void refusesABackendThatIsNotThere() {
        assertThatThrownBy(() -> routeTo("qwen-tts:synthesize?backend=nobody"))
                .rootCause()
                .hasMessage("backend=nobody is not valid: must be one of memory, openai, runware");
    }

    private Exchange send(String uri, String text, String header, Object value) throws Exception {
        routeTo("qwen-tts:" + uri);
        return context.createProducerTemplate().request("direct:in", exchange -> {
            exchange.getMessage().setBody(text);
            if (header != null) {
                exchange.getMessage().setHeader(header, value);
            }
        });
    }

    private void routeTo(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(uri);
            }
        });
    }

    private static final class MemoryBackend implements SpeechBackend {

        private static final int MAX_TEXT_LENGTH = 5_000;

        @Override
        public BackendCapabilities capabilities() {
            BackendCapabilities all = BackendCapabilities.ofSynthesis("memory");
            return new BackendCapabilities(
                    all.backend(),
                    all.features(),
                    MAX_TEXT_LENGTH,
                    all.maxResults(),
                    List.of(Voice.RYAN),
                    all.formats());
        }

        @Override
        public SpeechClient createClient(Connections connections) {
            return requests -> CompletableFuture.completedFuture(
                    requests.stream().map(MemoryBackend::speak).toList());
        }

        private static SpeechResult speak(SpeechRequest request) {
            String sound = Objects.requireNonNull(request.voice()).wireName() + " says " + request.text();
            return SpeechResult.Spoken.builder(UUID.randomUUID().toString(), request.effectiveOutputFormat())
                    .audio(new MemoryAudio(sound.getBytes(UTF_8)))
                    .build();
        }
    }
}
