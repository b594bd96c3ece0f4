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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.camelqwentts.emulator.FaultPlan.ActiveFault;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The HTTP interface: the task API at one path, audio below another. */
final class TaskApi implements Handler<HttpServerRequest> {

    static final String PATH = "/v1";
    static final String AUDIO_PATH = "/audio/";

    private final Vertx vertx;
    private final TaskService desk;
    private final AudioStore shelf;
    private final FaultPlan faults;
    private final @Nullable String apiKey;
    private final Duration latency;
    private final Duration mostSilence;
    private final Consumer<RecordedRequest> record;

    /** @param apiKey the only key to accept; null for any that is not empty */
    TaskApi(
            Vertx vertx,
            TaskService desk,
            AudioStore shelf,
            FaultPlan faults,
            @Nullable String apiKey,
            Duration latency,
            Duration mostSilence,
            Consumer<RecordedRequest> record) {
        this.vertx = vertx;
        this.desk = desk;
        this.shelf = shelf;
        this.faults = faults;
        this.apiKey = apiKey;
        this.latency = latency;
        this.mostSilence = mostSilence;
        this.record = record;
    }

    @Override
    public void handle(HttpServerRequest request) {
        RequestBody.of(vertx, request, mostSilence)
                .onSuccess(body -> guarded(request, () -> serve(request, body)))
                .onFailure(failure -> {
                    if (failure instanceof ApiError.Refusal refusal) {
                        refuse(request, refusal.error());
                        // The rest of the body is not a request.
                        request.connection().close();
                    }
                });
    }

    private void serve(HttpServerRequest request, Buffer body) {
        if (request.method().equals(HttpMethod.POST) && request.path().equals(PATH)) {
            answer(request, read(request, body));
            return;
        }
        record(request, List.of());
        if (request.path().equals(PATH)) {
            request.response().putHeader("Allow", "POST");
            throw refusal(405, "methodNotAllowed", "The method must be POST");
        }
        serveAudio(request);
    }

    /** Runs a part of the work, and responds with an error if it throws. */
    private void guarded(HttpServerRequest request, Runnable part) {
        try {
            part.run();
        } catch (ApiError.Refusal e) {
            refuse(request, e.error());
        } catch (RuntimeException | Error e) {
            refuse(request, new ApiError(500, "internalServerError", "The emulator failed: " + e, null));
        }
    }

    private List<RecordedTask> read(HttpServerRequest request, Buffer body) {
        List<RecordedTask> tasks = new ArrayList<>();
        try {
            for (Object task : new JsonArray(body)) {
                if (!(task instanceof JsonObject object)) {
                    throw refusal(400, "invalidRequest", "Every element of the array must be a task");
                }
                tasks.add(RecordedTask.of(object));
            }
        } catch (DecodeException e) {
            throw refusal(400, "invalidJson", "The body must be a JSON array of tasks");
        } finally {
            record(request, tasks);
        }
        if (tasks.isEmpty()) {
            throw refusal(400, "missingTask", "The array has no task");
        }
        return tasks;
    }

    private void record(HttpServerRequest request, List<RecordedTask> tasks) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        record.accept(new RecordedRequest(request.method().name(), request.path(), headers, tasks));
    }

    private void answer(HttpServerRequest request, List<RecordedTask> tasks) {
        checkKey(request, tasks);
        List<ActiveFault> strikes = faults.strike(tasks);
        if (HttpReply.replaced(request, strikes, false)) {
            return;
        }
        String audioUrl = "http://" + authority(request) + AUDIO_PATH;
        pause(latency.toMillis() + delay(strikes))
                .compose(paused -> carryOut(tasks, strikes, audioUrl))
                .onComplete(done -> guarded(request, () -> {
                    if (!HttpReply.replaced(request, strikes, true)) {
                        done.result().toReply(strikes).send(vertx, request, strikes);
                    }
                }));
    }

    /** The host and port by which the client reached this server; audio URLs use the same. */
    private static String authority(HttpServerRequest request) {
        return request.authority() == null
                ? "127.0.0.1:" + request.localAddress().port()
                : request.authority().toString();
    }

    private static long delay(List<ActiveFault> strikes) {
        long delay = 0;
        for (ActiveFault strike : strikes) {
            if (strike.fault() instanceof Fault.Delay late) {
                delay += late.duration().toMillis();
            }
        }
        return delay;
    }

    private void checkKey(HttpServerRequest request, List<RecordedTask> tasks) {
        String header = request.getHeader("Authorization");
        String key = header != null && header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : null;
        if ("authentication".equals(tasks.get(0).taskType()) && tasks.remove(0).at("apiKey") instanceof String inBody) {
            key = inBody;
        }
        if (key == null || key.isBlank() || (apiKey != null && !apiKey.equals(key))) {
            throw new ApiError.Refusal(
                    new ApiError(401, "invalidApiKey", "Invalid API key", "apiKey", "authentication", null));
        }
    }

    private Future<Void> pause(long millis) {
        if (millis == 0) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        vertx.setTimer(millis, timer -> over.complete());
        return over.future();
    }

    private Future<ResponseEnvelope> carryOut(List<RecordedTask> tasks, List<ActiveFault> strikes, String audioUrl) {
        ResponseEnvelope answer = new ResponseEnvelope();
        List<Future<?>> all = new ArrayList<>();
        for (RecordedTask task : tasks) {
            ApiError injected = injectedError(task, strikes);
            if (injected != null) {
                answer.add(injected);
                continue;
            }
            all.add(desk.carryOut(task, audioUrl, strikes).onComplete(done -> {
                if (done.succeeded()) {
                    answer.add(done.result());
                } else {
                    answer.add(TaskService.errorOf(task, done.cause()));
                }
            }));
        }
        return Future.join(all).map(answer).otherwise(answer);
    }

    private static @Nullable ApiError injectedError(RecordedTask task, List<ActiveFault> strikes) {
        for (ActiveFault strike : strikes) {
            if (strike.fault() instanceof Fault.TaskError error
                    && task.taskUUID() != null
                    && task.taskUUID().equals(strike.taskUUID())) {
                return new ApiError(200, error.code(), error.message(), null, task.taskType(), task.taskUUID());
            }
        }
        return null;
    }

    private void serveAudio(HttpServerRequest request) {
        boolean download = request.method().equals(HttpMethod.GET);
        AudioStore.Item item = (download || request.method().equals(HttpMethod.HEAD))
                        && request.path().startsWith(AUDIO_PATH)
                ? shelf.get(request.path().substring(AUDIO_PATH.length()))
                : null;
        if (item == null) {
            throw refusal(404, "pathNotFound", "There is nothing at this address, or no longer");
        }
        List<ActiveFault> strikes = download ? faults.strikeDownload(item.task()) : List.of();
        pause(delay(strikes)).onSuccess(paused -> {
            if (!HttpReply.replaced(request, strikes, false)) {
                new HttpReply(200, item.contentType(), Buffer.buffer(item.audio())).send(vertx, request, strikes);
            }
        });
    }

    private void refuse(HttpServerRequest request, ApiError error) {
        JsonObject envelope = new JsonObject().put("errors", new JsonArray().add(error.toJson()));
        new HttpReply(error.status(), "application/json", envelope.toBuffer()).send(vertx, request, List.of());
    }

    private static ApiError.Refusal refusal(int status, String code, String message) {
        return new ApiError.Refusal(new ApiError(status, code, message, null));
    }
}
