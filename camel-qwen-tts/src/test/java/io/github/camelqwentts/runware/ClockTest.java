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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.speech.DeliveryMethod;
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
import static org.awaitility.Awaitility.await;

/** The wall clock may be stepped while a call runs, and an API may name any time it likes. */
@Timeout(60)
class ClockTest {

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension(this::configure);

    private final SteppedClock clock = new SteppedClock();

    @AutoClose
    private final TestTransport transport = new TestTransport();

    private RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.latency(Duration.ofMillis(300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT2M", "PT-2M"})
    void steppingTheWallClockChangesNoPoll(Duration step) {
        CompletableFuture<SpeechResult> speech = speak(Duration.ofSeconds(20), DeliveryMethod.ASYNC);
        awaitRequest();

        clock.step(step);

        assertThat(speech)
                .succeedsWithin(Duration.ofSeconds(5))
                .satisfies(result -> assertThat(result.failure()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT2M", "PT-2M"})
    void steppingTheWallClockMovesNoDeadline(Duration step) {
        runware.emulator().inject(new Fault.Delay(Duration.ofSeconds(30)));
        CompletableFuture<SpeechResult> speech = speak(Duration.ofSeconds(3), DeliveryMethod.SYNC);
        awaitRequest();

        clock.step(step);

        assertThat(speech)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(
                        result -> assertThat(result.failure().getError().kind()).isEqualTo(Kind.TIMEOUT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775807",
                "18446744073709551615",
                "-1",
                "-9223372036854775808",
                "Tue, 24 Nov 1970 09:59:59 GMT",
                "Tue, 24 Nov 9999 09:59:59 GMT"
            })
    void anAbsurdRetryAfterStallsNoPoll(String retryAfter) {
        refuseTheFirstPoll(retryAfter);

        assertThat(speak(Duration.ofSeconds(30), DeliveryMethod.ASYNC))
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(result -> assertThat(result.failure()).isNull());
    }

    @Test
    void aPollIsRepeatedBeforeTheDeadlineWhateverRetryAfterSays() {
        refuseTheFirstPoll("3600");

        assertThat(speak(Duration.ofSeconds(5), DeliveryMethod.ASYNC))
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(result -> assertThat(result.failure()).isNull());
    }

    private void awaitRequest() {
        await().atMost(2, TimeUnit.SECONDS)
                .until(() -> !runware.emulator().requests().isEmpty());
    }

    private void refuseTheFirstPoll(String retryAfter) {
        AtomicInteger polls = new AtomicInteger();
        runware.emulator()
                .inject(
                        new Fault.Status(503, null, retryAfter, false),
                        task -> "getResponse".equals(task.taskType()) && polls.incrementAndGet() == 1);
    }

    private CompletableFuture<SpeechResult> speak(Duration callTimeout, DeliveryMethod delivery) {
        RunwareOptions options = TestTransport.options(runware.emulator())
                .callTimeout(callTimeout)
                .pollSchedule(
                        new PollSchedule(Duration.ofMillis(500), Duration.ofMillis(200), 1, Duration.ofSeconds(1)))
                .build();
        SpeechRequest request =
                SpeechRequest.builder().text("Hello").deliveryMethod(delivery).build();
        return new RunwareClient(transport.http(), options, clock)
                .synthesize(List.of(request))
                .thenApply(results -> results.get(0));
    }

    private static final class SteppedClock implements InstantSource {

        private volatile Duration offset = Duration.ZERO;

        void step(Duration by) {
            offset = by;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(offset);
        }
    }
}
