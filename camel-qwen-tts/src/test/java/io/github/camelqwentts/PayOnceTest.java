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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechRejectedException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import io.vertx.core.json.JsonObject;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** An API that buys whatever it is sent, as often as it is sent, and that knows of it only later. */
class PayOnceTest extends SpeakingTestSupport {

    private static final Duration LAG = Duration.ofMillis(400);

    @AutoClose
    private final ForgetfulApi api = new ForgetfulApi();

    static Stream<Arguments> unclearAnswers() {
        return Stream.of(
                arguments(0, null, null),
                arguments(408, null, null),
                arguments(409, null, null),
                arguments(425, null, null),
                arguments(429, null, null),
                arguments(429, "0", errors("rateLimitExceeded")),
                arguments(499, null, null),
                arguments(500, null, "<html>Sorry</html>"),
                arguments(502, null, null),
                arguments(503, null, errors("serviceUnavailable")),
                arguments(503, "3600", null),
                arguments(504, null, "{}"),
                arguments(524, null, "A time-out occurred"),
                arguments(200, null, ""),
                arguments(200, null, errors("uploadFailed")),
                arguments(200, null, errors("inferenceError")),
                arguments(200, null, errors("processingFailed")),
                arguments(200, null, errors("providerTimeout")),
                arguments(400, null, errors("conflictTaskUUID")));
    }

    @ParameterizedTest
    @MethodSource("unclearAnswers")
    void anUnclearEndIsLookedUpUntilTheTaskAppears(int status, String retryAfter, String body) {
        api.detailsLag(LAG).answerNext(status, retryAfter, body);

        assertSpokenAndBoughtOnce("synthesize?resendDelay=20s");
    }

    @ParameterizedTest
    @MethodSource("unclearAnswers")
    void aLostAcknowledgmentIsLookedUpUntilTheTaskAppears(int status, String retryAfter, String body) {
        api.responseLag(LAG).answerNext(status, retryAfter, body);

        assertSpokenAndBoughtOnce("synthesize?resendDelay=20s&deliveryMethod=async");
    }

    @Test
    void aLookIsMadeAlsoWithoutRetries() {
        api.answerNext(0, null, null);

        assertSpokenAndBoughtOnce("synthesize?maxRetries=0");
    }

    @Test
    void anAcknowledgedTaskIsPolledUntilItAppears() {
        api.responseLag(LAG);

        assertSpokenAndBoughtOnce("synthesize?resendDelay=20s&deliveryMethod=async");
        assertThat(api.requests()).filteredOn("getResponse"::equals).hasSizeGreaterThan(1);
    }

    @Test
    void findsATaskThatAppearsAfterThreeSecondsByDefault() throws Exception {
        api.detailsLag(Duration.ofSeconds(3)).answerNext(0, null, null);
        component().getConfiguration().setResendDelay(new QwenTtsConfiguration().getResendDelay());

        assertSpokenAndBoughtOnce("synthesize?retryDelay=1s&maxRetryDelay=20s");
    }

