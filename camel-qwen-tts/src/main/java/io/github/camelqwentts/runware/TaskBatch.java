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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import io.github.camelqwentts.runware.PendingTask.State;
import io.github.camelqwentts.runware.wire.AnswerLimits;
import io.github.camelqwentts.runware.wire.Envelope;
import io.github.camelqwentts.runware.wire.TaskWriter;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.transport.Admission.Permit;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Futures;
import io.github.camelqwentts.transport.Retries;
import io.github.camelqwentts.transport.RetryDecision;
import io.github.camelqwentts.transport.RetryableOperation;
import io.github.camelqwentts.transport.Spool;

/**
 * The tasks that travel in one request. A try looks up the tasks that may have been executed before, and then sends
 * those that were not executed, so nothing is paid for twice or lost. The tries end when
 * each task is done or, if it is asynchronous, acknowledged; its results are left to the {@link Poller}.
 */
final class TaskBatch implements RetryableOperation {

    private final RunwareClient client;
    private final CallScope call;
    private final boolean awaitResults;
    private final List<PendingTask> tasks;
    private final TaskLookup lookup;

    /** A cancelled batch is collected while its last answer may still be read; what comes late is thrown away. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean collected;
    /** When the retries are used up, tasks that may have been executed are looked up, and nothing is sent. */
    private boolean sendsNoMore;

    private TaskBatch(List<PendingTask> tasks, boolean awaitResults, RunwareClient client, CallScope call) {
        this.client = client;
        this.call = call;
        this.awaitResults = awaitResults;
        this.tasks = tasks;
        this.lookup = new TaskLookup(client, call, awaitResults, this::accept);
    }

    /**
     * Carries tasks out.
     *
     * @param awaitResults whether the results of asynchronous tasks are waited for; otherwise each that was
     *     acknowledged has a pending one
     * @return the results of each task, in their order, failed ones among them; never fails
     */
    static CompletableFuture<List<List<SpeechResult>>> start(
            List<PendingTask> tasks, boolean awaitResults, RunwareClient client, CallScope call) {
        TaskBatch batch = new TaskBatch(tasks, awaitResults, client, call);
        return client.retries()
                .run(batch, call)
                .handle((done, stopped) -> batch.collect(stopped))
                .thenCompose(results -> results);
    }

    @Override
    public CompletableFuture<RetryDecision> tryOnce(int attempt) {
        if (attempt > 1) {
            which(task -> task.isUnfinished() && !task.isInProgress())
                    .forEach(task -> call.listener().retried(task.uuid()));
        }
        which(task -> task.isUnfinished() && !task.isInProgress() && !sendsNoMore)
                .forEach(PendingTask::attempt);
        return lookUpLost().thenCompose(this::sendUnsent).thenApply(this::decide);
    }

    /** The last lookups may find results that are paid for. */
    @Override
    public RetryDecision exhausted(RetryDecision last) {
        sendsNoMore = true;
        return decide(last.retryAfter());
    }

    private RetryDecision decide(Duration retryAfter) {
        List<PendingTask> next = which(
                sendsNoMore
                        ? task -> task.wantsLook() || task.state() == State.LOST && task.isInProgress()
                        : PendingTask::isUnfinished);
        if (next.isEmpty()) {
            return RetryDecision.DONE;
        }
        return next.stream().allMatch(PendingTask::isInProgress)
                ? new RetryDecision.InProgress(retryAfter)
                : new RetryDecision.Failed(failureOf(next), retryAfter);
    }

