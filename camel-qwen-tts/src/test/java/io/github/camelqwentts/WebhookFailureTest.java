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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.camelqwentts.speech.EndpointClient;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpoolException;
import io.github.camelqwentts.speech.TaskListener;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whatever fails behind a webhook: each post is answered, and the next delivery of the result is processed. */
class WebhookFailureTest extends WebhookTestSupport {

    private static final String LOADED = "?token=" + TOKEN;

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.camelqwentts");

    @AutoClose
    private final CapturedLog log = new CapturedLog("io.github.camelqwentts");

    static Stream<Throwable> throwables() {
        return Stream.of(
                new IllegalStateException("Not today"),
                new IOException("Not today"),
                new AssertionError("Not today"),
                new StackOverflowError("Not today"),
                new NoClassDefFoundError("Not today"));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void repositoryThatThrowsOnceLetsTheNextDeliveryThrough(Throwable failure) throws Exception {
        for (String method : List.of("contains", "add", "confirm")) {
            MockEndpoint out = serveWith(
                    method, new BrokenRepository(method, failure), "&download=false&idempotentRepository=#" + method);

            assertThat(postTo("/" + method, result("of-" + method))).isEqualTo(500);
            assertThat(postTo("/" + method, result("of-" + method))).isEqualTo(200);
            assertThat(postTo("/" + method, result("of-" + method))).isEqualTo(200);

            assertThat(out.getReceivedCounter()).as(method).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void routeThatThrowsOnceIsServedAgain(Throwable failure) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        MockEndpoint out = route("&download=false", exchange -> {
            if (tries.incrementAndGet() == 1) {
                throwIt(failure);
            }
        });
        out.expectedMessageCount(1);

        assertThat(post(LOADED, result("a"))).isEqualTo(500);
        assertThat(post(LOADED, result("a"))).isEqualTo(200);

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
    }

    @Test
    void stepsAfterAnErrorDoNotRunWithLaterResults() throws Exception {
        MockEndpoint out = route("&download=false", exchange -> {
            if (exchange.getMessage().getBody(String.class).contains("broken")) {
                throw new AssertionError("Not today");
            }
        });
        int later = 2 * Runtime.getRuntime().availableProcessors() + 2;
        out.expectedMessageCount(later);

        assertThat(post(LOADED, result("broken"))).isEqualTo(500);
        for (int i = 0; i < later; i++) {
            assertThat(post(LOADED, result("later-" + i))).isEqualTo(200);
        }

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void clientThatThrowsOnceIsAskedAgain(Throwable failure) throws Exception {
        for (String method : List.of("read", "download", "downloadLater")) {
            MockEndpoint out = serveWith(method, new BrokenClient(method, failure), "&speechClient=#" + method);
            out.expectedMessageCount(1);

            assertThat(postTo("/" + method, result("a"))).isEqualTo(500);
            assertThat(postTo("/" + method, result("a"))).isEqualTo(200);

            MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
        }
    }

    @Test
    void deliveriesThatWaitForOneThatFailsAreAnsweredAndTheNextIsProcessed() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        MockEndpoint out = route("&download=false", exchange -> {
            if (tries.incrementAndGet() == 1) {
                mayGoOn.await(20, TimeUnit.SECONDS);
                throw new AssertionError("Not today");
            }
        });
        out.expectedMessageCount(1);
        HttpRequest request =
                request(LOADED).POST(BodyPublishers.ofString(result("a"))).build();

        List<CompletableFuture<Integer>> answers = Stream.generate(() ->
                        HTTP.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> answer.statusCode()))
                .limit(3)
                .toList();
        mayGoOn.countDown();

        assertThat(answers).allSatisfy(answer -> assertThat(answer).succeedsWithin(Duration.ofSeconds(20)));
        assertThat(post(LOADED, result("a"))).isEqualTo(200);
        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
    }

    @Test
    void rolledBackRouteIsServedAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        MockEndpoint out = route("&download=false", exchange -> exchange.setRollbackOnly(tries.incrementAndGet() == 1));

        assertThat(post(LOADED, result("a"))).isEqualTo(500);
        assertThat(post(LOADED, result("a"))).isEqualTo(200);
        assertThat(post(LOADED, result("a"))).isEqualTo(200);

        assertThat(tries).hasValue(2);
        assertThat(out.getReceivedCounter()).isPositive();
    }