    @Test
    void aTaskThatStaysUnknownIsSentAgainAfterTheDelayOnly() {
        api.detailsLag(Duration.ofHours(1)).answerNext(503, null, null);

        long begin = System.nanoTime();
        assertSpoken(send(uri("synthesize?resendDelay=600ms"), "Twice."));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(600));
        assertThat(api.bought()).hasSize(2);
    }

    @Test
    void aMessageThatIsRepeatedAfterItsTimeWasUpWaitsForTheTaskToAppear() {
        SpeechRequest request = request("Once.");
        api.detailsLag(Duration.ofMillis(1_500));
        api.hold();
        Exchange first = send(uri("synthesize?callTimeout=700ms"), request);
        api.release();

        Exchange second = send(uri("synthesize?resendDelay=20s&callTimeout=10s"), request);

        assertThat(first.getException()).isInstanceOf(SpeechUnavailableException.class);
        assertSpoken(second);
        assertThat(api.bought()).hasSize(1);
    }

    @Test
    void aMessageThatIsRepeatedAtOnceWaitsForItsFinishedTaskToAppear() {
        SpeechRequest request = request("Once.");
        api.detailsLag(LAG);

        assertSpoken(send(uri("synthesize?resendDelay=20s"), request));
        assertSpoken(send(uri("synthesize?resendDelay=20s"), request));

        assertThat(api.bought()).hasSize(1);
    }

    @Test
    void aTaskThatWasJustSubmittedIsPending() {
        api.responseLag(Duration.ofHours(1));
        Exchange submitted = send(uri("submit"), "Later.");

        Exchange asked =
                send(uri("getResponse?resendDelay=20s"), submitted.getMessage().getBody());

        assertThat(asked.getException()).isNull();
        assertThat(asked.getMessage().getHeader("CamelQwenTtsTaskStatus")).isEqualTo("processing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"synthesize", "synthesize?deliveryMethod=async"})
    void anIdThatTheApiAnswersWithNothingIsUnknown(String operation) {
        SpeechRequest request = request("Once.");
        api.unknownIsEmpty();

        assertSpoken(send(uri(operation), request));
        assertSpoken(send(uri(operation), request));

        assertThat(api.bought()).hasSize(1);
        assertThat(api.requests().get(0)).isEqualTo("getTaskDetails getResponse");
    }

    @ParameterizedTest
    @CsvSource({
        "synthesize, synthesize?deliveryMethod=async",
        "synthesize, submit",
        "synthesize?deliveryMethod=async, synthesize",
        "submit, synthesize",
        "submit, synthesize?deliveryMethod=async",
        "submit, submit"
    })
    void findsAnIdInWhicheverWayItWasSentFirst(String first, String second) {
        SpeechRequest request = request("Once.");
        // Details of it are there at the end of the test at the earliest.
        api.asyncWork(first.equals("synthesize") ? Duration.ZERO : Duration.ofMillis(500));

        assertThat(send(uri(first), request).getException()).isNull();
        Exchange again = send(uri(second), request);

        assertThat(again.getException()).isNull();
        assertThat(again.getMessage().getHeader("CamelQwenTtsTaskUuid")).isEqualTo(request.taskUUID());
        assertThat(api.bought()).hasSize(1);
        if (!second.equals("submit")) {
            assertSpoken(again);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "synthesize, synthesize",
        "synthesize, submit",
        "submit, synthesize",
        "submit, synthesize?deliveryMethod=async"
    })
    void refusesAnIdOfAnotherText(String first, String second) {
        SpeechRequest request = request("One text.");
        api.asyncWork(first.equals("synthesize") ? Duration.ZERO : Duration.ofMillis(300));
        assertThat(send(uri(first), request).getException()).isNull();

        Exchange other = send(
                uri(second),
                request.toBuilder()
                        .text("Another text.")
                        .taskUUID(request.taskUUID())
                        .build());

        assertThat(other.getException())
                .isInstanceOf(SpeechRejectedException.class)
                .hasMessageContaining("taskUUID is in use for another request, whose speech.text differs");
        assertThat(other.getException().getMessage()).doesNotContain("Another text");
        assertThat(api.bought()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"voice=ryan, speech.voice", "speed=1.2, speech.speed", "outputFormat=MP3, outputFormat"})
    void refusesAnIdOfAnotherSound(String option, String parameter) {
        SpeechRequest request = request("Once.");
        assertSpoken(send(uri("synthesize"), request));

        Exchange other = send(uri("synthesize").replace("outputFormat=WAV", option), request);

        assertThat(other.getException())
                .isInstanceOf(SpeechRejectedException.class)
                .hasMessageContaining(parameter + " differs");
        assertThat(api.bought()).hasSize(1);
    }

    @Test
    void idsCompareWithoutCaseAndBraces() {
        SpeechRequest request = request("Once.");
        SpeechRequest shouted = request.toBuilder()
                .taskUUID("{" + request.taskUUID().toUpperCase(Locale.ROOT) + "}")
                .build();

        assertSpoken(send(uri("synthesize"), shouted));
        assertSpoken(send(uri("synthesize"), request));

        assertThat(api.bought())
                .singleElement()
                .satisfies(task -> assertThat(task.getString("taskUUID")).isEqualTo(request.taskUUID()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"synthesize", "synthesize?deliveryMethod=async", "submit"})
    void eightMessagesWithOneIdAtATimeAreOnePurchase(String operation) throws Exception {
        api.detailsLag(Duration.ofHours(1)).responseLag(Duration.ZERO);
        SpeechRequest request = request("Once.");
        api.hold();

        List<Exchange> exchanges = sendAtOnce(8, uri(operation), request);

        assertThat(api.bought()).hasSize(1);
        assertThat(exchanges).allSatisfy(exchange -> {
            assertThat(exchange.getException()).isNull();
            if (!operation.equals("submit")) {
                assertSpoken(exchange);
            }
        });
    }

    @Test
    void endpointsWithConnectionsOfTheirOwnAreOnePurchaseToo() throws Exception {
        api.detailsLag(Duration.ofHours(1));
        SpeechRequest request = request("Once.");
        CompletableFuture<Exchange> first = buyAndHold(uri("synthesize"), request);
        CompletableFuture<Exchange> other = sendAsync(uri("synthesize?spoolThreshold=100"), request);
        CompletableFuture<Exchange> submitted = sendAsync(uri("submit"), request);

        awaitInFlight(3);
        api.release();

        assertSpoken(first.get(10, TimeUnit.SECONDS));
        assertSpoken(other.get(10, TimeUnit.SECONDS));
        assertThat(submitted.get(10, TimeUnit.SECONDS).getMessage().getBody()).isEqualTo(request.taskUUID());
        assertThat(api.bought()).hasSize(1);
    }

    @Test
    void oneMessageOfAnotherTextAmongThemIsRefused() throws Exception {
        SpeechRequest request = request("Once.");
        CompletableFuture<Exchange> first = buyAndHold(uri("synthesize"), request);

        Exchange other =
                send(uri("synthesize"), request.toBuilder().text("Another.").build());
        api.release();

        assertThat(other.getException())
                .isInstanceOf(SpeechRejectedException.class)
                .hasMessageContaining("speech.text differs");
        assertSpoken(first.get(10, TimeUnit.SECONDS));
        assertThat(api.bought()).extracting(PayOnceTest::text).containsExactly("Once.");
    }

    @Test
    void eachCallKeepsItsOwnDeadline() throws Exception {
        SpeechRequest request = request("Once.");
        CompletableFuture<Exchange> patient = buyAndHold(uri("synthesize"), request);

        Exchange hasty = send(uri("synthesize?callTimeout=300ms"), request);

        assertThat(hasty.getException()).isInstanceOfSatisfying(SpeechUnavailableException.class, failure -> {
            assertThat(failure.getError().kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failure.getError().taskUUID()).isEqualTo(request.taskUUID());
        });
        api.release();
        assertSpoken(patient.get(10, TimeUnit.SECONDS));
        assertThat(api.bought()).hasSize(1);
    }

    @Test
    void othersContinueIfTheFirstTimesOut() throws Exception {
        SpeechRequest request = request("Once.");
        CompletableFuture<Exchange> hasty = buyAndHold(uri("synthesize?callTimeout=700ms"), request);
        List<CompletableFuture<Exchange>> patient = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            patient.add(sendAsync(uri("synthesize?resendDelay=20s"), request));
        }

        assertThat(hasty.get(10, TimeUnit.SECONDS).getException()).isInstanceOf(SpeechUnavailableException.class);

        for (CompletableFuture<Exchange> exchange : patient) {
            assertSpoken(exchange.get(20, TimeUnit.SECONDS));
        }
        assertThat(api.bought()).hasSize(1);
    }

    /** Sends a message whose purchase is not answered before the API is released. */
    private CompletableFuture<Exchange> buyAndHold(String uri, SpeechRequest request) {
        api.hold();
        CompletableFuture<Exchange> sent = sendAsync(uri, request);
        await().atMost(10, TimeUnit.SECONDS).until(() -> api.bought().size() == 1);
        return sent;
    }

    private List<Exchange> sendAtOnce(int times, String uri, SpeechRequest request) throws Exception {
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            sent.add(sendAsync(uri, request));
        }
        awaitInFlight(times);
        api.release();
        List<Exchange> exchanges = new ArrayList<>();
        for (CompletableFuture<Exchange> exchange : sent) {
            exchanges.add(exchange.get(20, TimeUnit.SECONDS));
        }
        return exchanges;
    }

    private void awaitInFlight(int messages) {
        QwenTtsComponent component = component();
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> component.monitor().totals().inFlight() == messages);
    }

    private CompletableFuture<Exchange> sendAsync(String uri, SpeechRequest request) {
        return template.asyncSend(uri, exchange -> exchange.getMessage().setBody(request));
    }

    private String uri(String operation) {
        return "qwen-tts:" + operation + (operation.contains("?") ? "&" : "?") + "baseUrl=" + api.url()
                + "&outputFormat=WAV&outputType=base64Data&" + QUICK_POLLS;
    }

    private static SpeechRequest request(String text) {
        return SpeechRequest.builder()
                .text(text)
                .taskUUID(UUID.randomUUID().toString())
                .build();
    }

    private static String errors(String code) {
        return "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"So they say\"}]}";
    }

    private static String text(JsonObject task) {
        return task.getJsonObject("speech").getString("text");
    }

    private void assertSpokenAndBoughtOnce(String endpoint) {
        assertSpoken(send(uri(endpoint), "Once."));

        assertThat(api.bought()).hasSize(1);
    }

    private static void assertSpoken(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(byte[].class)).hasSize(4_844);
    }
}
