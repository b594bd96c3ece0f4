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
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelqwentts.ScriptedVoice.Utterance;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The http component posts audio that is still arriving. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StreamToServerTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int SAMPLES = 48_000;

    /** What reaches the server of the first audio: the http component collects 8 kB of a body before it sends them. */
    private static final int FIRST = 64_000;

    @TempDir
    private Path spool;

    private final ExecutorService requests = Executors.newCachedThreadPool();
    private final CompletableFuture<byte[]> first = new CompletableFuture<>();
    private final CompletableFuture<byte[]> rest = new CompletableFuture<>();
    private HttpServer server;
    private ScriptedVoice voice;
    private CamelContext context;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(requests);
        server.createContext("/", this::receive);
        server.start();
        voice = new ScriptedVoice(spool);
        context = new DefaultCamelContext();
        context.getRegistry().bind("voice", voice);
    }

    @AfterEach
    void stop() {
        context.stop();
        voice.close();
        server.stop(0);
        requests.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void receivesAudioWhileTheModelStillSpeaks(boolean streamCaching) throws Exception {
        context.setStreamCaching(streamCaching);
        CompletableFuture<Object> sent = speak();
        Utterance utterance = voice.next();
        utterance.begin(SAMPLES);

        assertThat(first).succeedsWithin(LONG);
        assertThat(utterance.over()).isNotDone();

        utterance.speak(new byte[2 * SAMPLES]);
        utterance.end();
        assertThat(sent).succeedsWithin(LONG);
        assertThat(rest.get().length + FIRST).isEqualTo(ScriptedVoice.HEADER.length + 4 * SAMPLES);
    }

    @Test
    void failsTheMessageIfTheAudioBreaks() throws Exception {
        CompletableFuture<Object> sent = speak();
        Utterance utterance = voice.next();
        utterance.begin(SAMPLES);
        assertThat(first).succeedsWithin(LONG);

        utterance.fail(SpeechException.of(SpeechError.of(Kind.PROVIDER, "out of memory", null)));

        assertThat(sent).failsWithin(LONG).withThrowableThat().withStackTraceContaining("out of memory");
    }

    private CompletableFuture<Object> speak() throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/audio";
        RouteBuilder.addRoutes(
                context,
                route -> route.from("direct:in")
                        .to("qwen-tts:synthesize?speechClient=#voice&stream=true&outputFormat=WAV")
                        .to(url));
        context.start();
        return context.createProducerTemplate().asyncRequestBody("direct:in", (Object) "Hello");
    }

    private void receive(HttpExchange request) throws IOException {
        try (request;
                InputStream audio = request.getRequestBody()) {
            first.complete(audio.readNBytes(FIRST));
            rest.complete(audio.readAllBytes());
            request.sendResponseHeaders(204, -1);
        }
    }
}
