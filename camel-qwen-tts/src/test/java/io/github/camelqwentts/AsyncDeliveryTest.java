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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Pending;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

/** Tasks whose results the component asks for until they are there. */
class AsyncDeliveryTest extends SpeakingTestSupport {

    private static final String ASYNC = "qwen-tts:synthesize?deliveryMethod=async&" + QUICK_POLLS;

    private final HeldEngine engine = new HeldEngine(1);

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder fresh) {
        return fresh.engine(engine).partialResults(true).processingPolls(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"URL", "base64Data", "dataURI"})
    void theBodyIsTheAudioAsWithSync(String outputType) {
        Exchange exchange = send(ASYNC + "&outputType=" + outputType, "Later.");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(byte[].class)).hasSizeGreaterThan(1_000);
        assertThat(exchange.getMessage().getHeader("Content-Type")).isEqualTo("audio/mpeg");
        assertThat(exchange.getMessage().getHeader("CamelQwenTtsTaskStatus")).isEqualTo("success");
        assertThat(tasks("getResponse"))
                .hasSizeGreaterThanOrEqualTo(3)
                .extracting(RecordedTask::taskUUID)
                .containsOnly(exchange.getMessage().getHeader("CamelQwenTtsTaskUuid", String.class));
    }

    @Test
    void refusesToFetchMoreResultsThanATaskCanHave() {
        Exchange refused = send(
                "qwen-tts:getResponse",
                "7a687894-17db-4452-a7c4-87929a5f31a7",
                Map.of("CamelQwenTtsNumberResults", 21));

        assertThat(refused.getException())
                .hasMessage(
                        "numberResults=21 (header CamelQwenTtsNumberResults) is not valid: must be between 1 and 20");
    }

    @Test
    void anEmptyAcknowledgmentIsOne() {
        try (RunwareEmulator silent =
                RunwareEmulator.builder().acknowledgeWithItem(false).build().start()) {
            Exchange exchange = send(ASYNC + "&baseUrl=" + silent.url(), "Later.");

            assertThat(exchange.getException()).isNull();
            assertThat(silent.tasksCarriedOut()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"getResponse?pollUntilDone=true&" + QUICK_POLLS, "getTaskDetails"})
    void aCollectionOfOneIdGivesAListOfOneResult(String operation) {
        String id = send(ASYNC, "Alone.").getMessage().getHeader(QwenTtsConstants.TASK_UUID, String.class);

        Exchange exchange = send("qwen-tts:" + operation, List.of(id));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).asInstanceOf(LIST).hasSize(1);
    }

    @Test
    void tasksOfSeveralBatchesAreAskedForInOneRequest() throws Exception {
        engine.hold();
        String uri = "qwen-tts:synthesize?deliveryMethod=async&batchSize=2"
                + "&pollInitialDelay=20ms&pollInterval=200ms&pollBackoffMultiplier=1";
        List<String> texts = List.of("One.", "Two.", "Three.", "Four.", "Five.");
        CompletableFuture<Exchange> spoken =
                template.asyncSend(uri, exchange -> exchange.getMessage().setBody(texts));

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(emulator().requests())
                        .as("three batches, and a question for all five")
                        .anySatisfy(request -> assertThat(request.tasks())
                                .hasSize(5)
                                .allSatisfy(task -> assertThat(task.taskType()).isEqualTo("getResponse"))));

        engine.release();
        assertThat(spoken.get(20, TimeUnit.SECONDS).getMessage().getBody(List.class))
                .hasSize(5);
    }

    @Test
    void resultsAreFetchedWhileOthersAreStillBeingMade() {
        // One result is told of within three questions, and no other before that one was fetched.
        AtomicInteger questions = new AtomicInteger();
        emulator()
                .inject(
                        new Fault.Status(503),
                        task -> "getResponse".equals(task.taskType())
                                && emulator().tasksCarriedOut() == 1
                                && questions.incrementAndGet() > 3
                                && emulator().requests().stream().noneMatch(request -> "GET".equals(request.method())));

        Exchange exchange = send(ASYNC + "&numberResults=3&callTimeout=20s", "Thrice.");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(List.class)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailedTaskFailsInEitherShapeAndIsNotBoughtAgain(boolean asItem) {
        emulator().inject(new Fault.WorkFailure("inferenceError", "No voice today", asItem));

        Exchange exchange = send(ASYNC, "Later.");

        assertThat(exchange.getException()).isInstanceOf(SpeechException.class);
        SpeechException failure = (SpeechException) exchange.getException();
        assertThat(failure.getError().code()).isEqualTo("inferenceError");
        assertThat(failure.getError().taskUUID()).isEqualTo(speechTasks().get(0).taskUUID());
        assertThat(speechTasks()).hasSize(1);
    }

    @Test
    void whatOthersGaveIsThereWhenOneFails() {
        emulator()
                .inject(
                        new Fault.WorkFailure("inferenceError", "No voice today", false),
                        task -> "Two.".equals(task.at("speech", "text")));

        Exchange exchange = send(ASYNC + "&continueOnError=true", List.of("One.", "Two.", "Three."));

        List<SpeechResult> results = resultsOf(exchange);
        assertThat(results).extracting(result -> result.failure() == null).containsExactly(true, false, true);
    }

    @Test
    void questionsThatGoWrongAreAskedAgain() {
        for (Fault fault : List.of(
                new Fault.Status(503),
                new Fault.ResetBeforeWork(),
                new Fault.MalformedJson(),
                new Fault.Status(429, null, "0", false),
                new Fault.TaskError("rateLimitExceeded", "Slowly"))) {
            int[] left = {3};
            emulator().inject(fault, task -> "getResponse".equals(task.taskType()) && left[0]-- > 0);
        }

        assertThat(send(ASYNC + "&maxRetries=1", "Later.").getException()).isNull();
        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    @Test
    void aRefusedKeyEndsTheWait() {
        emulator()
                .inject(
                        new Fault.Status(
                                401, "{\"errors\":[{\"code\":\"invalidApiKey\",\"message\":\"No\"}]}", null, false),
                        task -> "getResponse".equals(task.taskType()));

        SpeechException failure = (SpeechException) send(ASYNC, "Later.").getException();

        assertThat(failure.getError().kind()).isEqualTo(Kind.AUTH);
    }

    @Test
    void aLostAcknowledgmentIsFoundAgainAndNotBoughtTwice() {
        emulator().inject(new Fault.ResetAfterWork(), 1);

        assertThat(send(ASYNC, "Later.").getException()).isNull();

        assertThat(emulator().tasksCarriedOut()).isOne();
        assertThat(speechTasks()).hasSize(1);
    }

    @Test
    void aDeadlineLeavesIdsWithWhichTheWaitIsTakenUpAgain() {
        try (RunwareEmulator slow = RunwareEmulator.builder()
                .asyncWork(Duration.ofSeconds(2))
                .build()
                .start()) {
            String url = "&baseUrl=" + slow.url();
            Exchange first = send(ASYNC + "&callTimeout=500ms" + url, List.of("One.", "Two."));

            SpeechException failure = (SpeechException) first.getException();
            assertThat(failure.getError().kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failure).hasMessageContaining("fetch the results with getResponse");
            assertThat(slow.tasksCarriedOut()).as("at that time").isZero();
            List<String> uuids =
                    failure.getResults().stream().map(SpeechResult::taskUUID).toList();
            assertThat(uuids).hasSize(2).doesNotContainNull().doesNotHaveDuplicates();

            Exchange second = send("qwen-tts:getResponse?pollUntilDone=true&" + QUICK_POLLS + url, uuids);

            assertThat(second.getException()).isNull();
            assertThat(resultsOf(second)).extracting(SpeechResult::taskUUID).containsExactlyElementsOf(uuids);
            assertThat(slow.tasksCarriedOut()).isEqualTo(2);
        }
    }

    @Test
    void cancellingEndsTheQuestions() throws Exception {
        try (RunwareEmulator slow = RunwareEmulator.builder()
                .asyncWork(Duration.ofMinutes(1))
                .build()
                .start()) {
            QwenTtsEndpoint endpoint = context.getEndpoint(ASYNC + "&baseUrl=" + slow.url(), QwenTtsEndpoint.class);
            endpoint.start();
            CompletableFuture<List<SpeechResult>> call = endpoint.client()
                    .synthesize(List.of(endpoint.backend()
                            .check(SpeechRequest.builder()
                                    .text("Never.")
                                    .deliveryMethod(DeliveryMethod.ASYNC)
                                    .build())));
            await().atMost(10, TimeUnit.SECONDS).until(() -> questions(slow) > 1);

            call.cancel(true);

            long[] last = {-1};
            await().pollInterval(Duration.ofMillis(300))
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> last[0] == (last[0] = questions(slow)));
        }
    }

    @Test
    void submitAnswersWithTheIdAndGetResponseTellsHowItStands() {
        Exchange submitted = send("qwen-tts:submit", "Later.");

        String uuid = submitted.getMessage().getBody(String.class);
        assertThat(UUID.fromString(uuid).version()).isEqualTo(4);
        assertThat(submitted.getMessage().getHeaders())
                .containsEntry("CamelQwenTtsTaskUuid", uuid)
                .containsEntry("CamelQwenTtsTaskStatus", "processing");
        assertThat(speechTasks())
                .singleElement()
                .satisfies(task -> assertThat(task.at("deliveryMethod")).isEqualTo("async"));

        Exchange early = send("qwen-tts:getResponse", uuid);
        assertThat(early.getException()).isNull();
        assertThat(early.getMessage().getBody()).isNull();
        assertThat(early.getMessage().getHeader("CamelQwenTtsTaskStatus")).isEqualTo("processing");

        Exchange late = send(
                "qwen-tts:getResponse?pollUntilDone=true&" + QUICK_POLLS,
                "ignored",
                Map.of("CamelQwenTtsTaskUuid", uuid));
        assertThat(late.getException()).isNull();
        assertThat(late.getMessage().getBody(byte[].class)).hasSizeGreaterThan(1_000);
        assertThat(late.getMessage().getHeader("CamelQwenTtsTaskStatus")).isEqualTo("success");
    }

    @Test
    void submitOfACollectionAnswersWithTheIdsInOrder() {
        Exchange submitted = send("qwen-tts:submit", List.of("One.", "Two.", "Three."));

        assertThat(submitted.getMessage().getBody(List.class))
                .isEqualTo(speechTasks().stream().map(RecordedTask::taskUUID).toList());
    }

    @Test
    void aRefusedTaskFailsAtOnceWithTheIdsOfTheOthers() {
        emulator().inject(new Fault.TaskError("invalidText", "No"), task -> "Two.".equals(task.at("speech", "text")));

        SpeechException failure = (SpeechException)
                send("qwen-tts:submit", List.of("One.", "Two.", "Three.")).getException();

        assertThat(failure.getResults()).extracting(Pending.class::isInstance).containsExactly(true, false, true);
    }

    @Test
    void severalMessagesMayAskForOneTaskAtATime() throws Exception {
        String uuid = send("qwen-tts:submit", "Later.").getMessage().getBody(String.class);
        String uri = "qwen-tts:getResponse?pollUntilDone=true&" + QUICK_POLLS;

        List<CompletableFuture<Exchange>> asked = Stream.generate(() -> template.asyncSend(
                        uri, exchange -> exchange.getMessage().setBody(uuid)))
                .limit(3)
                .toList();

        for (CompletableFuture<Exchange> one : asked) {
            Exchange exchange = one.get(20, TimeUnit.SECONDS);
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getBody(byte[].class)).hasSizeGreaterThan(1_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen-tts:getResponse", "qwen-tts:getTaskDetails"})
    void aTaskThatStandsInACollectionTwiceIsRefused(String uri) {
        String uuid = UUID.randomUUID().toString();

        assertThat(send(uri, List.of(uuid, uuid)).getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("taskUUID=" + uuid + " (element 1 of the body) is not valid");
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void getResponseOfAnUnknownTaskIsNotFound() {
        SpeechException failure = (SpeechException)
                send("qwen-tts:getResponse", UUID.randomUUID().toString()).getException();

        assertThat(failure.getError().kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen-tts:getResponse", "qwen-tts:getTaskDetails"})
    void whatIsNoTaskIdIsRefusedBeforeAnythingIsSent(String uri) {
        Exchange exchange = send(uri, "4711");

        assertThat(exchange.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("taskUUID=4711")
                .hasMessageContaining("version 4");
        assertThat(send(uri, null).getException()).isInstanceOf(IllegalArgumentException.class);
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void getTaskDetailsGivesTheAudioOfAnEarlierTask() {
        Exchange earlier = send("qwen-tts:synthesize?outputType=base64Data&outputFormat=WAV", "Once.");
        byte[] audio = earlier.getMessage().getBody(byte[].class);

        Exchange again = send("qwen-tts:getTaskDetails", earlier.getMessage().getHeader("CamelQwenTtsTaskUuid"));

        assertThat(again.getMessage().getBody(byte[].class)).isEqualTo(audio);
        assertThat(again.getMessage().getHeader("Content-Type")).isEqualTo("audio/wav");
        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    @Test
    void detailsAreTheRequestAndResponseWithoutSecretsAndAudio() {
        emulator().inject(new Fault.UnknownFields());
        Exchange earlier = send(
                "qwen-tts:synthesize?outputType=base64Data",
                "Once, " + KEY + ".",
                Map.of("CamelQwenTtsWebhookUrl", "http://127.0.0.1:1/hook?token=sesame"));

        Exchange details = send(
                "qwen-tts:getTaskDetails?includeDetails=true",
                earlier.getMessage().getHeader("CamelQwenTtsTaskUuid"));

        String json = details.getMessage().getBody(String.class);
        assertThat(json)
                .contains("\"request\"", "\"response\"", "Once, ***.", "audioUUID")
                .doesNotContain("sesame", KEY, "audioBase64Data");
        assertThat(details.getMessage().getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(send(
                                "qwen-tts:getTaskDetails?includeDetails=true",
                                UUID.randomUUID().toString())
                        .getException())
                .isInstanceOfSatisfying(
                        SpeechException.class,
                        failure -> assertThat(failure.getError().kind()).isEqualTo(Kind.NOT_FOUND));
    }

    private static long questions(RunwareEmulator emulator) {
        return emulator.requests().stream()
                .flatMap(request -> request.tasks().stream())
                .filter(task -> "getResponse".equals(task.taskType()))
                .count();
    }

    @SuppressWarnings("unchecked")
    private static List<SpeechResult> resultsOf(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }
}
