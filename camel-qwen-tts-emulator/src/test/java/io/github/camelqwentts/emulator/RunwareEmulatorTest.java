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
package io.github.camelqwentts.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RunwareEmulatorTest extends EmulatorTestSupport {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    @Override
    RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.clock(now::get).engine(utterance -> Pcm.silence(0.5, SpeechEngine.SAMPLE_RATE));
    }

    @Test
    void severalTasksAreAnsweredTogetherTheGoodAndTheBad() throws Exception {
        JsonObject good = task("Good");
        JsonObject bad = task(" ");

        HttpResponse<byte[]> response = post("[" + good + "," + bad + "]");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).getJsonArray("data").getJsonObject(0).getString("taskUUID"))
                .isEqualTo(good.getString("taskUUID"));
        assertThat(json(response).getJsonArray("errors").getJsonObject(0).getString("taskUUID"))
                .isEqualTo(bad.getString("taskUUID"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "[1]", "[]", "hello"})
    void whatIsNoArrayOfTasksIsABadRequest(String body) throws Exception {
        assertThat(post(body).statusCode()).isEqualTo(400);
    }

    @Test
    void aKeyIsRequiredInTheHeaderOrInTheFirstTask() throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(emulator().url()));

        HttpResponse<byte[]> without = send(request.POST(BodyPublishers.ofString("[" + task("Hi") + "]")));
        HttpResponse<byte[]> inBody = send(request.POST(
                BodyPublishers.ofString("[{\"taskType\":\"authentication\",\"apiKey\":\"key\"}," + task("Hi") + "]")));

        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(json(without).getJsonArray("errors").getJsonObject(0).getString("code"))
                .isEqualTo("invalidApiKey");
        assertThat(inBody.statusCode()).isEqualTo(200);
    }

    @Test
    void rejectsABlankKeyAsItsOwn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunwareEmulator.builder().apiKey(" "));
    }

    @Test
    void onlyTheConfiguredKeyIsAccepted() throws Exception {
        try (RunwareEmulator strict =
                RunwareEmulator.builder().apiKey("other").build().start()) {
            HttpResponse<byte[]> response = send(HttpRequest.newBuilder(URI.create(strict.url()))
                    .header("Authorization", "Bearer key")
                    .POST(BodyPublishers.ofString("[" + task("Hi") + "]")));

            assertThat(response.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aTaskIsCarriedOutOnceAndItsDetailsAreKept() throws Exception {
        JsonObject task = task("Once").put("numberResults", 2).put("includeCost", true);
        JsonObject first = answer(task);

        JsonObject second = answer(task);
        JsonObject details =
                answer(details(task.getString("taskUUID"))).getJsonArray("data").getJsonObject(0);

        assertThat(second.getJsonArray("errors").getJsonObject(0).getString("code"))
                .isEqualTo("conflictTaskUUID");
        assertThat(details.getJsonArray("request")).containsExactly(task);
        assertThat(details.getJsonObject("response").getJsonArray("data"))
                .isEqualTo(first.getJsonArray("data"))
                .hasSize(2);
        assertThat(first.getJsonArray("data").getJsonObject(0).getDouble("cost"))
                .isPositive();
        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    @Test
    void detailsOfAnUnknownTaskAreNotFound() throws Exception {
        HttpResponse<byte[]> response = post("[" + details("7a687894-17db-4452-a7c4-87929a5f31a7") + "]");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).getJsonArray("errors").getJsonObject(0).getString("code"))
                .isEqualTo("taskNotFound");
    }

    @Test
    void aPingIsAnswered() throws Exception {
        assertThat(answer(new JsonObject().put("taskType", "ping").put("ping", true)))
                .isEqualTo(new JsonObject("{\"data\":[{\"taskType\":\"ping\",\"pong\":true}]}"));
    }

    @Test
    void aUrlIsServedUntilItExpires() throws Exception {
        String url = answer(task("Hello").put("ttl", 60))
                .getJsonArray("data")
                .getJsonObject(0)
                .getString("audioURL");

        now.set(Instant.EPOCH.plusSeconds(60));
        HttpResponse<byte[]> inTime = get(url);
        now.set(Instant.EPOCH.plusSeconds(61));
        HttpResponse<byte[]> late = get(url);

        assertThat(inTime.statusCode()).isEqualTo(200);
        assertThat(inTime.headers().firstValue("Content-Type")).contains("audio/mpeg");
        assertThat(late.statusCode()).isEqualTo(404);
    }

    @Test
    void audioIsUploadedToTheEndpointByPut() throws Exception {
        Map<String, byte[]> received = new ConcurrentHashMap<>();
        Vertx vertx = Vertx.vertx();
        try {
            int port = vertx.createHttpServer()
                    .requestHandler(request -> request.body().onSuccess(body -> {
                        received.put(request.method() + " " + request.uri(), body.getBytes());
                        request.response()
                                .setStatusCode(request.uri().endsWith("bad") ? 403 : 200)
                                .end();
                    }))
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .actualPort();
            String target = "http://127.0.0.1:" + port;

            byte[] audio = audio(task("Up").put("uploadEndpoint", target + "/good"));
            JsonObject refused = answer(task("Up").put("uploadEndpoint", target + "/bad"));

            assertThat(received.get("PUT /good")).isEqualTo(audio);
            assertThat(refused.getJsonArray("errors").getJsonObject(0).getString("code"))
                    .isEqualTo("uploadFailed");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void requestsAreRecordedAndCanBeTakenInTurn() throws Exception {
        JsonObject task = task("Record me");
        answer(task);

        RecordedRequest request = emulator().takeRequest(Duration.ofSeconds(5));

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.headers()).containsEntry("authorization", "Bearer key");
        assertThat(request.tasks()).hasSize(1);
        assertThat(request.tasks().get(0).at("speech", "text")).isEqualTo("Record me");
        assertThat(request.tasks().get(0).at("speech", "nothing", "here")).isNull();
        assertThat(emulator().takeRequest(Duration.ofMillis(1))).isNull();
    }

    @Test
    void resetsBeforeAndAfterTheWorkDifferInWhatIsDone() {
        emulator().inject(new Fault.ResetBeforeWork());
        assertThatIOException().isThrownBy(() -> answer(task("Hi")));
        assertThat(emulator().tasksCarriedOut()).isZero();

        emulator().inject(new Fault.ResetAfterWork());
        assertThatIOException().isThrownBy(() -> answer(task("Hi")));
        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    @Test
    void aTruncatedAnswerBreaksOff() {
        emulator().inject(new Fault.Truncate(10));

        assertThatIOException().isThrownBy(() -> answer(task("Hi")));
    }

    @Test
    void statusBodyAndRetryAfterAreAsInjected() throws Exception {
        emulator().inject(new Fault.Status(503, "<p>Sorry", "7", false));

        HttpResponse<byte[]> response = post("[" + task("Hi") + "]");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("7");
        assertThat(text(response)).isEqualTo("<p>Sorry");
    }

    @Test
    void faultsOfTheAnswersBodyShowInIt() throws Exception {
        emulator().inject(new Fault.MalformedJson());
        assertThat(text(post("[" + task("Hi") + "]"))).startsWith("{").doesNotEndWith("}");

        emulator().inject(new Fault.ContentType("text/plain"));
        assertThat(post("[" + task("Hi") + "]").headers().firstValue("Content-Type"))
                .contains("text/plain");

        emulator().inject(new Fault.UnknownFields());
        assertThat(answer(task("Hi")).containsKey("aNewField")).isTrue();

        emulator().inject(new Fault.DuplicateResults());
        assertThat(answer(task("Hi")).getJsonArray("data")).hasSize(2);

        emulator().inject(new Fault.DropResults());
        assertThat(answer(task("Hi"), task("Ho")).getJsonArray("data")).hasSize(1);

        emulator().inject(new Fault.Gzip());
        assertThat(post("[" + task("Hi") + "]").headers().firstValue("Content-Encoding"))
                .contains("gzip");

        emulator().inject(new Fault.Drip(50, Duration.ofMillis(1)));
        assertThat(answer(task("Hi")).getJsonArray("data")).hasSize(1);
    }

    @Test
    void aPredicateChoosesTheTaskThatFails() throws Exception {
        emulator().inject(new Fault.TaskError("promptBlocked", "No"), task -> "Bad".equals(task.at("speech", "text")));

        JsonObject answer = answer(task("Good"), task("Bad"), task("Good"));

        assertThat(answer.getJsonArray("data")).hasSize(2);
        assertThat(answer.getJsonArray("errors")).hasSize(1);
        emulator().clearFaults();
        assertThat(answer(task("Bad")).getJsonArray("errors")).isNull();
    }

    @Test
    void itStartsOnceAndClosesAsOftenAsOneLikes() throws IOException {
        RunwareEmulator other = RunwareEmulator.builder().build().start();
        assertThatIllegalStateException().isThrownBy(other::start);

        other.close();
        other.close();

        assertThatIOException().isThrownBy(() -> get(other.url()));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