    private static SpeechException failureOf(List<PendingTask> tasks) {
        return tasks.stream()
                .map(PendingTask::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** @return how long the API asked to be left alone; null if it did not, or was not asked */
    private CompletableFuture<Duration> lookUpLost() {
        List<PendingTask> lost = which(task -> task.state() == State.LOST);
        if (lost.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        lost.forEach(PendingTask::markLooked);
        return lookup.ask(lost).thenApply(found -> {
            List<PendingTask> expected =
                    lost.stream().filter(task -> !found.isOfOthers(task)).toList();
            settle(found.reply(), lost, expected, (task, reply) -> lookup.settle(task, found));
            return found.reply().retryAfter();
        });
    }

    /** @param retryAfter the API's wish so far, which the one for the new request replaces */
    private CompletableFuture<Duration> sendUnsent(Duration retryAfter) {
        List<PendingTask> unsent = which(task -> task.state() == State.TO_SEND);
        if (unsent.isEmpty() || sendsNoMore) {
            return CompletableFuture.completedFuture(retryAfter);
        }
        CompletableFuture<Permit> entry = client.transport().admission().enter(call);
        boolean hadToWait = !entry.isDone();
        return entry.thenCompose(permit -> {
            // After a wait, enough time must be left for the usual duration, otherwise the task would be paid for in
            // vain.
            Duration needed = hadToWait ? client.durations().typical() : Duration.ZERO;
            if (permit != null && call.deadline().remaining().compareTo(needed) > 0) {
                try {
                    return send(unsent, permit);
                } catch (RuntimeException | OutOfMemoryError e) {
                    permit.release();
                    throw e;
                }
            }
            if (permit != null) {
                permit.release();
            }
            unsent.forEach(this::endUnsent);
            return CompletableFuture.completedFuture(retryAfter);
        });
    }

    private CompletionStage<Duration> send(List<PendingTask> unsent, Permit permit) {
        long begin = System.nanoTime();
        List<SpeechRequest> requests = unsent.stream().map(PendingTask::request).toList();
        unsent.forEach(task -> call.listener().sent(task.uuid()));
        Callable<Spool> body =
                () -> TaskWriter.speechTasks(requests, client.transport().spools());
        // A sample may come from anywhere, and is long.
        boolean hasSamples = requests.stream().anyMatch(request -> request.referenceAudio() != null);
        AnswerLimits limits = client.limits(
                unsent.stream().mapToInt(task -> task.results().most()).sum(),
                unsent.stream().anyMatch(task -> !task.results().areSmall()));
        unsent.forEach(PendingTask::sending);
        CompletableFuture<ApiResponse> reply =
                hasSamples ? client.exchangeSlowly(body, limits, call) : client.exchange(body, limits, call);
        CompletableFuture<Duration> settled = reply.thenApply(answer -> {
            settle(answer, unsent, unsent, this::settleSent);
            return answer.retryAfter();
        });
        // Audio that was paid for is downloaded before more is bought.
        settled.thenCompose(done -> CompletableFuture.allOf(
                        unsent.stream().map(task -> task.results().downloads()).toArray(CompletableFuture[]::new)))
                .whenComplete((done, failure) -> {
                    permit.release();
                    if (unsent.stream().allMatch(task -> task.results().isComplete())) {
                        client.durations().add(System.nanoTime() - begin);
                    }
                });
        return settled;
    }

    /** @param expected the tasks whose results are taken from the answer */
    private void settle(ApiResponse reply, List<PendingTask> asked, List<PendingTask> expected, Settlement settlement) {
        if (reply.envelope() != null) {
            // Without the lock, because audio is checked and downloads begin; a task that was collected takes nothing.
            reply.envelope()
                    .distribute(expected.stream()
                            .filter(task -> awaitResults)
                            .map(PendingTask::results)
                            .toList());
        }
        lock.lock();
        try {
            if (!collected) {
                for (PendingTask task : asked) {
                    State before = task.state();
                    settlement.settle(task, reply);
                    tell(task, before);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell(PendingTask task, State before) {
        State now = task.state();
        if (now == State.LOST && before != State.LOST) {
            call.listener().lost(task.uuid());
        }
        if (now == State.ACCEPTED) {
            call.listener().accepted(task.uuid());
        }
        if (before == State.LOST && !task.isUnfinished() && task.failure() == null) {
            call.listener().recovered(task.uuid());
        }
    }

    private void settleSent(PendingTask task, ApiResponse reply) {
        task.sent(reply.certainty() != ApiResponse.Certainty.NOT_EXECUTED);
        if (awaitResults && task.results().isComplete()) {
            task.markChecked();
            task.end(null);
            return;
        }
        Envelope envelope = reply.envelope();
        if (envelope == null) {
            SpeechException failure = reply.failureOf(task.uuid());
            switch (reply.certainty()) {
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
            accept(task);
        } else {
            String message = "The answer lacks results of this task";
            task.lose(SpeechException.of(
                    new SpeechError(Kind.UNKNOWN, null, message, null, task.uuid(), null, reply.status())));
        }
    }

    /** The deadline expired while the task waited for its turn. */
    private void endUnsent(PendingTask task) {
        lock.lock();
        try {
            if (!collected && task.failure() == null) {
                String message = "Not sent and not charged: all maxConnections="
                        + client.transport().admission().permits()
                        + " were in use until too little of callTimeout was left";
                task.end(SpeechException.of(SpeechError.of(Kind.TIMEOUT, message, task.uuid())));
            }
        } finally {
            lock.unlock();
        }
    }

    private void accept(PendingTask task) {
        task.accept(
                awaitResults
                        ? client.poller().awaitNew(task.results())
                        : CompletableFuture.completedFuture(
                                SpeechResult.pending(task.uuid(), task.request().effectiveOutputFormat())));
    }

    private CompletableFuture<List<List<SpeechResult>>> collect(Throwable stopped) {
        lock.lock();
        try {
            collected = true;
        } finally {
            lock.unlock();
        }
        List<CompletableFuture<List<SpeechResult>>> results = new ArrayList<>();
        for (PendingTask task : tasks) {
            if (task.lastSent() != null) {
                SingleFlight.wasSent(client.keyOf(task.uuid()), task.lastSent());
            }
            results.add(resultsOf(task, stopped).thenCompose(found -> lookup.check(task, found)));
        }
        return Futures.all(results);
    }

    private static CompletableFuture<List<SpeechResult>> resultsOf(PendingTask task, Throwable stopped) {
        if (task.state() == State.ACCEPTED) {
            return task.rest()
                    .exceptionally(cancelled -> TaskLookup.failed(task, RunwareClient.stopped(task.uuid(), cancelled)))
                    .thenCompose(task.results()::closeWith);
        }
        if (task.state() == State.DONE && task.failure() == null) {
            return task.results().closeWith(null);
        }
        SpeechException failure = task.failure() == null ? RunwareClient.stopped(task.uuid(), stopped) : task.failure();
        return task.results().closeWith(TaskLookup.failed(task, Retries.counted(failure, task.attempts())));
    }

    private List<PendingTask> which(Predicate<PendingTask> condition) {
        return tasks.stream().filter(condition).toList();
    }

    @FunctionalInterface
    private interface Settlement {
        void settle(PendingTask task, ApiResponse reply);
    }
}
