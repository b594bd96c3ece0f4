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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Carries tasks out, each id once, and remembers what came of them. */
final class TaskDesk {

    private static final double TOKENS_PER_SECOND = 12;
    private static final double COST_PER_SECOND = 0.00007;

    private final Vertx vertx;
    private final HttpClient uploads;
    private final SpeechEngine engine;
    private final AudioShelf shelf;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final AtomicInteger carriedOut = new AtomicInteger();

    TaskDesk(Vertx vertx, SpeechEngine engine, AudioShelf shelf) {
        this.vertx = vertx;
        this.uploads = vertx.createHttpClient();
        this.engine = engine;
        this.shelf = shelf;
    }

    int carriedOut() {
        return carriedOut.get();
    }

    /**
     * Does what a task asks for.
     *
     * @param audioUrl the address below which the shelf's audio is served, with a slash at its end
     * @return the items of {@code data}; fails, with an {@link ApiError.Refusal} where a rule was broken
     */
    Future<List<JsonObject>> carryOut(RecordedTask task, String audioUrl) {
        try {
            return switch (String.valueOf(task.taskType())) {
                case "audioInference" -> speak(task, audioUrl);
                case "getTaskDetails" -> Future.succeededFuture(List.of(details(task)));
                case "ping" ->
                    Future.succeededFuture(
                            List.of(new JsonObject().put("taskType", "ping").put("pong", true)));
                default -> throw refusal(task, "unsupportedTaskType", "There is no task of this type", "taskType");
            };
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<List<JsonObject>> speak(RecordedTask recorded, String audioUrl) {
        SpeechTask task = SpeechTask.of(recorded);
        if ("async".equals(recorded.at("deliveryMethod"))) {
            throw refusal(recorded, "unsupportedDeliveryMethod", "This emulator delivers sync only", "deliveryMethod");
        }
        Job job = new Job(recorded);
        if (jobs.putIfAbsent(task.taskUUID(), job) != null) {
            throw refusal(recorded, "duplicateTaskUUID", "A task with this taskUUID exists already", "taskUUID");
        }
        return vertx.executeBlocking(() -> results(recorded, task, audioUrl), false)
                .compose(results -> upload(recorded, task, results))
                .map(results -> results.stream().map(Result::json).toList())
                .onSuccess(items -> {
                    job.items = items;
                    carriedOut.incrementAndGet();
                })
                .onFailure(failure -> jobs.remove(task.taskUUID()));
    }

    private JsonObject details(RecordedTask task) {
        Job job = task.taskUUID() == null ? null : jobs.get(task.taskUUID());
        if (job == null || job.items == null) {
            throw new ApiError.Refusal(new ApiError(
                    404, "taskNotFound", "No such task was executed", "taskUUID", task.taskType(), task.taskUUID()));
        }
        return new JsonObject()
                .put("taskType", "getTaskDetails")
                .put("taskUUID", task.taskUUID())
                .put("request", new JsonObject(job.task.json()))
                .put("response", new JsonObject().put("data", new JsonArray(new ArrayList<>(job.items))));
    }

    private List<Result> results(RecordedTask recorded, SpeechTask task, String audioUrl) throws IOException {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < task.numberResults(); i++) {
            results.add(result(recorded, task, i, audioUrl));
        }
        return results;
    }

    private Result result(RecordedTask recorded, SpeechTask task, int index, String audioUrl) throws IOException {
        long seed = ThreadLocalRandom.current().nextLong(1, 1L << 31) * 20 + index;
        SpeechEngine.Utterance said = task.utterance();
        Pcm speech = engine.speak(
                        new SpeechEngine.Utterance(said.text(), said.voice(), said.language(), said.speed(), seed))
                .atMost(task.maxNewTokens() / TOKENS_PER_SECOND);
        byte[] audio = task.encoder().encode(speech.convertTo(task.sampleRate(), task.channels()), task.bitrate());
        String audioUUID = UUID.randomUUID().toString();
        JsonObject json = new JsonObject()
                .put("taskType", "audioInference")
                .put("taskUUID", task.taskUUID())
                .put("audioUUID", audioUUID)
                .put("seed", seed);
        switch (task.outputType()) {
            case "base64Data" -> json.put("audioBase64Data", base64(audio));
            case "dataURI" ->
                json.put("audioDataURI", "data:" + task.encoder().contentType() + ";base64," + base64(audio));
            default ->
                json.put("audioURL", audioUrl + shelf.put(audioUUID, audio, task.encoder(), task.ttl(), recorded));
        }
        if (task.includeCost()) {
            json.put("cost", Math.round(speech.seconds() * COST_PER_SECOND * 1e6) / 1e6);
        }
        return new Result(json, audio);
    }

    private Future<List<Result>> upload(RecordedTask recorded, SpeechTask task, List<Result> results) {
        if (task.uploadEndpoint() == null) {
            return Future.succeededFuture(results);
        }
        RequestOptions put = new RequestOptions()
                .setMethod(HttpMethod.PUT)
                .setAbsoluteURI(task.uploadEndpoint())
                .putHeader("Content-Type", task.encoder().contentType());
        List<Future<?>> puts = new ArrayList<>();
        for (Result result : results) {
            puts.add(uploads.request(put)
                    .compose(request -> request.send(Buffer.buffer(result.audio)))
                    .compose(response -> response.statusCode() / 100 == 2
                            ? Future.succeededFuture()
                            : Future.failedFuture("HTTP status " + response.statusCode())));
        }
        return Future.all(puts)
                .map(results)
                .recover(failure -> Future.failedFuture(refusal(
                        recorded, "uploadFailed", "The upload failed: " + failure.getMessage(), "uploadEndpoint")));
    }

    private static ApiError.Refusal refusal(RecordedTask task, String code, String message, String parameter) {
        return new ApiError.Refusal(ApiError.of(task, code, message, parameter));
    }

    private static String base64(byte[] audio) {
        return Base64.getEncoder().encodeToString(audio);
    }

    private record Result(JsonObject json, byte[] audio) {}

    /** A task's place in the books: there from the moment it is accepted, with its items once it is done. */
    private static final class Job {

        private final RecordedTask task;
        private volatile List<JsonObject> items;

        Job(RecordedTask task) {
            this.task = task;
        }
    }
}
