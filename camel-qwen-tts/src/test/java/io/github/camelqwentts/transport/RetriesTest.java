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
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelqwentts.speech.TaskListener;
import io.github.camelqwentts.transport.RetryDecision.Failed;
import io.github.camelqwentts.transport.RetryDecision.InProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

class RetriesTest {

    private static final RetryDecision FAILED = new Failed(null, null);
    private static final RetryDecision IN_PROGRESS = new InProgress(null);

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

    @AfterEach
    void stopThreads() {
        scheduler.shutdownNow();
    }

    @Test
    void countsFailuresButNoAttemptsThatFoundTheWorkInProgress() {
        Scripted operation = new Scripted(
                FAILED, IN_PROGRESS, IN_PROGRESS, IN_PROGRESS, FAILED, IN_PROGRESS, FAILED, RetryDecision.DONE);

        assertThat(retries(2).run(operation, call(Duration.ofMinutes(1)))).succeedsWithin(20, SECONDS);

        assertThat(operation.attempts).hasValue(7);
        assertThat(operation.exhausted).containsExactly(FAILED);
    }

    @Test
    void attemptsAfterTheLastRetryAreTheOperationsDecision() {
        Scripted operation = new Scripted(FAILED, FAILED, IN_PROGRESS, RetryDecision.DONE) {
            @Override
            public RetryDecision exhausted(RetryDecision last) {
                super.exhausted(last);
                return IN_PROGRESS;
            }
        };

        assertThat(retries(1).run(operation, call(Duration.ofMinutes(1)))).succeedsWithin(20, SECONDS);

        assertThat(operation.attempts).hasValue(4);
    }

    @Test
    void aRetryAfterBeyondTheDeadlineAllowsNoRetry() {
        RetryDecision later = new Failed(null, Duration.ofSeconds(61));
        Scripted operation = new Scripted(later);

        assertThat(retries(5).run(operation, call(Duration.ofMinutes(1)))).succeedsWithin(20, SECONDS);

        assertThat(operation.exhausted).containsExactly(later);
    }

    @Test
    void workInProgressIsAskedForUntilTheDeadline() {
        Scripted endless = new Scripted() {
            @Override
            public CompletableFuture<RetryDecision> tryOnce(int attempt) {
                return CompletableFuture.completedFuture(IN_PROGRESS);
            }
        };

        assertThat(retries(0).run(endless, call(Duration.ofMillis(50)))).succeedsWithin(20, SECONDS);
    }

    @Test
    void noAttemptBeginsAfterTheCallIsCancelled() throws Exception {
        Scripted operation = new Scripted(FAILED, RetryDecision.DONE);
        CallScope call = call(Duration.ofMinutes(1));
        CompletableFuture<Runnable> retry = new CompletableFuture<>();
        CompletableFuture<Integer> over = new Retries(settings(5), retry::complete, scheduler).run(operation, call);
        Runnable second = retry.get(20, SECONDS);

        call.cancel();
        second.run();

        assertThat(over).failsWithin(5, SECONDS).withThrowableThat().withCauseInstanceOf(CancellationException.class);
        assertThat(operation.attempts).hasValue(1);
    }

    @Test
    void anErrorBetweenTwoTriesEndsThem() {
        Scripted undecided = new Scripted(FAILED) {
            @Override
            public RetryDecision exhausted(RetryDecision last) {
                throw new OutOfMemoryError("provoked");
            }
        };

        assertThat(retries(0).run(undecided, call(Duration.ofMinutes(1))))
                .failsWithin(5, SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void anErrorInAnAttemptEndsThem() {
        Scripted broken = new Scripted() {
            @Override
            public CompletableFuture<RetryDecision> tryOnce(int attempt) {
                throw new OutOfMemoryError("provoked");
            }
        };

        assertThat(retries(5).run(broken, call(Duration.ofMinutes(1)))).failsWithin(5, SECONDS);
    }

    @Test
    void anotherTryThatCannotBeScheduledEndsThem() {
        scheduler.shutdownNow();

        assertThat(retries(5).run(new Scripted(FAILED), call(Duration.ofMinutes(1))))
                .failsWithin(5, SECONDS);
    }

    @Test
    void anotherTryThatNoWorkerTakesEndsThem() {
        Retries retries = new Retries(
                settings(5),
                task -> {
                    throw new OutOfMemoryError("provoked");
                },
                scheduler);

        assertThat(retries.run(new Scripted(FAILED), call(Duration.ofMinutes(1))))
                .failsWithin(5, SECONDS);
    }

    private Retries retries(int maxRetries) {
        return new Retries(settings(maxRetries), Runnable::run, scheduler);
    }

    private static RetrySettings settings(int maxRetries) {
        return new RetrySettings(maxRetries, Duration.ofMillis(1), Duration.ofMillis(2));
    }

    private static CallScope call(Duration timeout) {
        return new CallScope(Deadline.in(timeout), TaskListener.NONE);
    }

    /** Attempts end as the script says. */
    private static class Scripted implements RetryableOperation<Integer> {

        private final List<RetryDecision> script;
        private final AtomicInteger attempts = new AtomicInteger();
        private final Queue<RetryDecision> exhausted = new ArrayDeque<>();

        Scripted(RetryDecision... script) {
            this.script = List.of(script);
        }

        @Override
        public CompletableFuture<RetryDecision> tryOnce(int attempt) {
            attempts.set(attempt);
            return CompletableFuture.completedFuture(script.get(attempt - 1));
        }

        @Override
        public RetryDecision exhausted(RetryDecision last) {
            exhausted.add(last);
            return RetryDecision.DONE;
        }

        @Override
        public CompletableFuture<Integer> end(Throwable stopped) {
            return stopped == null
                    ? CompletableFuture.completedFuture(attempts.get())
                    : CompletableFuture.failedFuture(stopped);
        }
    }
}
