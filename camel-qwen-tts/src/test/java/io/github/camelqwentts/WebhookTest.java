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
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.WebhookDelivery;
import io.github.camelqwentts.speech.SpeechError;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.AsyncProcessorAwaitManager;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Results that the API posts, through the HTTP server of Camel Main. */
class WebhookTest extends WebhookTestSupport {

    private static final Duration SOON = Duration.ofMillis(20);

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(SHORT_SILENCE).webhookRetries(SOON, SOON, SOON, SOON, SOON, SOON, SOON, SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"URL", "base64Data", "dataURI"})
    void aSubmittedTextComesBackAsAudioOnceItIsSpoken(String outputType) throws Exception {
        MockEndpoint out = serve("");
        out.expectedMessageCount(1);

        Exchange submitted = send("qwen-tts:submit?outputFormat=WAV&includeCost=true&outputType=" + outputType, "Hi.");

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
        Exchange received = out.getExchanges().get(0);
        assertThat(received.getMessage().getBody(byte[].class)).startsWith("RIFF".getBytes(StandardCharsets.UTF_8));
        assertThat(received.getMessage().getHeaders())
                .containsEntry("CamelQwenTtsTaskUuid", submitted.getMessage().getBody())
                .containsEntry("CamelQwenTtsTaskStatus", "success")
                .containsEntry("Content-Type", "audio/wav")
                .containsKeys("CamelQwenTtsAudioUuid", "CamelQwenTtsCost");
        assertThat(tasks("getResponse")).isEmpty();
    }

    @Test
    void nothingOfTheHttpRequestReachesTheRoute() throws Exception {
        MockEndpoint out = serve("&download=false");
        out.expectedMessageCount(1);

        assertThat(post("?token=" + TOKEN + "&CamelFileName=evil", result("a"), "CamelFileName", "evil"))
                .isEqualTo(200);

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
        Exchange received = out.getExchanges().get(0);
        assertThat(received.getMessage().getBody()).isEqualTo("https://example.org/a.mp3");
        assertThat(received.getMessage().getHeaders().keySet())
                .containsExactlyInAnyOrder(
                        "CamelQwenTtsTaskUuid",
                        "CamelQwenTtsAudioUuid",
                        "CamelQwenTtsAudioUrl",
                        "CamelQwenTtsAudioFormat",
                        "CamelQwenTtsTaskStatus",
                        "Content-Type");
    }

    /** Camel logs the exchanges of threads that wait, with all headers, when they are interrupted. */
    @Test
    void anAcceptedRequestNoLongerHasItsToken() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        routes(route ->
                route.from(webhook("&download=false")).process(exchange -> mayGoOn.await(20, TimeUnit.SECONDS)));
        AsyncProcessorAwaitManager waiting = PluginHelper.getAsyncProcessorAwaitManager(context);
        HttpRequest request = request("?token=" + TOKEN)
                .POST(BodyPublishers.ofString(result("a")))
                .build();

        CompletableFuture<Integer> answer =
                HTTP.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
        await().atMost(20, TimeUnit.SECONDS).until(() -> !waiting.browse().isEmpty());

        assertThat(waiting.browse())
                .allSatisfy(thread -> assertThat(
                                thread.getExchange().getMessage().getHeaders().toString())
                        .doesNotContain(TOKEN));
        mayGoOn.countDown();
        assertThat(answer).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?token=", "?token=wrong", "?token=" + TOKEN + "x", "?tok=" + TOKEN})
    void whoHasNotTheTokenIsRefused(String query) throws Exception {
        MockEndpoint out = serve("&download=false");
        out.expectedMessageCount(0);
        out.setAssertPeriod(200);

        assertThat(post(query, result("a"), "token", TOKEN)).isEqualTo(401);

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
    }

    @Test
    void withTheTokenNoneEverybodyMayPost() throws Exception {
        serveAt("qwen-tts:webhook?webhookToken=none&download=false").expectedMessageCount(1);

        assertThat(post("", result("a"))).isEqualTo(200);

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
    }

    @Test
    void withoutATokenTheRouteDoesNotStart() {
        assertThatThrownBy(() -> serveAt("qwen-tts:webhook")).hasStackTraceContaining("webhookToken is not set");
        assertThatThrownBy(() -> serveAt("qwen-tts:webhook?webhookToken=none&webhookPath=results"))
                .hasStackTraceContaining("webhookPath=results is not valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "nonsense", "{\"data\":[{", "{\"data\":[{\"audioBase64Data\":\"%%\"}]}"})
    void whatIsNoEnvelopeIsABadRequest(String body) throws Exception {
        serve("");

        assertThat(post("?token=" + TOKEN, body)).isEqualTo(400);
    }

    @Test
    void whatIsTooLargeIsRefusedWhetherItSaysSoOrNot() throws Exception {
        serve("&webhookMaxPayloadSize=300");

        assertThat(post("?token=" + TOKEN, result("a" + " ".repeat(300)))).isEqualTo(413);
        HttpRequest chunked = request("?token=" + TOKEN)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(result("a" + " ".repeat(300)))))
                .build();
        assertThat(HTTP.send(chunked, BodyHandlers.discarding()).statusCode()).isEqualTo(413);
    }

    @Test
    void aRouteThatFailedIsServedAgainAndOneThatIsDoneIsNot() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        routes(route -> route.from(webhook("&download=false"))
                .process(exchange -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IOException("Not today");
                    }
                })
                .to("mock:out"));
        MockEndpoint out = context.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMessageCount(1);

        assertThat(post("?token=" + TOKEN, result("a"))).isEqualTo(500);
        assertThat(post("?token=" + TOKEN, result("a"))).isEqualTo(200);
        assertThat(post("?token=" + TOKEN, result("a"))).isEqualTo(200);

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
        assertThat(tries).hasValue(2);
    }

    @Test
    void theSameResultTwiceAtATimeIsProcessedOnceAndAnsweredAlike() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        routes(route -> route.from(webhook("&download=false")).process(exchange -> {
            tries.incrementAndGet();
            mayGoOn.await(20, TimeUnit.SECONDS);
            throw new IOException("Not today");
        }));
        HttpRequest request = request("?token=" + TOKEN)
                .POST(BodyPublishers.ofString(result("a")))
                .build();

        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(HTTP.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> answer.statusCode()));
        }
        await().during(Duration.ofMillis(300)).atMost(10, TimeUnit.SECONDS).until(() -> tries.get() == 1);
        mayGoOn.countDown();

        for (CompletableFuture<Integer> answer : answers) {
            assertThat(answer).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(500);
        }
        assertThat(tries).hasValue(1);
    }

    @Test
    void aFailureComesAsTheErrorOrGoesToTheErrorHandler() throws Exception {
        routes(route -> {
            route.onException(Exception.class).handled(true).to("mock:handled");
            route.from(webhook("&bridgeErrorHandler=true&webhookPath=/bridged")).to("mock:out");
            route.from(webhook("")).to("mock:out");
        });
        MockEndpoint out = context.getEndpoint("mock:out", MockEndpoint.class);
        MockEndpoint handled = context.getEndpoint("mock:handled", MockEndpoint.class);
        out.expectedMessageCount(1);
        handled.expectedMessageCount(1);
        String failure = "{\"errors\":[{\"code\":\"inferenceError\",\"message\":\"No\",\"taskUUID\":\""
                + UUID.randomUUID() + "\"}]}";

        assertThat(post("?token=" + TOKEN, failure)).isEqualTo(200);
        HttpRequest bridged = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/bridged?token=" + TOKEN))
                .POST(BodyPublishers.ofString(failure))
                .build();
        assertThat(HTTP.send(bridged, BodyHandlers.discarding()).statusCode()).isEqualTo(200);

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
        assertThat(out.getExchanges().get(0).getMessage().getBody())
                .isInstanceOfSatisfying(
                        SpeechError.class, error -> assertThat(error.code()).isEqualTo("inferenceError"));
        assertThat(out.getExchanges().get(0).getMessage().getHeader("CamelQwenTtsTaskStatus"))
                .isEqualTo("error");
        assertThat(handled.getExchanges().get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                .hasMessageContaining("inferenceError");
    }

    @Test
    void failuresWithoutAnIdAreAllSeen() throws Exception {
        serve("").expectedMessageCount(2);
        String failure = "{\"errors\":[{\"code\":\"inferenceError\",\"message\":\"No\"}]}";

        assertThat(post("?token=" + TOKEN, failure)).isEqualTo(200);
        assertThat(post("?token=" + TOKEN, failure)).isEqualTo(200);

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
    }

    @Test
    void aDownloadThatFailsIsDeliveredAgain() throws Exception {
        MockEndpoint out = serve("&maxRetries=0");
        out.expectedMessageCount(1);
        emulator().inject(new Fault.Download(new Fault.Status(503)), 2);

        send("qwen-tts:submit", "Hi.");

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(emulator().webhookDeliveries())
                        .extracting(WebhookDelivery::status)
                        .containsExactly(500, 500, 200));
    }

    @Test
    void aThousandDeliveriesWithRepeatsAndFailuresAreProcessedOnceEach() throws Exception {
        int many = 1_000;
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Map<String, Integer> processed = new ConcurrentHashMap<>();
        routes(route -> {
            route.errorHandler(route.noErrorHandler());
            route.from(webhook("&download=false")).process(exchange -> {
                String id = exchange.getMessage().getHeader("CamelQwenTtsAudioUuid", String.class);
                if (seen.add(id) && (id.hashCode() & 3) == 1) {
                    throw new IOException("The first time fails");
                }
                processed.merge(id, 1, Integer::sum);
            });
        });
        emulator().inject(new Fault.WebhookTwice(), task -> task.taskUUID().hashCode() % 4 == 0);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            texts.add("Text " + i);
        }

        Exchange submitted = send("qwen-tts:submit", texts);

        assertThat(submitted.getMessage().getBody(List.class)).hasSize(many);
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(processed).hasSize(many));
        await().during(Duration.ofMillis(500))
                .atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(processed.values()).containsOnly(1));
        List<WebhookDelivery> deliveries = emulator().webhookDeliveries();
        assertThat(deliveries.stream()
                        .filter(delivery -> delivery.status() == 500)
                        .count())
                .as("failed first attempts")
                .isGreaterThan(many / 8);
        assertThat(deliveries).as("with repeats").hasSizeGreaterThan(many + many / 8);
    }

    @Test
    void aWebhookCannotBeSentTo() {
        assertThatThrownBy(() -> send(webhook(""), "Hi."))
                .hasStackTraceContaining("qwen-tts:webhook cannot be sent to")
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain(TOKEN));
    }

    @Test
    void theConsumersMBeanCountsWhatWasPosted() throws Exception {
        MockEndpoint out = serve("");
        out.expectedMessageCount(2);

        send("qwen-tts:submit?outputFormat=WAV", List.of("One.", "Two."));

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
        assertThat(SecretsTest.shownInJmx(context))
                .anyMatch(text -> text.matches(".*type=consumers.* ResultsTotal 2"))
                .anyMatch(text -> text.matches(".*type=consumers.* AudioSecondsTotal 0\\.2.*"))
                .anyMatch(text -> text.matches(".*type=consumers.* TasksInFlight 0"));
    }

    @Test
    void theTokenShowsInNoPrintedUriAndNotInJmx() throws Exception {
        serve("");

        assertThat(context.getRoutes().get(0).getEndpoint().toString()).doesNotContain(TOKEN);
        assertThat(context.getRoutes().get(0).getConsumer().toString()).doesNotContain(TOKEN);
        assertThat(SecretsTest.shownInJmx(context))
                .anyMatch(text -> text.contains("webhook"))
                .noneMatch(text -> text.contains(TOKEN));
    }
}