    @Test
    void diskThatIsFullIsAWarningAndAServerError() throws Exception {
        IOException full = SpoolException.of("written", Path.of("spool"), new IOException("No space left on device"));
        context.getRegistry().bind("full", new BrokenClient("read", full));
        serve("&speechClient=#full");

        assertThat(post(LOADED, result("a"))).isEqualTo(500);

        assertThat(lines(Level.WARN)).singleElement().asString().contains("/qwen-tts", "500");
    }

    @Test
    void hugeBodyIsRejectedBeforeItIsSent() throws Exception {
        serve("&download=false");

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("POST /qwen-tts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 600000000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine())
                    .contains(" 413 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?token=", "?token=wrong", LOADED + "&token=" + TOKEN})
    void rejectionIsLoggedAtDebugWithItsReasonAndNoToken(String query) throws Exception {
        serve("&download=false");
        Level before = logger.getLevel();
        logger.setLevel(Level.DEBUG);
        try {
            assertThat(post(query, result("a"))).isEqualTo(401);
        } finally {
            logger.setLevel(before);
        }

        assertThat(lines(Level.DEBUG))
                .filteredOn(line -> line.contains("Rejected"))
                .singleElement()
                .asString()
                .contains("401", "token")
                .doesNotContain(TOKEN, "wrong&");
        assertThat(lines(Level.WARN)).isEmpty();
    }

    @Test
    void unreadableAndOversizedPostsAreLoggedAtDebugOnOneLine() throws Exception {
        serve("&webhookMaxPayloadSize=300");
        Level before = logger.getLevel();
        logger.setLevel(Level.DEBUG);
        try {
            assertThat(post(LOADED, "{\"data\":[\nforged\n17:00 INFO all is well"))
                    .isEqualTo(400);
            assertThat(post(LOADED, "{" + " ".repeat(300) + "}")).isEqualTo(413);
        } finally {
            logger.setLevel(before);
        }

        assertThat(lines(Level.DEBUG))
                .filteredOn(line -> line.contains("Rejected"))
                .hasSize(2)
                .noneMatch(line -> line.contains("\n"));
    }

    @Test
    void forgedResultsDoNotHideRealOnesWithoutAToken() throws Exception {
        AtomicInteger forged = new AtomicInteger();
        CountDownLatch mayGoOn = new CountDownLatch(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("qwen-tts:webhook?webhookToken=none&download=false").process(exchange -> {
                    seen.add(exchange.getMessage().getBody(String.class));
                    if (exchange.getMessage().getBody(String.class).contains("slow") && forged.incrementAndGet() == 1) {
                        mayGoOn.await(20, TimeUnit.SECONDS);
                    }
                });
            }
        });
        String real = result("known");
        String forgery = real.replace("known.mp3", "slow.mp3");

        CompletableFuture<Integer> first = HTTP.sendAsync(
                        request("").POST(BodyPublishers.ofString(forgery)).build(), BodyHandlers.discarding())
                .thenApply(answer -> answer.statusCode());
        try {
            await().atMost(10, TimeUnit.SECONDS).until(() -> forged.get() == 1);

            assertThat(post("", real)).isEqualTo(200);
        } finally {
            mayGoOn.countDown();
        }
        assertThat(first).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(200);
        assertThat(post("", real)).isEqualTo(200);

