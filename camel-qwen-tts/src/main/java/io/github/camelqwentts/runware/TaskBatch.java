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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.github.camelqwentts.runware.PendingTask.State;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Futures;
import io.github.camelqwentts.transport.RetryDecision;
import io.github.camelqwentts.transport.RetryableOperation;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one request. An attempt looks up the tasks that may have been executed before, and then sends those that
 * were not executed, so nothing is paid for twice or lost. The attempts end when each task is done or, if it is
 * asynchronous, acknowledged; its results are left to the {@link Poller}.
 */
final class TaskBatch implements RetryableOperation<List<List<SpeechResult>>> {

    private final CallScope call;
    private final boolean awaitResults;
    private final List<PendingTask> tasks;
    private final TaskLookup lookup;
    private final TaskSender sender;
    private final Poller poller;

    /**
     * The results of a cancelled batch are collected while its last response may still be read; late results are
     * discarded.
     */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean collected;
    /** When the retries are used up, tasks that may have been executed are looked up, and nothing is sent. */
    private boolean sendsNoMore;

    /**
     * A batch that is not sent yet.
     *
     * @param awaitResults whether to wait for the results of asynchronous tasks; otherwise each acknowledged task has a
     *     pending result
     */
    TaskBatch(List<PendingTask> tasks, boolean awaitResults, RunwareApi api, Poller poller, CallScope call) {
        this.call = call;
        this.awaitResults = awaitResults;
        this.tasks = tasks;
        this.poller = poller;
        this.lookup = new TaskLookup(api, call, awaitResults, this::accept);
        this.sender = new TaskSender(api, call, awaitResults, this::accept);
    }

    @Override
    public CompletableFuture<RetryDecision> tryOnce(int attempt) {
        if (attempt > 1) {
            which(task -> task.isUnfinished() && !task.isInProgress())
                    .forEach(task -> call.listener().retried(task.uuid()));
        }
        which(task -> task.isUnfinished() && !task.isInProgress() && !sendsNoMore)
                .forEach(PendingTask::attempt);
        List<PendingTask> lost = which(task -> task.state() == State.LOST);
        CompletableFuture<Duration> retryAfter =
                lost.isEmpty() ? sendUnsent(null) : lookUp(lost).thenCompose(this::sendUnsent);
        return retryAfter.thenApply(this::decide);
    }

    /** The last lookups may find results that are paid for. */
    @Override
    public RetryDecision exhausted(RetryDecision last) {
        sendsNoMore = true;
        return decide(last.retryAfter());
    }

    private RetryDecision decide(@Nullable Duration retryAfter) {
        List<PendingTask> next = which(
                sendsNoMore
                        ? task -> task.wantsLook() || (task.state() == State.LOST && task.isInProgress())
                        : PendingTask::isUnfinished);
        if (next.isEmpty()) {
            return RetryDecision.DONE;
        }
        return next.stream().allMatch(PendingTask::isInProgress)
                ? new RetryDecision.InProgress(retryAfter)
                : new RetryDecision.Failed(failureOf(next), retryAfter);
    }

    private static @Nullable SpeechException failureOf(List<PendingTask> tasks) {
        return tasks.stream()
                .map(PendingTask::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** {@return the delay that the API requested before a retry; null if it requested none} */
    private CompletableFuture<Duration> lookUp(List<PendingTask> lost) {
        lost.forEach(PendingTask::markLooked);
        return lookup.ask(lost).thenApply(found -> {
            settle(lost, task -> lookup.settle(task, found));
            return found.reply().retryAfter();
        });
    }

    /** @param retryAfter the delay that the API has requested so far; a new request replaces it */
    private CompletableFuture<Duration> sendUnsent(@Nullable Duration retryAfter) {
        List<PendingTask> unsent = which(task -> task.state() == State.TO_SEND);
        if (unsent.isEmpty() || sendsNoMore) {
            return CompletableFuture.completedFuture(retryAfter);
        }
        return sender.send(unsent).thenApply(reply -> {
            if (reply == null) {
                unsent.forEach(this::endUnsent);
                return retryAfter;
            }
            settle(unsent, task -> sender.settle(task, reply));
            return reply.retryAfter();
        });
    }

    private void settle(List<PendingTask> asked, Consumer<PendingTask> conclusion) {
        lock.lock();
        try {
            if (!collected) {
                for (PendingTask task : asked) {
                    State before = task.state();
                    conclusion.accept(task);
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

    /** The deadline expired while the task waited for its turn. */
    private void endUnsent(PendingTask task) {
        lock.lock();
        try {
            if (!collected && task.failure() == null) {
                task.end(sender.notSent(task));
            }
        } finally {
            lock.unlock();
        }
    }

    private void accept(PendingTask task) {
        task.accept(
                awaitResults
                        ? poller.awaitNew(task.results())
                        : CompletableFuture.completedFuture(
                                SpeechResult.pending(task.uuid(), task.request().effectiveOutputFormat())));
    }

    /** {@return the results of each task, in their order, failed ones among them; never fails} */
    @Override
    public CompletableFuture<List<List<SpeechResult>>> end(@Nullable Throwable stopped) {
        lock.lock();
        try {
            collected = true;
        } finally {
            lock.unlock();
        }
        List<CompletableFuture<List<SpeechResult>>> results = new ArrayList<>();
        for (PendingTask task : tasks) {
            task.rememberSent();
            results.add(resultsOf(task, stopped).thenCompose(found -> lookup.check(task, found)));
        }
        return Futures.all(results);
    }

    private static CompletableFuture<List<SpeechResult>> resultsOf(PendingTask task, @Nullable Throwable stopped) {
        if (task.state() == State.ACCEPTED) {
            return task.rest()
                    .exceptionally(cancelled -> TaskLookup.failed(task, CallScope.stopped(task.uuid(), cancelled)))
                    .thenCompose(task.results()::closeWith);
        }
        if (task.state() == State.DONE && task.failure() == null) {
            return task.results().closeWith(null);
        }
        SpeechException failure = task.failure() == null ? CallScope.stopped(task.uuid(), stopped) : task.failure();
        return task.results().closeWith(TaskLookup.failed(task, failure.withAttempts(task.attempts())));
    }

    private List<PendingTask> which(Predicate<PendingTask> condition) {
        return tasks.stream().filter(condition).toList();
    }
}
