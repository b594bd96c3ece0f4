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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelqwentts.runware.Envelope.Item;
import io.github.camelqwentts.runware.PendingTask.State;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;

/**
 * The tasks that travel in one request. A try asks first what became of the tasks that may have been carried out before,
 * and then sends those that surely were not: so nothing is paid for twice, and nothing that was paid for is lost.
 */
final class TaskBatch implements Attempt {

    private final RunwareClient client;
    private final Call call;
    private final List<PendingTask> tasks;

    /** A cancelled batch is collected while its last answer may still be read; what comes late is thrown away. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean collected;
    private int failures;
    private Duration retryAfter;
    private boolean wantsAnother;

    private TaskBatch(List<SpeechRequest> requests, RunwareClient client, Call call) {
        this.client = client;
        this.call = call;
        this.tasks = requests.stream().map(PendingTask::new).toList();
    }

    /**
     * Carries tasks out.
     *
     * @return the results in the order of the requests, failed ones among them; never fails
     */
    static CompletableFuture<List<SpeechResult>> start(List<SpeechRequest> requests, RunwareClient client, Call call) {
        TaskBatch batch = new TaskBatch(requests, client, call);
        return call.step(client.retries().run(batch))
                .handle((done, stopped) -> batch.collect(stopped))
                .thenCompose(results -> results);
    }

    @Override
    public CompletableFuture<Void> tryOnce() {
        retryAfter = null;
        return askForLost().thenCompose(asked -> sendUnsent()).thenRun(this::decideOnAnother);
    }

    @Override
    public boolean wantsAnother() {
        return wantsAnother;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }

    private CompletableFuture<Void> askForLost() {
        List<PendingTask> lost = in(State.LOST);
        if (lost.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<String> uuids = lost.stream().map(PendingTask::uuid).toList();
        return client.exchange(
                        () -> TaskWriter.detailsTasks(uuids, client.transport().spools()), call)
                .thenAccept(reply -> settle(reply, () -> lost.forEach(task -> settleLost(task, reply))));
    }

    private CompletableFuture<Void> sendUnsent() {
        List<PendingTask> unsent = in(State.TO_SEND);
        if (unsent.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<SpeechRequest> requests = unsent.stream().map(PendingTask::request).toList();
        return client.exchange(
                        () -> TaskWriter.speechTasks(
                                requests, client.transport().spools()),
                        call)
                .thenAccept(reply -> settle(reply, () -> unsent.forEach(task -> settleSent(task, reply))));
    }

    private void settle(Reply reply, Runnable settlement) {
        lock.lock();
        try {
            retryAfter = reply.retryAfter();
            if (!collected) {
                settlement.run();
            }
            if (reply.envelope() != null) {
                discardUntaken(reply.envelope());
            }
        } finally {
            lock.unlock();
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
        takeResults(task, envelope);
        SpeechError error = envelope.errorOf(task.uuid());
        if (task.state() == State.DONE) {
            return;
        }
        if (error != null) {
            task.fail(error);
        } else {
            String message = "The answer lacks results of this task";
            task.lose(SpeechException.of(
                    new SpeechError(Kind.UNKNOWN, null, message, null, task.uuid(), null, reply.status())));
        }
    }

    private void settleLost(PendingTask task, Reply reply) {
        Envelope envelope = reply.envelope();
        if (envelope == null) {
            // It stays lost, and what went wrong with it first is what there is to tell.
            return;
        }
        takeResults(task, envelope);
        SpeechError error = envelope.errorOf(task.uuid());
        if (task.state() == State.DONE) {
            return;
        }
        if (envelope.isUnderWay(task.uuid())) {
            task.isStillUnderWay();
        } else if (envelope.knows(task.uuid())) {
            if (error != null) {
                task.fail(error);
            } else {
                task.end(task.failure());
            }
        } else if (error != null && error.kind() == Kind.NOT_FOUND) {
            task.isUnknownToTheApi();
        } else if (error != null && !ErrorKinds.worthAnotherTry(error.kind())) {
            task.failure().addSuppressed(SpeechException.of(error));
            task.end(task.failure());
        }
    }

    private void takeResults(PendingTask task, Envelope envelope) {
        for (Item item : envelope.items()) {
            if (item.isResult() && task.uuid().equals(item.taskUUID()) && task.claims(item)) {
                task.take(item, resultOf(task, item));
            }
        }
    }

    private CompletableFuture<SpeechResult> resultOf(PendingTask task, Item item) {
        SpeechResult result = new SpeechResult(
                task.uuid(),
                item.audioUUID(),
                item.audioURL(),
                item.cost(),
                item.seed(),
                task.request().effectiveFormat(),
                item.audio(),
                null);
        return item.audio() == null && client.options().download()
                ? AudioDownload.start(result, client, call)
                : CompletableFuture.completedFuture(result);
    }

    private void discardUntaken(Envelope envelope) {
        for (Item item : envelope.items()) {
            if (item.audio() != null && tasks.stream().noneMatch(task -> task.has(item))) {
                item.audio().close();
            }
        }
    }

    private void decideOnAnother() {
        List<PendingTask> unfinished =
                tasks.stream().filter(task -> task.state() != State.DONE).toList();
        if (unfinished.stream().anyMatch(task -> !task.isUnderWay())) {
            failures++;
        }
        wantsAnother = !unfinished.isEmpty() && client.mayTryAgain(failures, retryAfter, call);
    }

    private CompletableFuture<List<SpeechResult>> collect(Throwable stopped) {
        lock.lock();
        try {
            collected = true;
            List<CompletableFuture<SpeechResult>> results = new ArrayList<>();
            for (PendingTask task : tasks) {
                results.addAll(task.results());
                if (task.state() != State.DONE || task.failure() != null) {
                    SpeechException failure =
                            task.failure() == null ? RunwareClient.stopped(task.uuid(), stopped) : task.failure();
                    results.add(CompletableFuture.completedFuture(
                            SpeechResult.failed(task.uuid(), task.request().effectiveFormat(), failure)));
                }
            }
            return Futures.all(results);
        } finally {
            lock.unlock();
        }
    }

    private List<PendingTask> in(State state) {
        return tasks.stream().filter(task -> task.state() == state).toList();
    }
}
