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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.speech.SpeechException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tries end whatever is thrown between them: nothing else would end the call. */
class RetriesTest {

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

    @AfterEach
    void stopThreads() {
        scheduler.shutdownNow();
    }

    @Test
    void anErrorBetweenTwoTriesEndsThem() {
        Retries retries = new Retries(settings(), Runnable::run, scheduler);

        CompletableFuture<RetryableOperation> over = retries.run(new Undecided());

        assertThat(over)
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void anotherTryThatCannotBeScheduledEndsThem() {
        Retries retries = new Retries(settings(), Runnable::run, scheduler);
        scheduler.shutdownNow();

        assertThat(retries.run(new Failing())).failsWithin(5, TimeUnit.SECONDS);
    }

    private static RetrySettings settings() {
        return new RetrySettings(Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ofMillis(2));
    }

    private static class Failing implements RetryableOperation {
        @Override
        public CompletableFuture<Void> tryOnce() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean wantsAnother() {
            return true;
        }

        @Override
        public Duration retryAfter() {
            return null;
        }

        @Override
        public SpeechException lastFailure() {
            return null;
        }
    }

    private static final class Undecided extends Failing {
        @Override
        public boolean wantsAnother() {
            throw new OutOfMemoryError("provoked");
        }
    }
}
