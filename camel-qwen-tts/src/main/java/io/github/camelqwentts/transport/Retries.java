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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import io.github.camelqwentts.speech.SpeechException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again after pauses that grow, differ by chance and hold no thread, as long as a call may take. */
public final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.camelqwentts.tasks");
    private static final double JITTER = 0.2;
    private static final Duration NO_WISH = Duration.ofNanos(-1);

    private final FailsafeExecutor<RetryableOperation> failsafe;
    private final Executor worker;

    /** @param worker where attempts begin; the scheduler only fires */
    public Retries(RetrySettings settings, Executor worker, ScheduledExecutorService scheduler) {
        this.worker = worker;
        RetryPolicyBuilder<RetryableOperation> policy = RetryPolicy.<RetryableOperation>builder()
                .handleIf((attempt, failure) -> attempt != null && attempt.wantsAnother())
                .withMaxRetries(-1)
                .withMaxDuration(settings.callTimeout())
                .withJitter(JITTER)
                .withDelayFn(context -> pauseAskedFor(context.getLastResult()))
                .onRetryScheduled(retry -> log(retry.getLastResult(), retry.getDelay()));
        // Failsafe refuses a delay that is not shorter than the whole.
        Duration half = settings.callTimeout().dividedBy(2);
        Duration first = Collections.min(List.of(settings.delay(), half));
        Duration longest = Collections.min(List.of(settings.maxDelay(), half));
        if (first.compareTo(longest) < 0) {
            policy.withBackoff(first, longest);
        } else {
            policy.withDelay(longest);
        }
        failsafe = Failsafe.with(policy.build()).with(scheduler);
    }

    /**
     * Tries until no other try is wanted. The first try begins at once, on the caller's thread.
     *
     * @return completed when it is over; cancelling it ends the pause between two tries
     */
    public CompletableFuture<RetryableOperation> run(RetryableOperation attempt) {
        CompletableFuture<RetryableOperation> over = new CompletableFuture<>();
        attempt.tryOnce().whenComplete((done, failure) -> {
            try {
                if (failure != null) {
                    over.completeExceptionally(failure);
                } else if (attempt.wantsAnother() && !over.isDone()) {
                    tryAgain(attempt, over);
                } else {
                    over.complete(attempt);
                }
            } catch (RuntimeException | Error e) {
                over.completeExceptionally(e);
            }
        });
        return over;
    }

    /** What was tried already stands for the first try, after which the policy pauses. */
    private void tryAgain(RetryableOperation attempt, CompletableFuture<RetryableOperation> over) {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        CompletableFuture<RetryableOperation> tries = failsafe.getStageAsync(() -> isFirst.getAndSet(false)
                ? CompletableFuture.completedFuture(attempt)
                : CompletableFuture.supplyAsync(attempt::tryOnce, worker)
                        .thenCompose(done -> done)
                        .thenApply(done -> attempt));
        tries.whenComplete((done, failure) -> {
            if (failure == null) {
                over.complete(attempt);
            } else {
                over.completeExceptionally(failure);
            }
        });
        over.whenComplete((done, failure) -> {
            if (over.isCancelled()) {
                tries.cancel(true);
            }
        });
    }

    /** The same failure with the number of attempts. */
    public static SpeechException counted(SpeechException failure, int attempts) {
        if (attempts < 1) {
            return failure;
        }
        SpeechException counted = SpeechException.of(failure.getError().withAttempts(attempts), failure.getCause());
        counted.setStackTrace(failure.getStackTrace());
        for (Throwable suppressed : failure.getSuppressed()) {
            counted.addSuppressed(suppressed);
        }
        return counted;
    }

    public static void log(RetryableOperation attempt, Duration delay) {
        if (LOG.isDebugEnabled() && attempt != null) {
            log(attempt.lastFailure(), delay);
        }
    }

    /**
     * Logs a retry.
     *
     * @param failure the reason of the retry; null if the API merely has not finished
     */
    public static void log(SpeechException failure, Duration delay) {
        if (failure != null) {
            LOG.debug("Retrying in {} ms: {}", delay.toMillis(), failure.getMessage());
        }
    }

    /** Jitter goes both ways, so this aims high enough that the shortest pause is still what was asked for. */
    private static Duration pauseAskedFor(RetryableOperation attempt) {
        if (attempt == null || attempt.retryAfter() == null) {
            return NO_WISH;
        }
        return Duration.ofMillis((long) Math.ceil(attempt.retryAfter().toMillis() / (1 - JITTER)));
    }
}
