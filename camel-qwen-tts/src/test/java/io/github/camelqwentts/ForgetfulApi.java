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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelqwentts.audio.WavFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * An API that is worse than the emulator: it executes whatever is sent, also a second time under the same id, and does
 * not know its own tasks at first.
 */
final class ForgetfulApi implements AutoCloseable {

    private static final int A_TENTH_OF_A_SECOND = 4_800;

    private final HttpServer server;
    private final Map<String, Entry> tasks = new ConcurrentHashMap<>();
    private final List<JsonObject> bought = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private volatile Duration detailsLag = Duration.ZERO;
    private volatile Duration responseLag = Duration.ZERO;
    private volatile Duration asyncWork = Duration.ZERO;
    private volatile boolean unknownIsEmpty;
    private volatile CountDownLatch held = new CountDownLatch(0);

    ForgetfulApi() {
        server = ScriptedServer.newServer("forgetful-api");
        server.createContext("/v1", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** How long getTaskDetails does not know a task that was executed. */
    ForgetfulApi detailsLag(Duration lag) {
        detailsLag = lag;
        return this;
    }

    /** How long getResponse does not know a task that was acknowledged. */
    ForgetfulApi responseLag(Duration lag) {
        responseLag = lag;
        return this;
    }

    /** How long an asynchronous task is in progress, from the moment when getResponse knows it. */
    ForgetfulApi asyncWork(Duration work) {
        asyncWork = work;
        return this;
    }

    /** Says of an unknown task {@code {"data":[]}}, and not that it does not exist. */
    ForgetfulApi unknownIsEmpty() {
        unknownIsEmpty = true;
        return this;
    }

    /** What the next speech task is answered with after it was executed; status 0 closes the connection. */
    ForgetfulApi answerNext(int status, String retryAfter, String body) {
        answers.add(new Answer(status, retryAfter, body));
        return this;
    }

    /** Has executed tasks wait with their answers. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void release() {
        held.countDown();
    }

    /** All tasks that were executed, as they were sent. */
    List<JsonObject> bought() {
        return bought;
    }

    /** The types of the tasks of each request. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        held.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        JsonArray sent = new JsonArray(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        JsonArray data = new JsonArray();
        JsonArray errors = new JsonArray();
        Answer instead = null;
        List<String> types = new ArrayList<>();
        for (Object element : sent) {
            JsonObject task = (JsonObject) element;
            types.add(task.getString("taskType"));
            switch (task.getString("taskType")) {
                case "audioInference" -> {
                    data.add(execute(task));
                    instead = instead == null ? answers.poll() : instead;
                }
                case "getTaskDetails" -> tell(task, data, errors, true);
                default -> tell(task, data, errors, false);
            }
        }
        requests.add(String.join(" ", types));
        if (types.contains("audioInference")) {
            await();
        }
        answer(exchange, instead, data, errors);
    }

    private void await() {
        try {
            held.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonObject execute(JsonObject task) {
        bought.add(task);
        String uuid = task.getString("taskUUID");
        JsonObject note = new JsonObject().put("taskType", "audioInference").put("taskUUID", uuid);
        boolean async = "async".equals(task.getString("deliveryMethod"));
        JsonObject result = note.copy()
                .put("audioUUID", UUID.randomUUID().toString())
                .put("audioBase64Data", Base64.getEncoder().encodeToString(WavFile.silence(A_TENTH_OF_A_SECOND)));
        tasks.putIfAbsent(uuid, new Entry(task, result, async, System.nanoTime()));
        return async ? note : result;
    }

    private void tell(JsonObject question, JsonArray data, JsonArray errors, boolean details) {
        Entry entry = tasks.get(question.getString("taskUUID"));
        boolean known = entry != null
                && entry.isOlderThan(details ? detailsLag.plus(asyncWork) : responseLag)
                && (details || entry.async);
        if (known && details) {
            data.add(new JsonObject()
                    .put("taskType", "getTaskDetails")
                    .put("taskUUID", entry.task.getString("taskUUID").toUpperCase(Locale.ROOT))
                    .put("request", new JsonArray().add(entry.task))
                    .put("response", new JsonObject().put("data", new JsonArray().add(entry.result))));
        } else if (known) {
            data.add(
                    entry.isOlderThan(responseLag.plus(asyncWork))
                            ? entry.result.copy().put("status", "success")
                            : new JsonObject()
                                    .put("taskType", "audioInference")
                                    .put("taskUUID", entry.task.getString("taskUUID"))
                                    .put("status", "processing"));
        } else if (!unknownIsEmpty) {
            errors.add(new JsonObject()
                    .put("code", "taskNotFound")
                    .put("message", "There is no such task")
                    .put("taskUUID", question.getString("taskUUID")));
        }
    }

    private static void answer(HttpExchange exchange, Answer instead, JsonArray data, JsonArray errors)
            throws IOException {
        if (instead != null && instead.status == 0) {
            exchange.close();
            return;
        }
        JsonObject envelope = new JsonObject();
        if (!data.isEmpty() || errors.isEmpty()) {
            envelope.put("data", data);
        }
        if (!errors.isEmpty()) {
            envelope.put("errors", errors);
        }
        String body = instead == null ? envelope.encode() : instead.body == null ? "" : instead.body;
        if (instead != null && instead.retryAfter != null) {
            exchange.getResponseHeaders().set("Retry-After", instead.retryAfter);
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(instead == null ? 200 : instead.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private record Answer(int status, String retryAfter, String body) {}

    private record Entry(JsonObject task, JsonObject result, boolean async, long since) {

        boolean isOlderThan(Duration age) {
            return System.nanoTime() - since >= age.toNanos();
        }
    }
}
