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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelqwentts.runware.wire.Envelope;
import io.github.camelqwentts.runware.wire.ErrorKinds;
import io.github.camelqwentts.runware.wire.TaskWriter;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Polls for the results of asynchronous tasks until they are complete. The tasks of all calls are polled together, and
 * no more often than {@code pollInterval}, so that many tasks need few requests. The delay of a task grows with each
 * poll. A failed poll does not end the wait: polls are free of charge, and the deadline of its call ends the wait of
 * every task.
 */
final class Poller {

    /**
     * Maximum number of tasks in a poll for URLs, whose response is small. Polls for audio have at most
     * {@code batchSize}.
     */
    private static final int MOST_SMALL = 100;

    private final RunwareApi api;
    private final PollSchedule schedule;

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    /** When the last round began, by {@link System#nanoTime}; null before the first. */
    private @Nullable Long lastRound;

    private long wakeTime;
    private @Nullable Future<?> wake;

    Poller(RunwareApi api, PollSchedule schedule) {
        this.api = api;
        this.schedule = schedule;
    }

    /**
     * Waits for the results of a task that the API acknowledged just now.
     *
     * @return the result in place of missing ones: a failure, or null if none is missing; it is cancelled with the call
     */
    CompletableFuture<SpeechResult> awaitNew(TaskResults results) {
        return add(new Waiting(results, schedule.initialDelay(), false));
    }

    /** Waits for the results of an earlier task, which is polled at once. */
    CompletableFuture<SpeechResult> awaitEarlier(TaskResults results) {
        return add(new Waiting(results, Duration.ZERO, false));
    }

    /**
     * Polls once. Results are taken only if all are available; otherwise the rest is a pending result, if the API has
     * the task.
     */
    CompletableFuture<SpeechResult> look(TaskResults results) {
        return add(new Waiting(results, Duration.ZERO, true));
    }

    private CompletableFuture<SpeechResult> add(Waiting task) {
        CallScope call = task.results.call();
        task.rest.whenComplete((rest, failure) -> remove(task));
        lock.lock();
        try {
            waiting.add(task);
            wakeFor(task);
        } finally {
            lock.unlock();
        }
        return call.step(task.rest, api.transport().scheduler(), () -> task.end(task.outOfTime()));
    }

