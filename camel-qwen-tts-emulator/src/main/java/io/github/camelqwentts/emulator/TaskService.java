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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelqwentts.emulator.FaultPlan.ActiveFault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Executes tasks, each ID once, and remembers their outcomes. */
final class TaskService {

    private final Vertx vertx;
    private final Workers workers;
    private final ResultFactory speaker;
    private final CallbackSender outbox;
    private final StateFile state;
    private final AsyncSettings async;
    private final InstantSource clock;
    private final Map<String, TaskEntry> jobs;
    private final AtomicInteger carriedOut = new AtomicInteger();

    /** @param most maximum number of tasks that are remembered */
    TaskService(
            int most,
            Vertx vertx,
            Workers workers,
            ResultFactory speaker,
            CallbackSender outbox,
            StateFile state,
            AsyncSettings async,
            InstantSource clock) {
        this.jobs = BoundedMap.atMost(most);
        this.vertx = vertx;
        this.workers = workers;
        this.speaker = speaker;
        this.outbox = outbox;
        this.state = state;
        this.async = async;
        this.clock = clock;
    }

    int carriedOut() {
        return carriedOut.get();
    }

    /** Resets the counts; tasks are kept. */
    void resetCount() {
        carriedOut.set(0);
    }

    /**
     * Executes a task of any type.
     *
     * @param audioUrl the address below which audio is served, with a slash at its end
     * @return the items of {@code data}; fails with an {@link ApiError.Refusal} if a rule was broken
     */
    Future<List<JsonObject>> carryOut(RecordedTask task, String audioUrl, List<ActiveFault> strikes) {
        try {
            return switch (String.valueOf(task.taskType())) {
                case "audioInference" -> accept(task, audioUrl, strikes);
                case "getResponse" -> Future.succeededFuture(response(task));
                case "getTaskDetails" ->
                    Future.succeededFuture(List.of(find(task, true).details()));
                case "ping" ->
                    Future.succeededFuture(
                            List.of(new JsonObject().put("taskType", "ping").put("pong", true)));
                default -> throw refusal(task, "unsupportedTaskType", "There is no task of this type", "taskType");
            };
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** Continues tasks that an earlier run of the emulator left unfinished. */
    void resume(String audioUrl) {
        for (TaskEntry job : List.copyOf(jobs.values())) {
            if (!job.isOver()) {
                work(job, SpeechTask.of(job.task()), audioUrl, List.of());
            }
        }
    }

    void restoreAccepted(RecordedTask task) {
        jobs.put(task.taskUUID(), new TaskEntry(task));
    }

    void restoreDropped(String taskUUID) {
        jobs.remove(taskUUID);
    }

    void restoreOver(
            String taskUUID,
            @Nullable List<JsonObject> items,
            String code,
            String message,
            @Nullable String parameter,
            Instant when) {
        if (items != null) {
            carriedOut.incrementAndGet();
        }
        TaskEntry job = jobs.get(taskUUID);
        if (job == null) {
            // Later tasks took its place.
            return;
        }
        if (items != null) {
            job.succeed(items, when);
        } else {
            job.fail(ApiError.of(job.task(), code, message, parameter).ofTheWork(), false, when);
        }
    }

    private Future<List<JsonObject>> accept(RecordedTask recorded, String audioUrl, List<ActiveFault> strikes) {
        SpeechTask task = SpeechTask.of(recorded);
        TaskEntry job = new TaskEntry(recorded);
        if (jobs.putIfAbsent(task.taskUUID(), job) != null) {
            throw refusal(recorded, "conflictTaskUUID", "A task with this taskUUID exists already", "taskUUID");
        }
        state.accepted(recorded);
        Future<List<JsonObject>> results = work(job, task, audioUrl, strikes);
        if (!job.isAsync()) {
            return results;
        }
        return Future.succeededFuture(
                async.acknowledgeWithItem()
                        ? List.of(new JsonObject()
                                .put("taskType", "audioInference")
                                .put("taskUUID", task.taskUUID()))
                        : List.of());
    }

    private Future<List<JsonObject>> work(TaskEntry job, SpeechTask task, String audioUrl, List<ActiveFault> strikes) {
        RecordedTask recorded = job.task();
        Fault.WorkFailure injected = injectedFailure(task, strikes);
        return pause(job.isAsync() ? async.work() : Duration.ZERO)
                .compose(paused -> injected != null
                        ? Future.failedFuture(refusal(recorded, injected.code(), injected.message(), null))
                        : workers.call(() -> speaker.speak(recorded, task, audioUrl)))
                .compose(results -> outbox.upload(recorded, task, results))
                .map(results -> results.stream().map(ResultFactory.Result::json).toList())
                .onSuccess(items -> {
                    TaskEntry.Outcome outcome = job.succeed(items, clock.instant());
                    carriedOut.incrementAndGet();
                    state.over(recorded, outcome);
                    if (task.webhookUrl() != null) {
                        outbox.postResults(task.webhookUrl(), items, strikes(strikes, task, Fault.WebhookTwice.class));
                    }
                })
                .onFailure(failure -> fail(job, task, failure, injected != null && injected.asItem()));
    }

    /** A synchronous task is forgotten when it fails; an asynchronous one is kept, because it is polled later. */
    private void fail(TaskEntry job, SpeechTask task, Throwable failure, boolean asItem) {
        ApiError error = errorOf(job.task(), failure).ofTheWork();
        if (job.isAsync()) {
            state.over(job.task(), job.fail(error, asItem, clock.instant()));
        } else {
            jobs.remove(task.taskUUID());
            state.dropped(job.task());
        }
        if (task.webhookUrl() != null) {
            outbox.postError(task.webhookUrl(), task.taskUUID(), error);
        }
    }

    private List<JsonObject> response(RecordedTask asked) {
        TaskEntry job = find(asked, false);
        if (!job.isAsync()) {
            throw unknown(asked, "This task was not asynchronous");
        }
        return job.poll(async.processingPolls(), async.partialResults());
    }

    private TaskEntry find(RecordedTask asked, boolean over) {
        TaskEntry job = asked.taskUUID() == null ? null : jobs.get(asked.taskUUID());
        if (job == null || (over && !job.isOver())) {
            throw unknown(asked, "No such task was executed");
        }
        TaskEntry.Outcome outcome = job.outcome();
        if (outcome != null
                && async.taskLife() != null
                && clock.instant().isAfter(outcome.when().plus(async.taskLife()))) {
            throw new ApiError.Refusal(new ApiError(
                    404, "taskExpired", "The task is no longer kept", "taskUUID", asked.taskType(), asked.taskUUID()));
        }
        return job;
    }

    private Future<Void> pause(Duration time) {
        if (time.isZero()) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        vertx.setTimer(time.toMillis(), timer -> over.complete());
        return over.future();
    }

    private static Fault.@Nullable WorkFailure injectedFailure(SpeechTask task, List<ActiveFault> strikes) {
        return strikes.stream()
                .filter(strike -> task.taskUUID().equals(strike.taskUUID()))
                .map(ActiveFault::fault)
                .filter(Fault.WorkFailure.class::isInstance)
                .map(Fault.WorkFailure.class::cast)
                .findFirst()
                .orElse(null);
    }

    private static boolean strikes(List<ActiveFault> strikes, SpeechTask task, Class<? extends Fault> fault) {
        return strikes.stream()
                .anyMatch(strike -> task.taskUUID().equals(strike.taskUUID()) && fault.isInstance(strike.fault()));
    }

    /** Returns the error of a failed task. */
    static ApiError errorOf(RecordedTask task, Throwable failure) {
        return failure instanceof ApiError.Refusal refusal
                ? refusal.error()
                : ApiError.of(task, "inferenceError", "The speech engine failed: " + failure, null);
    }

    private static ApiError.Refusal unknown(RecordedTask asked, String message) {
        return new ApiError.Refusal(
                new ApiError(404, "taskNotFound", message, "taskUUID", asked.taskType(), asked.taskUUID()));
    }

    private static ApiError.Refusal refusal(
            RecordedTask task, String code, String message, @Nullable String parameter) {
        return new ApiError.Refusal(ApiError.of(task, code, message, parameter));
    }
}
