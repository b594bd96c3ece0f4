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

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import io.github.camelqwentts.speech.Voice;
import io.github.camelqwentts.transport.HttpSettings;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.SpoolSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Reference audio from streams that give nothing. */
@Timeout(60)
class StuckSampleTest {

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    private final ExecutorService worker = Executors.newFixedThreadPool(2);
    private final ExecutorService blocking = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final HttpTransport transport = new HttpTransport(
            new HttpSettings(Duration.ofSeconds(5), 10, null, null, null, false),
            new SpoolSettings(1_000_000, () -> null),
            worker,
            blocking,
            scheduler);

    @AfterEach
    void stopThreads() {
        stuck.countDown();
        transport.close(Duration.ZERO);
        worker.shutdownNow();
        blocking.shutdownNow();
        scheduler.shutdownNow();
    }

    @Test
    void endAtTheDeadlineAndDelayNoOtherCall() {
        List<CompletableFuture<List<SpeechResult>>> waiting = IntStream.range(0, 5)
                .mapToObj(i -> client(Duration.ofSeconds(1))
                        .synthesize(List.of(SpeechRequest.builder()
                                .text("Hello")
                                .model("alibaba:qwen@3-tts-1.7b-base")
                                .voice(Voice.CLONE)
                                .xVectorOnly(true)
                                .referenceAudio(ReferenceAudio.ofStream(new StuckStream()))
                                .build())))
                .toList();

        assertThat(client(Duration.ofSeconds(20)).synthesize(List.of(SpeechRequest.of("Hello"))))
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(results -> assertThat(results.get(0).failure()).isNull());
        assertThat(waiting)
                .allSatisfy(one -> assertThat(one)
                        .failsWithin(Duration.ofSeconds(10))
                        .withThrowableThat()
                        .havingCause()
                        .isInstanceOf(SpeechUnavailableException.class)
                        .withMessageContaining("reference audio was not read"));
        assertThat(stuck.getCount()).isEqualTo(1);
    }

    private RunwareClient client(Duration callTimeout) {
        return TestTransport.client(transport, runware.emulator(), callTimeout);
    }

    @SuppressWarnings("InputStreamSlowMultibyteRead") // it has no bytes
    private final class StuckStream extends InputStream {
        @Override
        public int read() {
            try {
                stuck.await(50, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return -1;
        }
    }
}