    private void remove(Waiting task) {
        lock.lock();
        try {
            waiting.remove(task);
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    private void wakeFor(Waiting task) {
        long time = task.next;
        if (lastRound != null) {
            long earliest = lastRound + Deadline.nanos(schedule.interval());
            time = isBefore(time, earliest) ? earliest : time;
        }
        // A timer that has fired may have failed to reach a worker.
        if (wake == null || wake.isDone() || isBefore(time, wakeTime)) {
            if (wake != null) {
                wake.cancel(false);
            }
            wakeTime = time;
            wake = api.transport()
                    .scheduler()
                    .schedule(
                            () -> api.transport().worker().execute(this::round),
                            Math.max(0, time - System.nanoTime()),
                            TimeUnit.NANOSECONDS);
        }
    }

    private void round() {
        List<Waiting> due = new ArrayList<>();
        lock.lock();
        try {
            wake = null;
            long now = System.nanoTime();
            lastRound = now;
            // Otherwise two groups of tasks could alternate, and each would wait twice as long.
            long soon = now + Deadline.nanos(schedule.interval()) / 2;
            // Two calls may wait for one task, and a result can go to one of them only, so they take turns.
            Set<String> uuids = new HashSet<>();
            for (Waiting task : waiting) {
                boolean isDue = !isBefore(task.wasAsked ? soon : now, task.next);
                if (isDue && !task.asked && uuids.add(task.results.taskUUID())) {
                    task.asked = true;
                    task.wasAsked = true;
                    due.add(task);
                }
            }
            waiting.stream().filter(task -> !task.asked).forEach(this::wakeFor);
        } finally {
            lock.unlock();
        }
        askInRequests(due.stream().filter(task -> task.results.areSmall()).toList(), MOST_SMALL);
        askInRequests(
                due.stream().filter(task -> !task.results.areSmall()).toList(),
                api.options().batchSize());
    }

    private void askInRequests(List<Waiting> tasks, int most) {
        for (int from = 0; from < tasks.size(); from += most) {
            ask(tasks.subList(from, Math.min(from + most, tasks.size())));
        }
    }

    private void ask(List<Waiting> tasks) {
        Duration longest = tasks.stream()
                .map(task -> task.results.call().deadline().remaining())
                .max(Duration::compareTo)
                .orElseThrow();
        CallScope request = new CallScope(Deadline.in(longest));
        request.hide(tasks.stream()
                .flatMap(task -> task.results.call().secretUrls().stream())
                .distinct()
                .toList());
        // The request belongs to several calls and ends early only if all of them do.
        CompletableFuture.allOf(tasks.stream().map(task -> task.rest).toArray(CompletableFuture[]::new))
                .whenComplete((all, failure) -> request.cancel());
        List<String> uuids = tasks.stream().map(task -> task.results.taskUUID()).toList();
        api.exchange(
                        spools -> TaskWriter.responseTasks(uuids, spools),
                        api.limits(
                                tasks.stream()
                                        .mapToInt(task -> task.results.most())
                                        .sum(),
                                tasks.stream().anyMatch(task -> !task.results.areSmall())),
                        request,
                        RunwareApi.AnswerReader.NONE)
                .thenAccept(reply -> settle(tasks, reply));
    }

    private void settle(List<Waiting> tasks, ApiResponse reply) {
        Envelope envelope = reply.envelope();
        if (envelope == null) {
            tasks.forEach(task -> settleWithout(task, reply));
            return;
        }
        envelope.distribute(tasks.stream()
                .filter(task -> !task.once || allAreIn(task, envelope))
                .map(task -> task.results)
                .toList());
        tasks.forEach(task -> settle(task, envelope, reply));
    }

    private void settle(Waiting task, Envelope envelope, ApiResponse reply) {
        String uuid = task.results.taskUUID();
        SpeechError error = envelope.errorOf(uuid);
        SpeechException refusal = task.results.pollRefusal();
        if (task.results.isComplete() && !envelope.isInProgress(uuid)) {
            task.end(null);
        } else if (error != null && ErrorKinds.isTaskNotFound(error) && task.mayAppearYet()) {
            if (task.once) {
                task.end(SpeechResult.pending(uuid, task.results.format()));
            } else {
                task.failure = SpeechException.of(error.forTask(uuid));
                askAgain(task, reply);
            }
        } else if (error != null && (envelope.failed().contains(uuid) || !isPassing(error, reply.status()))) {
            task.end(task.failed(SpeechException.of(error.forTask(uuid))));
        } else if (error != null) {
            task.failure = SpeechException.of(error.forTask(uuid));
            askAgain(task, reply);
        } else if (refusal != null) {
            task.failure = refusal;
            askAgain(task, reply);
        } else if (task.once) {
            task.end(SpeechResult.pending(uuid, task.results.format()));
        } else {
            task.failure = null;
            askAgain(task, reply);
        }
    }

    private void settleWithout(Waiting task, ApiResponse reply) {
        SpeechException failure = reply.failureOf(task.results.taskUUID());
        task.failure = failure;
        if (reply.certainty() == ApiResponse.Certainty.FINAL) {
            task.end(task.failed(failure));
        } else {
            askAgain(task, reply);
        }
    }

    private void askAgain(Waiting task, ApiResponse reply) {
        if (task.once && ++task.failures > api.options().calls().retries().maxRetries()) {
            task.end(task.failed(Objects.requireNonNull(task.failure)));
            return;
        }
        if (task.failure != null) {
            task.results.call().listener().retried(task.results.taskUUID());
        }
        Duration wish = honoured(reply.retryAfter(), task);
        api.retries().log(task.failure, task.pause.compareTo(wish) < 0 ? wish : task.pause);
        lock.lock();
        try {
            task.next = System.nanoTime() + Deadline.nanos(task.pause.compareTo(wish) < 0 ? wish : task.pause);
            task.pause = schedule.after(task.pause);
            task.asked = false;
            if (waiting.contains(task)) {
                wakeFor(task);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Caps Retry-After: half of the remaining time is left for another poll. */
    private static Duration honoured(@Nullable Duration wish, Waiting task) {
        if (wish == null) {
            return Duration.ZERO;
        }
        Duration most = task.results.call().deadline().remaining().dividedBy(2);
        return wish.compareTo(most) < 0 ? wish : most;
    }

    private static boolean isBefore(long one, long other) {
        return one - other < 0;
    }

    private static boolean allAreIn(Waiting task, Envelope envelope) {
        String uuid = task.results.taskUUID();
        return envelope.countResults(uuid) >= task.results.expected() && !envelope.isInProgress(uuid);
    }

    /** Whether an error concerns the poll rather than the task. */
    private static boolean isPassing(SpeechError error, int status) {
        return ErrorKinds.isRetryable(error.kind())
                && (error.taskUUID() == null
                        || error.kind() == Kind.RATE_LIMIT
                        || status == 408
                        || status == 429
                        || status >= 500);
    }

    private final class Waiting {

        private final TaskResults results;
        private final boolean once;
        private final CompletableFuture<SpeechResult> rest = new CompletableFuture<>();
        private final long since = System.nanoTime();
        private long next;
        private Duration pause = schedule.interval();
        /** Whether a poll is in progress. */
        private boolean asked;

        private boolean wasAsked;
        private int failures;
        private volatile @Nullable SpeechException failure;

        Waiting(TaskResults results, Duration delay, boolean once) {
            this.results = results;
            this.once = once;
            this.next = System.nanoTime() + Deadline.nanos(delay);
        }

        /** The API may not find a task in the first seconds after its acknowledgment. */
        boolean mayAppearYet() {
            Long sent = SingleFlight.lastSent(api.options().taskKey(results.taskUUID()));
            return (!once && isRecent(since)) || (sent != null && isRecent(sent));
        }

        private boolean isRecent(long time) {
            return System.nanoTime() - time < Deadline.nanos(api.options().resendDelay());
        }

        void end(@Nullable SpeechResult missing) {
            rest.complete(missing);
        }

        SpeechResult failed(SpeechException why) {
            return SpeechResult.failed(results.taskUUID(), results.format(), why);
        }

        SpeechResult outOfTime() {
            String message = "Timed out after callTimeout; fetch the results with getResponse";
            return failed(SpeechException.of(SpeechError.of(Kind.TIMEOUT, message, results.taskUUID()), failure));
        }
    }
}
