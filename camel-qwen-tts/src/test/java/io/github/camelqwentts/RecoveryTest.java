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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.SpeechAccessException;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRejectedException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What becomes of a task when something breaks: it is carried out once, and its result is not lost. */
class RecoveryTest extends SpeakingTestSupport {

    private static final String WORDS = "Nothing is paid for twice.";

    private final HeldEngine engine = new HeldEngine(1);

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(engine);
    }

    static Stream<Arguments> faultsAfterTheWork() {
        return Stream.of(
                arguments("URL", new Fault.ResetAfterWork()),
                arguments("base64Data", new Fault.ResetAfterWork()),
                arguments("URL", new Fault.Truncate(0)),
                arguments("URL", new Fault.Truncate(40)),
                arguments("dataURI", new Fault.Truncate(5_000)),
                arguments("URL", new Fault.MalformedJson()),
                arguments("base64Data", new Fault.MalformedJson()),
                arguments("URL", new Fault.DropResults()),
                arguments("URL", new Fault.Status(408, null, null, true)),
                arguments("URL", new Fault.Status(409, null, null, true)),
                arguments("URL", new Fault.Status(425, null, null, true)),
                arguments("URL", new Fault.Status(429, null, "0", true)),
                arguments("URL", new Fault.Status(429, errors("rateLimitExceeded"), null, true)),
                arguments("URL", new Fault.Status(499, null, null, true)),
                arguments("URL", new Fault.Status(503, null, "3600", true)),
                arguments("URL", new Fault.Status(200, errors("uploadFailed"), null, true)),
                arguments("dataURI", new Fault.Status(200, errors("inferenceError"), null, true)),
                arguments("URL", new Fault.Status(200, errors("processingFailed"), null, true)),
                arguments("URL", new Fault.Status(500, "<html>Sorry</html>", null, true)),
                arguments("URL", new Fault.Status(502, null, "0", true)),
                arguments("URL", new Fault.Status(504, "{}", null, true)),
                arguments("URL", new Fault.Status(200, "", null, true)),
                arguments("URL", new Fault.Status(200, "[]", null, true)),
                arguments("URL", new Fault.Status(200, "{\"data\":[]}", null, true)));
    }

    @ParameterizedTest
    @MethodSource("faultsAfterTheWork")
    void whatWasCarriedOutIsFetchedAndNotBoughtAgain(String outputType, Fault fault) {
        emulator().inject(fault);

        Exchange exchange = send("qwen-tts:synthesize?outputType=" + outputType, WORDS);

        assertSpoken(exchange);
        assertThat(emulator().tasksCarriedOut()).isOne();
        assertThat(tasks("getTaskDetails"))
                .extracting(RecordedTask::taskUUID)
                .containsExactly(exchange.getMessage().getHeader("CamelQwenTtsTaskUuid", String.class));
    }

    static Stream<Fault> faultsBeforeTheWork() {
        return Stream.of(
                new Fault.ResetBeforeWork(),
                new Fault.Status(408),
                new Fault.Status(500),
                new Fault.Status(503, "{\"errors\":[{\"code\":\"serviceUnavailable\",\"message\":\"\"}]}", null, false),
                new Fault.TaskError("internalServerError", "Out of order"),
                new Fault.TaskError("inferenceTimeout", "Too slow"),
                new Fault.Status(425),
                new Fault.Status(499),
                new Fault.Status(429),
                new Fault.Status(429, "{\"errors\":[{\"code\":\"rateLimitExceeded\",\"message\":\"\"}]}", "0", false),
                new Fault.TaskError("providerOverloaded", "Not now"),
                new Fault.TaskError("noAvailableServer", "Not now"));
    }

    @ParameterizedTest
    @MethodSource("faultsBeforeTheWork")
    void whatWasNotCarriedOutIsAskedForAndThenSentAgainUnderItsId(Fault fault) {
        emulator().inject(fault);

        assertSpoken(send("qwen-tts:synthesize", WORDS));

        assertThat(emulator().tasksCarriedOut()).isOne();
        assertThat(tasks("getTaskDetails")).hasSize(1);
        assertThat(speechTasks()).hasSize(2);
        assertThat(speechTasks())
                .extracting(RecordedTask::json)
                .containsOnly(speechTasks().get(0).json());
    }

    @Test
    void theQuestionItselfMayFailToo() {
        emulator().inject(new Fault.ResetAfterWork(), task -> "audioInference".equals(task.taskType()));
        AtomicInteger questions = new AtomicInteger();
        emulator()
                .inject(
                        new Fault.ResetBeforeWork(),
                        task -> "getTaskDetails".equals(task.taskType()) && questions.incrementAndGet() <= 2);

        assertSpoken(send("qwen-tts:synthesize", WORDS));

        assertThat(emulator().tasksCarriedOut()).isOne();
        assertThat(questions).hasValue(3);
    }

    @Test
    void aTaskThatIsStillUnderWayIsWaitedForBeyondMaxRetries() throws Exception {
        SpeechRequest request = SpeechRequest.builder()
                .text(WORDS)
                .taskUUID("11111111-1111-4111-8111-111111111111")
                .build();
        engine.hold();
        CompletableFuture<?> first = sendByAnotherProcess(request.taskUUID());
        await().atMost(10, TimeUnit.SECONDS).until(() -> !speechTasks().isEmpty());

        CompletableFuture<Exchange> second = template.asyncSend(
                "qwen-tts:synthesize?maxRetries=0",
                exchange -> exchange.getMessage().setBody(request));
        await().atMost(10, TimeUnit.SECONDS).until(() -> tasks("getTaskDetails").size() > 3);
        engine.release();

        first.get(10, TimeUnit.SECONDS);
        assertSpoken(second.get(10, TimeUnit.SECONDS));
        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    private CompletableFuture<?> sendByAnotherProcess(String taskUUID) {
        String task = "[{\"taskType\":\"audioInference\",\"taskUUID\":\"" + taskUUID + "\",\"model\":\""
                + SpeechRequest.CUSTOM_VOICE + "\",\"speech\":{\"text\":\"" + WORDS + "\",\"voice\":\"auto\"}}]";
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(emulator().url()))
                                .header("Authorization", "Bearer " + KEY)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(task))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }

    /** The details of a task may hold the whole request that it came in, and all of its response. */
    @ParameterizedTest
    @ValueSource(strings = {"URL", "base64Data"})
    void detailsOfEachTaskMayTellOfTheWholeBatch(String outputType) throws Exception {
        byte[] audio = send("qwen-tts:synthesize?outputFormat=WAV", "Hello.")
                .getMessage()
                .getBody(byte[].class);
        List<JsonObject> sent = new CopyOnWriteArrayList<>();
        try (ScriptedApi api = new ScriptedApi().serve(200, audio)) {
            api.on("audioInference", tasks -> {
                sent.addAll(tasks);
                return "{\"data\":[";
            });
            api.on("getTaskDetails", tasks -> {
                JsonArray results = new JsonArray();
                sent.forEach(task -> results.add(new JsonObject()
                        .put("taskType", "audioInference")
                        .put("taskUUID", task.getString("taskUUID"))
                        .put("audioUUID", "audio-" + task.getString("taskUUID"))
                        .put(
                                outputType.equals("URL") ? "audioURL" : "audioBase64Data",
                                outputType.equals("URL") ? api.audioUrl() : audio)));
                JsonArray details = new JsonArray();
                tasks.forEach(task -> details.add(new JsonObject()
                        .put("taskType", "getTaskDetails")
                        .put("taskUUID", task.getString("taskUUID"))
                        .put("request", new JsonArray(List.copyOf(sent)))
                        .put("response", new JsonObject().put("data", results))));
                return new JsonObject().put("data", details).encode();
            });

            Exchange exchange = send(
                    "qwen-tts:synthesize?outputFormat=WAV&retryDelay=10&outputType=" + outputType + "&baseUrl="
                            + api.url(),
                    IntStream.range(0, 20).mapToObj(i -> "Text " + i + ".").toList());

            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getBody(List.class)).hasSize(20);
            assertThat(sent).hasSize(20);
        }
    }

    @Test
    void aDuplicateIsLookedUp() {
        String uuid = "11111111-1111-4111-8111-111111111111";
        SpeechRequest request =
                SpeechRequest.builder().text(WORDS).taskUUID(uuid).build();

        assertSpoken(send("qwen-tts:synthesize", request));
        emulator().inject(new Fault.TaskError("taskNotFound", "Not yet"), 1);
        assertSpoken(send("qwen-tts:synthesize", request));

        assertThat(emulator().tasksCarriedOut()).isOne();
        assertThat(speechTasks()).as("the second is refused as a duplicate").hasSize(2);
        assertThat(tasks("getTaskDetails"))
                .extracting(RecordedTask::taskUUID)
                .as("before the first, before the second, and after its refusal")
                .containsExactly(uuid, uuid, uuid);
    }

    @Test
    void everyThirdConnectionBreaksAndThreeHundredTasksGiveThreeHundredResults() throws Exception {
        AtomicInteger count = new AtomicInteger();
        emulator()
                .inject(
                        new Fault.ResetAfterWork(),
                        task -> "audioInference".equals(task.taskType()) && count.incrementAndGet() % 3 == 0);

        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String text = "Number " + i;
            sent.add(template.asyncSend(
                    "qwen-tts:synthesize", exchange -> exchange.getMessage().setBody(text)));
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get(90, TimeUnit.SECONDS);

        assertThat(sent).allSatisfy(exchange -> assertSpoken(exchange.getNow(null)));
        assertThat(sent)
                .extracting(
                        exchange -> exchange.getNow(null).getMessage().getHeader("CamelQwenTtsAudioUuid", String.class))
                .doesNotHaveDuplicates();
        assertThat(emulator().tasksCarriedOut()).isEqualTo(300);
        assertThat(tasks("getTaskDetails")).hasSize(100);
    }

    @Test
    void aBatchThatBreaksIsRecoveredWhole() {
        emulator().inject(new Fault.ResetAfterWork());

        Exchange exchange = send("qwen-tts:synthesize", List.of("One", "Two", "Three"));

        assertThat(exchange.getException()).isNull();
        assertThat((List<?>) exchange.getMessage().getBody(List.class)).hasSize(3);
        assertThat(emulator().tasksCarriedOut()).isEqualTo(3);
        assertThat(tasks("getTaskDetails")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void triesEndWithMaxRetries(int maxRetries) {
        emulator().inject(new Fault.Status(429), 10);

        Exchange exchange = send("qwen-tts:synthesize?maxRetries=" + maxRetries, WORDS);

        assertThat(exchange.getException()).isInstanceOfSatisfying(SpeechUnavailableException.class, failure -> {
            assertThat(failure.getError().kind()).isEqualTo(Kind.RATE_LIMIT);
            assertThat(failure.getError().attempts()).isEqualTo(1 + maxRetries);
        });
        assertThat(speechTasks())
                .as("sent again only once the API said that it is not known")
                .hasSize(1);
        assertThat(emulator().requests()).as("a look, also without retries").hasSize(Math.max(2, 1 + maxRetries));
    }

    @ParameterizedTest
    @CsvSource({
        "401, AUTH, io.github.camelqwentts.speech.SpeechAccessException",
        "402, QUOTA, io.github.camelqwentts.speech.SpeechAccessException",
        "403, AUTH, io.github.camelqwentts.speech.SpeechAccessException",
        "400, VALIDATION, io.github.camelqwentts.speech.SpeechRejectedException",
        "404, NOT_FOUND, io.github.camelqwentts.speech.SpeechException",
        "418, UNKNOWN, io.github.camelqwentts.speech.SpeechException"
    })
    void whatNoRetryMendsIsNotRetried(int status, Kind kind, Class<? extends SpeechException> type) {
        emulator().inject(new Fault.Status(status), 10);

        Exchange exchange = send("qwen-tts:synthesize", WORDS);

        assertThat(exchange.getException())
                .isExactlyInstanceOf(type)
                .isInstanceOfSatisfying(SpeechException.class, failure -> {
                    assertThat(failure.getError().kind()).isEqualTo(kind);
                    assertThat(failure.getError().httpStatus()).isEqualTo(status);
                });
        assertThat(emulator().requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "insufficientCredits, io.github.camelqwentts.speech.SpeechAccessException",
        "apiKeyRevoked, io.github.camelqwentts.speech.SpeechAccessException",
        "contentPolicyViolation, io.github.camelqwentts.speech.SpeechRejectedException",
        "invalidVoice, io.github.camelqwentts.speech.SpeechRejectedException"
    })
    void theApisOwnReasonDecidesWhereItGivesOne(String code, Class<? extends SpeechException> type) {
        emulator().inject(new Fault.TaskError(code, "Because"));

        Exchange exchange = send("qwen-tts:synthesize", WORDS);

        assertThat(exchange.getException()).isExactlyInstanceOf(type).hasMessageContaining(code + ", Because");
        assertThat(speechTasks()).hasSize(1);
    }

    @Test
    void aDeadlineThatPassesTellsTheTask() {
        emulator().inject(new Fault.Delay(Duration.ofMinutes(1)));

        Exchange exchange = send("qwen-tts:synthesize?callTimeout=300ms", WORDS);

        String uuid = speechTasks().get(0).taskUUID();
        assertThat(exchange.getException()).isInstanceOfSatisfying(SpeechUnavailableException.class, failure -> {
            assertThat(failure.getError().kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failure.getError().taskUUID()).isEqualTo(uuid);
            assertThat(failure).hasMessageContaining(uuid).hasMessageContaining("callTimeout");
        });
        assertThat(speechTasks()).hasSize(1);
    }

    @Test
    void aDripIsNoReasonToGiveUpBeforeTheDeadline() {
        emulator().inject(new Fault.Drip(20, Duration.ofMillis(20)));

        assertSpoken(send("qwen-tts:synthesize", WORDS));
        assertThat(speechTasks()).hasSize(1);
    }

    @Test
    void aWrongContentTypeIsNoReasonToGiveUp() {
        emulator().inject(new Fault.ContentType("text/html"));

        assertSpoken(send("qwen-tts:synthesize", WORDS));
        assertThat(emulator().requests()).hasSize(2);
    }

    @Test
    void aRefusedConnectionIsTriedAgainAndThenSaid() throws IOException {
        int nobody = LocalHttpServer.freePort();

        Exchange exchange = send("qwen-tts:synthesize?maxRetries=2&baseUrl=http://127.0.0.1:" + nobody + "/v1", WORDS);

        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        SpeechUnavailableException.class,
                        failure -> assertThat(failure.getError().kind()).isEqualTo(Kind.CONNECTION))
                .hasMessageContaining("Could not connect");
    }

    @Test
    void aRedirectOfTheApiIsNotFollowed() {
        emulator().inject(new Fault.Redirect(emulator().url()));

        Exchange exchange = send("qwen-tts:synthesize", WORDS);

        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        SpeechException.class,
                        failure -> assertThat(failure.getError().httpStatus()).isEqualTo(307));
        assertThat(emulator().requests()).hasSize(1);
    }

    @Test
    void exceptionsOfEveryKindAreTheRoutesToCatch() throws Exception {
        emulator().inject(new Fault.Status(401));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(SpeechAccessException.class).handled(true).setBody(constant("tell an operator"));
                onException(SpeechRejectedException.class).handled(true).setBody(constant("mend the message"));
                from("direct:in").to("qwen-tts:synthesize");
            }
        });

        assertThat(template.requestBody("direct:in", WORDS, String.class)).isEqualTo("tell an operator");
    }

    private static String errors(String code) {
        return "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"So they say\"}]}";
    }

    private static void assertSpoken(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(byte[].class)).hasSizeGreaterThan(2_000);
    }
}
