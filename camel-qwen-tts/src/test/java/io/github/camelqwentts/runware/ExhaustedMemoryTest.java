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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.emulator.SpeechEngine;
import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.TaskListener;
import io.github.camelqwentts.speech.TaskQuery;
import io.github.camelqwentts.transport.Admission;
import io.github.camelqwentts.transport.HttpSettings;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.SpoolSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Work that cannot be handed to another thread because memory is full for a moment. Later messages do not suffer. */
@Timeout(60)
class ExhaustedMemoryTest {

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension(
            settings -> settings.engine(utterance -> new Pcm(new byte[48], SpeechEngine.SAMPLE_RATE, 1)));

    /** The class that finds no memory the next time it hands work to a worker. */
    private final AtomicReference<Class<?>> withoutWorker = new AtomicReference<>();

    /** The class that finds no memory the next time it sets a timer. */
    private final AtomicReference<Class<?>> withoutTimer = new AtomicReference<>();

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
            failFor(withoutTimer);
            return super.schedule(work, delay, unit);
        }
    };
    private final Executor worker = work -> {
        failFor(withoutWorker);
        threads.execute(work);
    };
    private final HttpTransport transport = new HttpTransport(
            new HttpSettings(Duration.ofSeconds(5), 1, null, null, null, false),
            new SpoolSettings(1_000_000, () -> null),
            worker,
            scheduler);

    @AfterEach
    void stopThreads() {
        transport.close(Duration.ZERO);
        threads.shutdownNow();
        scheduler.shutdownNow();
    }

    @Test
    void doesNotStopPolling() {
        RunwareClient client = client(Duration.ofSeconds(3));
        withoutWorker.set(Poller.class);
        CompletableFuture<SpeechResult> first = speak(client, DeliveryMethod.ASYNC);
        await().atMost(Duration.ofSeconds(20)).until(() -> withoutWorker.get() == null);

        assertThat(speak(client, DeliveryMethod.ASYNC))
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(result -> assertThat(result.failure()).isNull());
        assertThat(first).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void doesNotCostAConnection() {
        RunwareClient client = client(Duration.ofSeconds(5));
        runware.emulator().inject(new Fault.Delay(Duration.ofMillis(500)), 1);
        CompletableFuture<SpeechResult> first = speak(client, DeliveryMethod.SYNC);
        CompletableFuture<SpeechResult> second = speak(client, DeliveryMethod.SYNC);
        withoutWorker.set(Admission.class);

        assertThat(CompletableFuture.allOf(first, second)).succeedsWithin(Duration.ofSeconds(20));
        assertThat(withoutWorker).hasValue(null);
        assertThat(speak(client, DeliveryMethod.SYNC))
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(result -> assertThat(result.failure()).isNull());
    }

    @Test
    void ofAListenerDoesNotCostAConnection() {
        RunwareClient client = client(Duration.ofSeconds(5));
        TaskListener listener = new TaskListener() {
            @Override
            public void sent(String taskUUID) {
                throw new OutOfMemoryError("Provoked");
            }
        };

        assertThat(speak(client.withListener(listener), DeliveryMethod.SYNC))
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(result -> assertThat(result.failure()).hasRootCauseInstanceOf(OutOfMemoryError.class));
        assertThat(speak(client, DeliveryMethod.SYNC))
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(result -> assertThat(result.failure()).isNull());
    }

    @Test
    void doesNotDelayTheStop() {
        withoutTimer.set(Poller.class);
        TaskQuery task = new TaskQuery("7a687894-17db-4452-a7c4-87929a5f31a7", 1, null);
        assertThat(client(Duration.ofSeconds(30)).getResponse(List.of(task), true))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(OutOfMemoryError.class);

        long begin = System.nanoTime();
        transport.close(Duration.ofSeconds(20));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    private static void failFor(AtomicReference<Class<?>> unlucky) {
        Class<?> who = unlucky.get();
        boolean isCalling = who != null
                && StackWalker.getInstance()
                        .walk(frames ->
                                frames.anyMatch(frame -> frame.getClassName().equals(who.getName())));
        if (isCalling && unlucky.compareAndSet(who, null)) {
            throw new OutOfMemoryError("Provoked");
        }
    }

    private RunwareClient client(Duration callTimeout) {
        return TestTransport.client(transport, runware.emulator(), callTimeout);
    }

    private static CompletableFuture<SpeechResult> speak(SpeechClient client, DeliveryMethod delivery) {
        return client.synthesize(List.of(SpeechRequest.builder()
                        .text("Hello")
                        .deliveryMethod(delivery)
                        .build()))
                .thenApply(results -> results.get(0));
    }
}
