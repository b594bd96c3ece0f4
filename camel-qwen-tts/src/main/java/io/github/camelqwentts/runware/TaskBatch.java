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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import io.github.camelqwentts.runware.PendingTask.State;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;

/**
 * The tasks that travel in one request. A try asks first what became of the tasks that may have been carried out before,
 * and then sends those that surely were not: so nothing is paid for twice, and nothing that was paid for is lost. The
 * tries end when each task is done or, where it is asynchronous, acknowledged; its results are left to the
 * {@link Poller}.
 */
final class TaskBatch implements Attempt {

    private final RunwareClient client;
    private final Call call;
    private final boolean awaitResults;
    private final List<PendingTask> tasks;

    /** A cancelled batch is collected while its last answer may still be read; what comes late is thrown away. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean collected;
    private int failures;
    private boolean isRetry;
    private Duration retryAfter;
    private boolean wantsAnother;

    private TaskBatch(
            List<SpeechRequest> requests,
            Set<String> mayBeKnown,
            boolean awaitResults,
            RunwareClient client,
            Call call) {
        this.client = client;
        this.call = call;
        this.awaitResults = awaitResults;
        this.tasks = requests.stream()
                .map(request -> new PendingTask(
                        request, mayBeKnown.contains(request.taskUUID()), new TaskResults(request, client, call)))
                .toList();
    }

    /**
     * Carries tasks out.
     *
     * @param mayBeKnown the ids of tasks that may have been sent before, by another process
     * @param awaitResults whether the results of asynchronous tasks are waited for; otherwise each that was acknowledged
     *     has a pending one
     * @return the results in the order of the requests, failed ones among them; never fails
     */
    static CompletableFuture<List<SpeechResult>> start(
            List<SpeechRequest> requests,
            Set<String> mayBeKnown,
            boolean awaitResults,
            RunwareClient client,
            Call call) {
        TaskBatch batch = new TaskBatch(requests, mayBeKnown, awaitResults, client, call);
        return call.step(client.retries().run(batch))
                .handle((done, stopped) -> batch.collect(stopped))
                .thenCompose(results -> results);
    }

    @Override
    public CompletableFuture<Void> tryOnce() {
        retryAfter = null;
        if (isRetry) {
            which(task -> task.isUnfinished() && !task.isUnderWay())
                    .forEach(task -> call.listener().retried(task.uuid()));
        }
        isRetry = true;
        return askForLost(false)
                .thenCompose(asked -> askForLost(true))
                .thenCompose(asked -> sendUnsent())
                .thenRun(this::decideOnAnother);
    }

    @Override
    public boolean wantsAnother() {
        return wantsAnother;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }

    private CompletableFuture<Void> askForLost(boolean async) {
        List<PendingTask> lost = which(task -> task.state() == State.LOST && task.isAsync() == async);
        if (lost.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<String> uuids = lost.stream().map(PendingTask::uuid).toList();
        SpoolSettings spools = client.transport().spools();
        return client.exchange(
                        () -> async ? TaskWriter.responseTasks(uuids, spools) : TaskWriter.detailsTasks(uuids, spools),
                        mostResults(lost),
                        call)
                .thenAccept(reply -> settle(reply, lost, this::settleLost));
    }

    private CompletableFuture<Void> sendUnsent() {
        List<PendingTask> unsent = which(task -> task.state() == State.TO_SEND);
        if (unsent.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<SpeechRequest> requests = unsent.stream().map(PendingTask::request).toList();
        unsent.forEach(task -> call.listener().sent(task.uuid()));
        Callable<Spool> body =
                () -> TaskWriter.speechTasks(requests, client.transport().spools());
        // A sample may come from anywhere, and is long.
        boolean hasSamples = requests.stream().anyMatch(request -> request.referenceAudio() != null);
        CompletableFuture<Reply> reply = hasSamples
                ? client.exchangeSlowly(body, mostResults(unsent), call)
                : client.exchange(body, mostResults(unsent), call);
        return reply.thenAccept(answer -> settle(answer, unsent, this::settleSent));
    }

    private static int mostResults(List<PendingTask> tasks) {
        return tasks.stream().mapToInt(task -> task.results().most()).sum();
    }

    private void settle(Reply reply, List<PendingTask> asked, Settlement settlement) {
        lock.lock();
        try {
            retryAfter = reply.retryAfter();
            if (reply.envelope() != null) {
                reply.envelope()
                        .handOut(asked.stream()
                                .filter(task -> awaitResults)
                                .map(PendingTask::results)
                                .toList());
            }
            if (!collected) {
                for (PendingTask task : asked) {
                    State before = task.state();
                    if (awaitResults && task.results().isComplete()) {
                        task.end(null);
                    } else {
                        settlement.settle(task, reply);
                    }
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

    private void settleSent(PendingTask task, Reply reply) {
        Envelope envelope = reply.envelope();
        if (envelope == null) {
            SpeechException failure = reply.failureOf(task.uuid());
            switch (reply.doubt()) {
                case NOT_CARRIED_OUT -> task.toSend(failure);
                case UNCERTAIN -> task.lose(failure);
                case HOPELESS -> task.end(failure);
            }
            return;
        }
        SpeechError error = envelope.errorOf(task.uuid());
        SpeechException refusal = task.results().pollRefusal();
        if (error != null) {
            task.fail(error);
        } else if (refusal != null) {
            task.lose(refusal);
        } else if (task.isAsync()) {
            accept(task);
        } else {
            String message = "The answer lacks results of this task";
            task.lose(SpeechException.of(
                    new SpeechError(Kind.UNKNOWN, null, message, null, task.uuid(), null, reply.status())));
        }
    }

    private void settleLost(PendingTask task, Reply reply) {
        Envelope envelope = reply.envelope();
        if (envelope == null) {
            settleUnanswered(task, reply);
            return;
        }
        SpeechError error = envelope.errorOf(task.uuid());
        SpeechException refusal = task.results().pollRefusal();
        if (refusal != null) {
            task.lose(refusal);
        } else if (error != null && envelope.failed().contains(task.uuid()) && task.isAsync()) {
            task.end(SpeechException.of(error.forTask(task.uuid())));
        } else if (task.isAsync() && envelope.tellsOf(task.uuid())) {
            accept(task);
        } else if (envelope.isUnderWay(task.uuid())) {
            task.isStillUnderWay();
        } else if (envelope.knows(task.uuid())) {
            if (error != null) {
                task.fail(error);
            } else {
                task.end(task.failure() == null ? withoutResults(task) : task.failure());
            }
        } else if (error != null && ErrorKinds.saysUnknown(error)) {
            task.isUnknownToTheApi();
        } else if (error != null && !ErrorKinds.worthAnotherTry(error.kind())) {
            endUnfound(task, SpeechException.of(error.forTask(task.uuid())));
        } else if (task.failure() == null) {
            task.lose(error == null ? withoutResults(task) : SpeechException.of(error.forTask(task.uuid())));
        }
    }

    /** It stays lost, and what went wrong with it first is what there is to tell. */
    private static void settleUnanswered(PendingTask task, Reply reply) {
        if (task.failure() == null) {
            SpeechException failure = reply.failureOf(task.uuid());
            if (reply.doubt() == Reply.Doubt.HOPELESS) {
                task.end(failure);
            } else {
                task.lose(failure);
            }
        }
    }

    private static void endUnfound(PendingTask task, SpeechException why) {
        if (task.failure() == null) {
            task.end(why);
        } else {
            task.failure().addSuppressed(why);
            task.end(task.failure());
        }
    }

    private static SpeechException withoutResults(PendingTask task) {
        return SpeechException.of(SpeechError.of(Kind.NOT_FOUND, "The API has no results of this task", task.uuid()));
    }

    private void accept(PendingTask task) {
        task.accept(
                awaitResults
                        ? client.poller().awaitNew(task.results())
                        : CompletableFuture.completedFuture(
                                SpeechResult.pending(task.uuid(), task.request().effectiveFormat())));
    }

    private void decideOnAnother() {
        List<PendingTask> unfinished = which(PendingTask::isUnfinished);
        if (unfinished.stream().anyMatch(task -> !task.isUnderWay())) {
            failures++;
        }
        wantsAnother = !unfinished.isEmpty() && client.mayTryAgain(failures, retryAfter, call);
    }

    private CompletableFuture<List<SpeechResult>> collect(Throwable stopped) {
        lock.lock();
        try {
            collected = true;
            List<CompletableFuture<List<SpeechResult>>> results = new ArrayList<>();
            for (PendingTask task : tasks) {
                if (task.state() == State.ACCEPTED) {
                    results.add(task.rest()
                            .exceptionally(cancelled -> failed(task, RunwareClient.stopped(task.uuid(), cancelled)))
                            .thenCompose(rest -> task.results().closeWith(rest)));
                } else if (task.state() == State.DONE && task.failure() == null) {
                    results.add(task.results().closeWith(null));
                } else {
                    SpeechException failure =
                            task.failure() == null ? RunwareClient.stopped(task.uuid(), stopped) : task.failure();
                    results.add(task.results().closeWith(failed(task, failure)));
                }
            }
            return Futures.all(results)
                    .thenApply(lists -> lists.stream().flatMap(List::stream).toList());
        } finally {
            lock.unlock();
        }
    }

    private static SpeechResult failed(PendingTask task, SpeechException failure) {
        return SpeechResult.failed(task.uuid(), task.request().effectiveFormat(), failure);
    }

    private List<PendingTask> which(Predicate<PendingTask> condition) {
        return tasks.stream().filter(condition).toList();
    }

    @FunctionalInterface
    private interface Settlement {
        void settle(PendingTask task, Reply reply);
    }
}