        assertThat(seen)
                .containsExactly(
                        "https://example.org/slow.mp3",
                        "https://example.org/known.mp3",
                        "https://example.org/known.mp3");
    }

    @Test
    void webhookWithoutATokenWarnsAtTheStart() throws Exception {
        serve("");
        assertThat(lines(Level.WARN)).isEmpty();

        serveAt("qwen-tts:webhook?webhookToken=none&webhookPath=/open");

        assertThat(lines(Level.WARN)).singleElement().asString().contains("webhookToken=none", "/open", "forged");
    }

    @Test
    void audioOfAFailedDeliveryLeavesNothingBehind() throws Exception {
        route("&spoolThreshold=1", exchange -> {
            throw new AssertionError("Not today");
        });
        String audio =
                Base64.getEncoder().encodeToString(("RIFF" + "x".repeat(5_000)).getBytes(StandardCharsets.UTF_8));

        int status = post(
                LOADED,
                "{\"data\":[{\"taskUUID\":\"" + UUID.randomUUID() + "\",\"audioUUID\":\"a\",\"audioBase64Data\":\""
                        + audio + "\"}]}");

        assertThat(status).isBetween(400, 500);
        QwenTtsComponent component = context.getComponent("qwen-tts", QwenTtsComponent.class);
        assertThat(component.monitor().inFlight()).isEmpty();
    }

    /** Serves a path of its own with a bean of the same name. */
    private MockEndpoint serveWith(String name, Object bean, String options) throws Exception {
        context.getRegistry().bind(name, bean);
        MockEndpoint out = serve("&webhookPath=/" + name + options);
        out.reset();
        return out;
    }

    private MockEndpoint route(String options, Processor step) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(webhook(options)).process(step).to("mock:out");
            }
        });
        return context.getEndpoint("mock:out", MockEndpoint.class);
    }

    private int postTo(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + LOADED))
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private List<String> lines(Level level) {
        return log.events().stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwIt(Throwable failure) throws T {
        throw (T) failure;
    }

    /** Throws the first time that a method is called. */
    private static class BrokenRepository extends MemoryIdempotentRepository {

        private final String method;
        private final Throwable failure;
        private boolean thrown;

        BrokenRepository(String method, Throwable failure) {
            this.method = method;
            this.failure = failure;
            setCacheSize(100);
        }

        @Override
        public boolean add(String key) {
            breakAt("add");
            return super.add(key);
        }

        @Override
        public boolean contains(String key) {
            breakAt("contains");
            return super.contains(key);
        }

        @Override
        public boolean confirm(String key) {
            breakAt("confirm");
            return super.confirm(key);
        }

        private void breakAt(String called) {
            if (called.equals(method) && !thrown) {
                thrown = true;
                WebhookFailureTest.<RuntimeException>throwIt(failure);
            }
        }
    }

    /** Throws the first time that a method is called. */
    private static class BrokenClient implements EndpointClient {

        private final Set<String> broken;
        private final Throwable failure;
        private final AtomicInteger calls = new AtomicInteger();

        BrokenClient(String method, Throwable failure) {
            this.broken = Set.of(method);
            this.failure = failure;
        }

        @Override
        public CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> requests) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<SpeechResult> read(InputStream posted, long limit) throws IOException {
            breakAt("read");
            return List.of(SpeechResult.Spoken.builder("2d4b6f7e-3d0c-4a4f-9b39-0a4f1d2c3b4a", OutputFormat.MP3)
                    .audioUUID("a")
                    .audioURL("https://example.org/a.mp3")
                    .build());
        }

        @Override
        public CompletableFuture<SpeechResult> download(SpeechResult result) {
            breakAt("download");
            return broken.contains("downloadLater") && calls.incrementAndGet() == 1
                    ? CompletableFuture.failedFuture(failure)
                    : CompletableFuture.completedFuture(result);
        }

        @Override
        public EndpointClient withListener(TaskListener listener) {
            return this;
        }

        private void breakAt(String called) {
            if (broken.contains(called) && calls.incrementAndGet() == 1) {
                WebhookFailureTest.<RuntimeException>throwIt(failure);
            }
        }
    }
}
