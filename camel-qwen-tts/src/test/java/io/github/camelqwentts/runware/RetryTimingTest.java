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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedRequest;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The pauses between tries, written down instead of waited for. */
@Timeout(60)
class RetryTimingTest {

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    private final ImpatientScheduler scheduler = new ImpatientScheduler();

    @AutoClose
    private final TestTransport transport = new TestTransport(scheduler);

    @Test
    void pausesDoubleUpToTheLongestAndDifferByChance() throws Exception {
        runware.emulator().inject(new Fault.Status(429), 6);

        SpeechResult result =
                speak(options().maxRetries(6).retryDelay(Duration.ofMillis(100)).maxRetryDelay(Duration.ofMillis(500)));

        assertThat(result.failure()).isNull();
        long[] expected = {100, 200, 400, 500, 500, 500};
        assertThat(scheduler.pauses()).hasSize(6);
        for (int i = 0; i < expected.length; i++) {
            assertThat(scheduler.pauses().get(i).toMillis()).isBetween(expected[i] * 8 / 10, expected[i] * 12 / 10);
        }
    }

    @Test
    void theApisWishIsHonouredEvenBeyondTheLongestPause() throws Exception {
        runware.emulator().inject(new Fault.Status(429, null, "30", false), 3);

        SpeechResult result = speak(options().maxRetryDelay(Duration.ofSeconds(2)));

        assertThat(result.failure()).isNull();
        assertPauses(3, 30, 46);
    }

    @Test
    void looksUpOnceIfRetryAfterExceedsTheDeadline() throws Exception {
        runware.emulator().inject(new Fault.Status(503, null, "301", false));

        SpeechResult result = speak(options());

        assertThat(result.failure().getError().kind()).isEqualTo(Kind.SERVER_ERROR);
        assertThat(scheduler.pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause).isLessThan(Duration.ofSeconds(2)));
        assertThat(runware.emulator().requests())
                .flatExtracting(RecordedRequest::tasks)
                .extracting(RecordedTask::taskType)
                .containsExactly("audioInference", "getTaskDetails");
    }

    @Test
    void aDownloadIsRetriedByTheSameRules() throws Exception {
        runware.emulator().inject(new Fault.Download(new Fault.Status(503, null, "7", false)), 2);

        SpeechResult result = speak(options());

        assertThat(result.failure()).isNull();
        assertPauses(2, 7, 11);
    }

    @Test
    void aWishHoldsForTheNextTryOnly() throws Exception {
        runware.emulator().inject(new Fault.Download(new Fault.Status(503, null, "30", false)), 1);

        AtomicInteger downloads = new AtomicInteger();
        runware.emulator()
                .inject(new Fault.Download(new Fault.ResetBeforeWork()), task -> downloads.incrementAndGet() == 2);
        SpeechResult result = speak(options());

        assertThat(result.failure()).isNull();
        assertThat(scheduler.pauses()).hasSize(2);
        assertThat(scheduler.pauses().get(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(scheduler.pauses().get(1)).isLessThan(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 20_000})
    void aCallTimeoutMayBeAsShortAsThePauses(int millis) throws Exception {
        runware.emulator().inject(new Fault.Status(429), 20);

        SpeechResult result = speak(options().callTimeout(Duration.ofMillis(millis)));

        assertThat(result.failure().getError().kind()).isIn(Kind.RATE_LIMIT, Kind.TIMEOUT);
    }

    private void assertPauses(int count, int minSeconds, int maxSeconds) {
        assertThat(scheduler.pauses())
                .hasSize(count)
                .allSatisfy(pause ->
                        assertThat(pause).isBetween(Duration.ofSeconds(minSeconds), Duration.ofSeconds(maxSeconds)));
    }

    private RunwareOptions.Builder options() {
        return TestTransport.options(runware.emulator())
                .callTimeout(Duration.ofMinutes(5))
                .resendDelay(Duration.ZERO);
    }

    private SpeechResult speak(RunwareOptions.Builder options) throws Exception {
        List<SpeechResult> results = new RunwareClient(transport.http(), options.build())
                .synthesize(List.of(SpeechRequest.of("Hello")))
                .get(30, TimeUnit.SECONDS);
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    /** Does at once what has to wait, and keeps how long it would have; deadlines, minutes away, it leaves alone. */
    private static final class ImpatientScheduler extends ScheduledThreadPoolExecutor {

        private final Queue<Duration> pauses = new ConcurrentLinkedQueue<>();

        ImpatientScheduler() {
            super(1);
        }

        List<Duration> pauses() {
            return List.copyOf(pauses);
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> retry, long delay, TimeUnit unit) {
            if (unit.toMinutes(delay) > 1) {
                return super.schedule(retry, delay, unit);
            }
            if (delay > 0) {
                pauses.add(Duration.of(delay, unit.toChronoUnit()));
            }
            return super.schedule(retry, 0, TimeUnit.NANOSECONDS);
        }
    }
}
