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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import org.jspecify.annotations.Nullable;

/**
 * Checks from time to time whether the API can be reached and accepts the key, as long as a watcher is left. Health
 * checks are called by threads that must not wait, so they get the outcome of the last check.
 */
final class AccessMonitor {

    private final ScheduledExecutorService scheduler;
    private final Executor worker;
    private final Duration interval;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, Supplier<CompletableFuture<Void>>> watchers = new LinkedHashMap<>();
    private @Nullable Future<?> next;
    private @Nullable CompletableFuture<Void> question;
    private volatile @Nullable Outcome last;

    AccessMonitor(ScheduledExecutorService scheduler, Executor worker, Duration interval) {
        this.scheduler = scheduler;
        this.worker = worker;
        this.interval = interval;
    }

    /** The outcome of the last check or successful call; null as long as there is none. */
    @Nullable
    Outcome last() {
        return last;
    }

    /** Called when a call has succeeded, which shows access as well as a check does. */
    void confirm() {
        Outcome known = last;
        if (known != null && known.failure() == null) {
            return;
        }
        lock.lock();
        try {
            if (!watchers.isEmpty()) {
                last = new Outcome(null);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Checks at once, and then an interval after each response, until all watchers have stopped; does nothing if this
     * watcher has begun before.
     *
     * @param check sends a request to the API; the checks of all watchers are equivalent
     */
    void begin(Object watcher, Supplier<CompletableFuture<Void>> check) {
        lock.lock();
        try {
            boolean isFirst = watchers.isEmpty();
            watchers.putIfAbsent(watcher, check);
            if (isFirst) {
                checkIn(Duration.ZERO);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The last watcher also cancels a check in progress. */
    void stop(Object watcher) {
        CompletableFuture<Void> unwanted;
        lock.lock();
        try {
            if (watchers.remove(watcher) == null || !watchers.isEmpty()) {
                return;
            }
            if (next != null) {
                next.cancel(false);
                next = null;
            }
            unwanted = question;
            question = null;
            last = null;
        } finally {
            lock.unlock();
        }
        if (unwanted != null) {
            unwanted.cancel(true);
        }
    }

    /** With the lock held. */
    private void checkIn(Duration pause) {
        try {
            next = scheduler.schedule(() -> worker.execute(this::check), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The component is stopping.
            next = null;
        }
    }

    private void check() {
        CompletableFuture<Void> asked;
        lock.lock();
        try {
            if (watchers.isEmpty() || question != null) {
                return;
            }
            asked = ask(watchers.values().iterator().next());
            question = asked;
        } finally {
            lock.unlock();
        }
        asked.whenComplete((done, failure) -> answered(asked, failure));
    }

    private static CompletableFuture<Void> ask(Supplier<CompletableFuture<Void>> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answered(CompletableFuture<Void> asked, Throwable failure) {
        lock.lock();
        try {
            if (question == asked) {
                question = null;
                last = new Outcome(failure == null ? null : kindOf(failure));
                checkIn(interval);
            }
        } finally {
            lock.unlock();
        }
    }

    private static Kind kindOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof SpeechException speech ? speech.getError().kind() : Kind.UNKNOWN;
    }

    /** @param failure the kind of the failure; null if the API can be used */
    record Outcome(@Nullable Kind failure) {}
}
