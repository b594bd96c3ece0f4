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
package io.github.camelqwentts.runware;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.camelqwentts.runware.wire.AnswerLimits;
import io.github.camelqwentts.runware.wire.Envelope;
import io.github.camelqwentts.runware.wire.TaskWriter;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.transport.Admission.Permit;
import io.github.camelqwentts.transport.CallScope;
import org.jspecify.annotations.Nullable;

/** Sends new tasks, as soon as they are admitted. */
final class TaskSender {

    private final RunwareApi api;
    private final CallScope call;
    private final boolean awaitResults;
    private final Consumer<PendingTask> accept;

    /** @param accept leaves the results of a task to the poller */
    TaskSender(RunwareApi api, CallScope call, boolean awaitResults, Consumer<PendingTask> accept) {
        this.api = api;
        this.call = call;
        this.awaitResults = awaitResults;
        this.accept = accept;
    }

    /**
     * Sends tasks.
     *
     * @return the response, after the tasks have taken their results; null if the tasks were not sent, because too
     *     little time was left
     */
    CompletableFuture<ApiResponse> send(List<PendingTask> tasks) {
        CompletableFuture<Permit> entry = api.transport().admission().enter(call);
        return entry.isDone() && !entry.isCompletedExceptionally()
                ? send(tasks, entry.join(), Duration.ZERO)
                // After a wait, enough time must be left for a typical task, or the task would be paid for in vain.
                : entry.thenCompose(
                        permit -> send(tasks, permit, api.durations().typical()));
    }

    /**
     * @param permit null if there was none in time
     * @param needed the time that has to be left
     */
    private CompletableFuture<ApiResponse> send(List<PendingTask> tasks, @Nullable Permit permit, Duration needed) {
        if (permit == null) {
            return CompletableFuture.completedFuture(null);
        }
        if (call.deadline().remaining().compareTo(needed) <= 0) {
            permit.release();
            return CompletableFuture.completedFuture(null);
        }
        try {
            long begin = System.nanoTime();
            List<SpeechRequest> requests =
                    tasks.stream().map(PendingTask::request).toList();
            List<TaskResults> results = tasks.stream().map(PendingTask::results).toList();
            tasks.forEach(task -> call.listener().sent(task.uuid()));
            RunwareApi.TaskBody body = spools -> TaskWriter.speechTasks(requests, spools);
            AnswerLimits limits = api.limits(
                    results.stream().mapToInt(TaskResults::most).sum(),
                    results.stream().anyMatch(task -> !task.areSmall()));
            tasks.forEach(PendingTask::sending);
            CompletableFuture<ApiResponse> taken = exchange(tasks, body, limits).thenApply(reply -> {
                if (reply.envelope() != null) {
                    reply.envelope().distribute(awaitResults ? results : List.of());
                }
                return reply;
            });
            // Audio that was paid for is downloaded before more is bought.
            taken.thenCompose(reply -> CompletableFuture.allOf(
                            results.stream().map(TaskResults::downloads).toArray(CompletableFuture[]::new)))
                    .whenComplete((done, failure) -> {
                        permit.release();
                        if (results.stream().allMatch(TaskResults::isComplete)) {
                            api.durations().add(System.nanoTime() - begin);
                        }
                    });
            return taken;
        } catch (RuntimeException | OutOfMemoryError e) {
            permit.release();
            throw e;
        }
    }

    private CompletableFuture<ApiResponse> exchange(
            List<PendingTask> tasks, RunwareApi.TaskBody body, AnswerLimits limits) {
        if (tasks.stream().anyMatch(task -> task.request().referenceAudio() != null)) {
            // A sample is large, and its source may be slow.
            return api.exchangeSlowly(body, limits, call);
        }
        return tasks.stream().allMatch(task -> task.results().areDownloaded())
                ? api.exchangeForUrls(body, limits, call, reply -> hasAllUrls(reply, tasks))
                : api.exchange(body, limits, call, RunwareApi.AnswerReader.NONE);
    }

    private static boolean hasAllUrls(ApiResponse reply, List<PendingTask> tasks) {
        Envelope envelope = reply.envelope();
        return envelope != null
                && envelope.hasOnlyUrls()
                && tasks.stream()
                        .allMatch(task -> envelope.countResults(task.uuid())
                                == task.results().expected());
    }

    /** Updates a task after its results were taken from a response. */
    void settle(PendingTask task, ApiResponse reply) {
        task.sent(reply.certainty() != ApiResponse.Certainty.NOT_EXECUTED);
        if (awaitResults && task.results().isComplete()) {
            task.markChecked();
            task.end(null);
            return;
        }
        Envelope envelope = reply.envelope();
        if (envelope == null) {
            SpeechException failure = reply.failureOf(task.uuid());
            switch (Objects.requireNonNull(reply.certainty())) {
                case NOT_EXECUTED -> task.toSend(failure);
                case UNKNOWN -> task.lose(failure);
                case FINAL -> task.end(failure);
            }
            return;
        }
        SpeechError error = envelope.errorOf(task.uuid());
        SpeechException refusal = task.results().pollRefusal();
        if (error != null) {
            task.fail(error);
        } else if (refusal != null) {
            task.lose(refusal);
            task.markKnown();
        } else if (task.isAsync()) {
            task.markChecked();
            accept.accept(task);
        } else {
            String message = "The response lacks results of this task";
            task.lose(SpeechException.of(
                    new SpeechError(Kind.UNKNOWN, null, message, null, task.uuid(), null, reply.status())));
        }
    }

    /** The failure of a task whose call ran out of time before it was admitted. */
    SpeechException notSent(PendingTask task) {
        String message = "Not sent and not charged: all maxConnections="
                + api.transport().admission().permits()
                + " were in use until too little of callTimeout was left";
        return SpeechException.of(SpeechError.of(Kind.TIMEOUT, message, task.uuid()));
    }
}
