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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ManyInFlightTest extends SpeakingTestSupport {

    private static final int MANY = 1_000;

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        // The work is next to nothing, so that all of them wait at the same time.
        return settings.latency(Duration.ofSeconds(1)).engine(utterance -> Pcm.silence(0.1, SpeechEngine.SAMPLE_RATE));
    }

    @Test
    void oneCallerHoldsAThousandOnFortyThreads() throws Exception {
        AsyncProducer producer = context.getEndpoint("qwen-tts:synthesize?outputFormat=WAV&maxConnections=" + MANY)
                .createAsyncProducer();
        producer.start();

        List<Exchange> exchanges = new ArrayList<>();
        List<CompletableFuture<Exchange>> done = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Exchange exchange = context.getEndpoint("qwen-tts:synthesize").createExchange();
            exchange.getMessage().setBody("Number " + i);
            exchanges.add(exchange);
            done.add(producer.processAsync(exchange));
        }
        await().atMost(30, TimeUnit.SECONDS).until(() -> emulator().requests().size() >= MANY / 2);
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        assertThat(threads).isLessThanOrEqualTo(40);
        Map<String, Object> textOfTask = new HashMap<>();
        speechTasks().forEach(task -> textOfTask.put(task.taskUUID(), task.at("speech", "text")));
        for (int i = 0; i < MANY; i++) {
            Exchange exchange = exchanges.get(i);
            assertThat(exchange.getException()).isNull();
            assertThat(textOfTask.get(exchange.getMessage().getHeader(QwenTtsConstants.TASK_UUID, String.class)))
                    .isEqualTo("Number " + i);
            assertThat(exchange.getMessage().getBody(byte[].class)).hasSize(44 + 4_800);
        }
        assertThat(emulator().tasksCarriedOut()).isEqualTo(MANY);
        producer.stop();
    }
}
