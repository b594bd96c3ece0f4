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
package io.github.camelqwentts.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.transport.RetryDecision.Done;
import io.github.camelqwentts.transport.RetryDecision.Failed;
import io.github.camelqwentts.transport.RetryDecision.InProgress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats operations after delays that grow exponentially and vary by 20 %, up to the call's deadline. No thread waits
 * meanwhile.
 */
public final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.camelqwentts.tasks");
    private static final double JITTER = 0.2;

    private final RetrySettings settings;
    private final Executor worker;
    private final ScheduledExecutorService scheduler;

    /** @param worker begins retries; the scheduler only triggers them */
    public Retries(RetrySettings settings, Executor worker, ScheduledExecutorService scheduler) {
        this.settings = settings;
        this.worker = worker;
        this.scheduler = scheduler;
    }

    /**
     * Runs an operation until it is done. The first attempt begins at once, on the caller's thread.
     *
     * @return the result; when the call is cancelled, the operation ends, and no attempt begins after that
     */
    public <T> CompletableFuture<T> run(RetryableOperation<T> operation, CallScope call) {
        Attempts<T> attempts = prepare(operation, call);
        attempts.begin();
        return attempts.result;
    }

    /** Like {@link #run}, for an operation whose result is needed before its first attempt begins. */
    public <T> Attempts<T> prepare(RetryableOperation<T> operation, CallScope call) {
        return new Attempts<>(operation, call);
    }

    /**
     * Logs a retry.
     *
     * @param failure the reason of the retry; null if there was none
     */
    public void log(@Nullable SpeechException failure, Duration delay) {
        if (failure != null) {
            LOG.debug("Retrying in {} ms: {}", delay.toMillis(), failure.getMessage());
        }
    }

    /** The attempts of an operation. */
    public final class Attempts<T> {

        private final RetryableOperation<T> operation;
        private final CallScope call;
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final CompletableFuture<T> result;
        private final long firstDelay;
        private final long maxDelay;
        private long delay;
        private int attempts;
        private int failures;

        private Attempts(RetryableOperation<T> operation, CallScope call) {
            this.operation = operation;
            this.call = call;
            // A call that is shorter than the delays has time for a retry as well.
            long half = call.deadline().remaining().toNanos() / 2;
            this.maxDelay = Math.min(Deadline.nanos(settings.maxDelay()), half);
            this.firstDelay = Math.min(Deadline.nanos(settings.delay()), maxDelay);
            this.delay = firstDelay;
            this.result = call.step(over)
                    .handle((done, stopped) -> operation.end(stopped))
                    .thenCompose(end -> end);
        }

        /** The result of the operation, which ends with its call. */
        public CompletableFuture<T> result() {
            return result;
        }

        /** Begins an attempt on the caller's thread, unless the operation is over. Called once, for the first one. */
        public void begin() {
            if (over.isDone()) {
                return;
            }
            try {
                operation.tryOnce(++attempts).whenComplete(this::decide);
            } catch (RuntimeException | Error e) {
                over.completeExceptionally(e);
            }
        }

        /** Whatever is thrown, the operation ends: nothing else would end the call. */
        private void decide(RetryDecision decision, Throwable failure) {
            try {
                if (failure != null) {
                    over.completeExceptionally(failure);
                } else if (decision instanceof Done || over.isDone()) {
                    over.complete(null);
                } else {
                    repeat(decision);
                }
            } catch (RuntimeException | Error e) {
                over.completeExceptionally(e);
            }
        }

        private void repeat(RetryDecision decision) {
            if (decision instanceof Failed) {
                failures++;
            }
            long left = call.deadline().remaining().toNanos();
            long wish = decision.retryAfter() == null ? 0 : Deadline.nanos(decision.retryAfter());
            long pause = Math.max(backOff(left), wish < left ? vary(wish, 0) : 0);
            boolean mayRetry = failures <= settings.maxRetries()
                    && wish < left
                    && (pause < left || decision instanceof InProgress);
            RetryDecision next = mayRetry ? decision : operation.exhausted(decision);
            if (next instanceof Done || left == 0) {
                over.complete(null);
                return;
            }
            pause = Math.min(pause, left);
            if (next instanceof Failed failed) {
                log(failed.failure(), Duration.ofNanos(pause));
            }
            Future<?> alarm = scheduler.schedule(this::beginLater, pause, TimeUnit.NANOSECONDS);
            over.whenComplete((done, stopped) -> alarm.cancel(false));
        }

        private long backOff(long left) {
            long pause = vary(delay, -JITTER);
            delay = Math.min(2 * delay, maxDelay);
            // Near the deadline, a shorter delay leaves time for the attempt.
            return Math.min(pause, Math.max(left / 2, firstDelay));
        }

        /** A time that is longer by up to {@link #JITTER}, or shorter down to the given share. */
        private static long vary(long nanos, double least) {
            return (long) (nanos * (1 + ThreadLocalRandom.current().nextDouble(least, JITTER)));
        }

        private Void beginLater() {
            try {
                worker.execute(this::begin);
            } catch (RuntimeException | Error e) {
                over.completeExceptionally(e);
            }
            return null;
        }
    }
}
