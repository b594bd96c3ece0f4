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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** Tasks that are asked for later, and what the API sends of its own accord. */
class AsyncTaskTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Queue<JsonObject> posted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private RunwareEmulator emulator;
    private HttpServer receiver;

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        if (emulator != null) {
            emulator.close();
        }
        if (receiver != null) {
            receiver.stop(0);
        }
    }

    @Test
    void anAcknowledgmentHasTheTaskAndNoAudio() throws Exception {
        start(RunwareEmulator.builder());
        JsonObject task = asyncTask();

        assertThat(data(task))
                .containsExactly(
                        new JsonObject().put("taskType", "audioInference").put("taskUUID", task.getString("taskUUID")));
    }

    @Test
    void anAcknowledgmentCanBeEmpty() throws Exception {
        start(RunwareEmulator.builder().acknowledgeWithItem(false));

        assertThat(answer(asyncTask())).isEqualTo(new JsonObject("{\"data\":[]}"));
    }

    @Test
    void soManyPollsGetNoResultAndThenAllDo() throws Exception {
        start(RunwareEmulator.builder().processingPolls(2));
        JsonObject task = submitted(asyncTask());

        assertThat(statesOf(poll(task))).containsExactly("processing");
        assertThat(statesOf(poll(task))).containsExactly("processing");
        assertThat(poll(task)).singleElement().satisfies(item -> {
            assertThat(item.getString("status")).isEqualTo("success");
            assertThat(item.getString("audioURL")).startsWith("http://127.0.0.1:");
        });
        assertThat(emulator.tasksCarriedOut()).isOne();
    }

    @Test
    void resultsComeIntoSightOneByOne() throws Exception {
        start(RunwareEmulator.builder().partialResults(true).processingPolls(1));
        JsonObject task = submitted(asyncTask().put("numberResults", 2));

        assertThat(statesOf(poll(task))).containsExactly("processing");
        assertThat(statesOf(poll(task))).containsExactly("success", "processing");
        assertThat(statesOf(poll(task))).containsExactly("success", "success");
    }

    @Test
    void aFailureIsToldAmongTheErrorsOrAsAnItem() throws Exception {
        start(RunwareEmulator.builder());
        emulator.inject(new Fault.WorkFailure("inferenceError", "No voice", false));
        JsonObject first = submitted(asyncTask());
        emulator.inject(new Fault.WorkFailure("inferenceError", "No voice", true));
        JsonObject second = submitted(asyncTask());

        JsonObject error = answer(response(first)).getJsonArray("errors").getJsonObject(0);
        JsonObject item = poll(second).get(0);

        assertThat(error.getString("status")).isEqualTo("error");
        assertThat(error.getString("code")).isEqualTo("inferenceError");
        assertThat(error.getString("taskUUID")).isEqualTo(first.getString("taskUUID"));
        assertThat(item.getString("status")).isEqualTo("error");
        assertThat(item.getJsonObject("error").getString("code")).isEqualTo("inferenceError");
        assertThat(emulator.tasksCarriedOut()).isZero();
    }

    @Test
    void tasksAreForgottenAfterTheirLife() throws Exception {
        start(RunwareEmulator.builder().taskLife(Duration.ofMinutes(1)).clock(now::get));
        JsonObject task = submitted(asyncTask());

        now.set(now.get().plusSeconds(61));

        assertThat(answer(response(task))
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("code"))
                .isEqualTo("taskExpired");
    }

    @Test
    void theOldestTasksAudioAndRequestsAreForgottenWhereRoomIsLimited() throws Exception {
        start(RunwareEmulator.builder().rememberAtMost(2));
        JsonObject first = submitted(asyncTask());
        String audio = poll(first).get(0).getString("audioURL");
        submitted(asyncTask());
        assertThat(EmulatorTestSupport.get(audio).statusCode()).isEqualTo(200);

        JsonObject third = submitted(asyncTask());

        assertThat(answer(response(first))
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("code"))
                .isEqualTo("taskNotFound");
        assertThat(EmulatorTestSupport.get(audio).statusCode()).isEqualTo(404);
        assertThat(statesOf(poll(third))).containsExactly("success");
        assertThat(emulator.tasksCarriedOut()).isEqualTo(3);
        assertThat(emulator.requests()).hasSize(2);
        assertThat(emulator.takeRequest(Duration.ZERO).path()).startsWith("/audio/");
        assertThat(emulator.takeRequest(Duration.ZERO).path()).isEqualTo("/v1");
        assertThat(emulator.takeRequest(Duration.ZERO)).isNull();
    }

    @Test
    void roomForNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunwareEmulator.builder().rememberAtMost(0))
                .withMessageContaining("rememberAtMost=0");
    }

    @Test
    void aWebhookGetsOneCallForEachResultUntilItTakesIt() throws Exception {
        start(RunwareEmulator.builder().webhookRetries(Duration.ofMillis(5), Duration.ofMillis(10)));
        refusals.set(1);

        submitted(asyncTask().put("numberResults", 2).put("webhookURL", receiver()));

        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(emulator.webhookDeliveries())
                        .extracting(WebhookDelivery::status)
                        .containsExactlyInAnyOrder(500, 200, 200));
        assertThat(posted)
                .hasSize(3)
                .allSatisfy(
                        envelope -> assertThat(envelope.getJsonArray("data")).hasSize(1));
    }

    @Test
    void aWebhookThatNeverTakesItIsGivenUp() throws Exception {
        start(RunwareEmulator.builder().webhookRetries(Duration.ofMillis(5)));
        refusals.set(100);

        submitted(asyncTask().put("webhookURL", receiver()));
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(emulator.webhookDeliveries()).hasSize(2));

        await().during(Duration.ofMillis(200))
                .atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(posted).hasSize(2));
    }

    @Test
    void aWebhookIsToldOfFailuresAndGetsThingsTwiceOnDemand() throws Exception {
        start(RunwareEmulator.builder());
        emulator.inject(new Fault.WebhookTwice());
        submitted(asyncTask().put("webhookURL", receiver()));
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(posted).hasSize(2));
        assertThat(posted.stream().distinct()).hasSize(1);

        emulator.inject(new Fault.WorkFailure("inferenceError", "No voice", false));
        submitted(asyncTask().put("webhookURL", url()));

        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> posted.stream()
                        .map(envelope -> envelope.getJsonArray("errors", new JsonArray()))
                        .anyMatch(errors -> errors.encode().contains("inferenceError")));
    }

    @Test
    void anotherLifeKnowsTasksAndAudioAndGoesOnWithTheRest() throws Exception {
        Path state = directory.resolve("state");
        start(RunwareEmulator.builder().stateFile(state).asyncWork(Duration.ofSeconds(1)));
        JsonObject sync = EmulatorTestSupport.task("Done.");
        String audioUrl = data(sync).get(0).getString("audioURL");
        JsonObject undone = asyncTask();
        answer(undone);
        emulator.close();

        int port = Integer.parseInt(audioUrl.replaceAll("http://127.0.0.1:(\\d+)/.*", "$1"));
        start(RunwareEmulator.builder().stateFile(state).port(port));

        assertThat(emulator.tasksCarriedOut()).isOne();
        assertThat(EmulatorTestSupport.get(audioUrl).body()).isNotEmpty();
        assertThat(answer(sync).getJsonArray("errors").getJsonObject(0).getString("code"))
                .isEqualTo("conflictTaskUUID");
        submitted(undone, false);
        assertThat(emulator.tasksCarriedOut()).isEqualTo(2);
    }

    @Test
    void anotherLifeWithLessRoomKnowsTheLatestTasks() throws Exception {
        Path state = directory.resolve("state");
        start(RunwareEmulator.builder().stateFile(state).asyncWork(Duration.ofSeconds(1)));
        JsonObject first = asyncTask();
        JsonObject second = asyncTask();
        answer(first);
        answer(second);
        submitted(first, false);
        submitted(second, false);
        emulator.close();

        start(RunwareEmulator.builder().stateFile(state).rememberAtMost(1));

        assertThat(emulator.tasksCarriedOut()).isEqualTo(2);
        assertThat(answer(response(first)).containsKey("errors")).isTrue();
        assertThat(statesOf(poll(second))).containsExactly("success");
    }

    private void start(RunwareEmulator.Builder settings) {
        emulator = settings.build().start();
    }

    private String receiver() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(Executors.newSingleThreadExecutor(runnable -> {
            Thread thread = new Thread(runnable, "receiver");
            thread.setDaemon(true);
            return thread;
        }));
        receiver.createContext("/", exchange -> {
            posted.add(new JsonObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0 ? 500 : 200, -1);
            exchange.close();
        });
        receiver.start();
        return url();
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/results?token=t";
    }

    private JsonObject submitted(JsonObject task) throws Exception {
        return submitted(task, true);
    }

    /** Waits for the work, without asking about it. */
    private JsonObject submitted(JsonObject task, boolean send) throws Exception {
        if (send) {
            answer(task);
        }
        JsonObject details = EmulatorTestSupport.details(task.getString("taskUUID"));
        await().atMost(10, TimeUnit.SECONDS).until(() -> answer(details).containsKey("data"));
        return task;
    }

    private List<JsonObject> poll(JsonObject task) throws Exception {
        return data(response(task));
    }

    private List<JsonObject> data(JsonObject task) throws Exception {
        return answer(task).getJsonArray("data").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private JsonObject answer(JsonObject task) throws Exception {
        return EmulatorTestSupport.json(EmulatorTestSupport.post(
                emulator.url(), new JsonArray().add(task).encode()));
    }

    private static List<String> statesOf(List<JsonObject> items) {
        return items.stream().map(item -> item.getString("status")).toList();
    }

    private static JsonObject asyncTask() {
        return EmulatorTestSupport.task("Later.").put("deliveryMethod", "async");
    }

    private static JsonObject response(JsonObject task) {
        return new JsonObject().put("taskType", "getResponse").put("taskUUID", task.getString("taskUUID"));
    }
}
