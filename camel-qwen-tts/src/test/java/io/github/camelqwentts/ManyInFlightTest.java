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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ManyInFlightTest {

    /** The promise is a thousand; more of them would not fit into the queues that Camel's pools have by default. */
    private static final int MANY = 1_500;

    @Test
    void oneCallerHoldsMoreThanAThousandOnFortyThreads(@TempDir Path directory) throws Exception {
        CountDownLatch allArrived = new CountDownLatch(1);
        SpeechEngine engine = utterance -> {
            awaitUninterrupted(allArrived);
            return SizedSpeech.of(utterance.text());
        };
        try (RunwareEmulator emulator =
                RunwareEmulator.builder().engine(engine).build().start()) {
            Path held = directory.resolve("held");
            CompletableFuture<String> child = Background.call(
                    () -> ChildJvm.run(directory, List.of(), Caller.class, emulator.url(), held.toString()));
            await().atMost(1, TimeUnit.MINUTES)
                    .until(() -> child.isDone()
                            || (Files.exists(held) && emulator.requests().size() == MANY));
            allArrived.countDown();
            String printed = child.get(2, TimeUnit.MINUTES);

            assertThat(printed).contains("inFlight=" + MANY + " ", "right=" + MANY + " ");
            assertThat(emulator.tasksCarriedOut()).isEqualTo(MANY);
            assertThat(ChildJvm.peakThreads(printed))
                    .as("the most live threads until all were in flight")
                    .isBetween(2, 40);
        } finally {
            allArrived.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What runs in a JVM of its own. */
    static final class Caller {

        private Caller() {}

        public static void main(String[] args) throws Exception {
            String uri =
                    "qwen-tts:synthesize?outputFormat=WAV&maxConnections=" + MANY + "&apiKey=key&baseUrl=" + args[0];
            try (CamelContext context = new DefaultCamelContext()) {
                List<CompletableFuture<Exchange>> exchanges = SizedSpeech.request(MANY, context, uri);
                long inFlight = exchanges.stream()
                        .filter(exchange -> !exchange.isDone())
                        .count();
                System.out.println("inFlight=" + inFlight + " ");
                ChildJvm.printPeakThreads();
                Files.createFile(Path.of(args[1]));

                System.out.println("right=" + SizedSpeech.countSpoken(exchanges) + " ");
            }
        }
    }
}
