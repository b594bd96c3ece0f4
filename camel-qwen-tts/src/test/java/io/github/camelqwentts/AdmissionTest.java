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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Failed;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** More texts than connections and time: what was paid for comes out, and the rest is not sent. */
class AdmissionTest extends SpeakingTestSupport {

    private static final int CONNECTIONS = 2;
    private static final int TEXTS = 60;
    private static final String SCARCE = "maxConnections=" + CONNECTIONS + "&callTimeout=4s";

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder fresh) {
        return fresh.latency(Duration.ofMillis(200)).engine(said -> Pcm.silence(0.05, SpeechEngine.SAMPLE_RATE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"URL", "base64Data"})
    void aBurstBringsOutWhatWasPaidFor(String outputType) throws Exception {
        List<Exchange> exchanges = burst("qwen-tts:synthesize?outputType=" + outputType + "&" + SCARCE);

        long spoken = exchanges.stream()
                .filter(exchange -> exchange.getException() == null)
                .count();
        assertThat(spoken).as("spoken").isPositive();
        // Tasks in flight at the deadline may be executed a little later.
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(5)).until(() -> true);
        assertThat(emulator().tasksCarriedOut()).as("paid for").isLessThanOrEqualTo((int) spoken + CONNECTIONS);
        assertUnsent(exchanges.stream().map(Exchange::getException).toList());
    }

    @Test
    void slowDownloadsHoldBackTasksThatWouldTimeOut() throws Exception {
        emulator().inject(new Fault.Download(new Fault.Drip(1_000, Duration.ofMillis(60))), task -> true);

        List<Exchange> exchanges = burst("qwen-tts:synthesize?outputFormat=WAV&" + SCARCE);

        long spoken = exchanges.stream()
                .filter(exchange -> exchange.getException() == null)
                .count();
        assertThat(spoken).as("spoken").isPositive();
        assertThat(emulator().tasksCarriedOut()).as("paid for").isLessThanOrEqualTo((int) spoken + CONNECTIONS);
    }

    @Test
    void aListInBatchesOfOneBringsOutWhatWasPaidFor() {
        Exchange exchange = send(
                "qwen-tts:synthesize?continueOnError=true&batchSize=1&" + SCARCE,
                IntStream.range(0, TEXTS).mapToObj(i -> "Text " + i).toList());

        assertThat(exchange.getException()).isNull();
        List<SpeechResult> results = results(exchange);
        assertThat(results).hasSize(TEXTS);
        long spoken =
                results.stream().filter(result -> result.failure() == null).count();
        assertThat(spoken).as("spoken").isPositive();
        assertThat(emulator().tasksCarriedOut()).as("paid for").isLessThanOrEqualTo((int) spoken + CONNECTIONS);
        assertUnsent(results.stream().map(SpeechResult::failure).toList());
    }

    @ParameterizedTest
    @CsvSource({"sync", "async"})
    void pollsAndDownloadsDoNotQueueBehindNewTasks(String other) throws Exception {
        String uuid = send("qwen-tts:submit", "Earlier.").getMessage().getBody(String.class);
        emulator().inject(new Fault.Delay(Duration.ofSeconds(20)), task -> "audioInference".equals(task.taskType()));
        for (int i = 0; i < 10; i++) {
            template.asyncSend(
                    "qwen-tts:synthesize?maxConnections=1&callTimeout=30s&deliveryMethod=" + other,
                    exchange -> exchange.getMessage().setBody("Held."));
        }
        await().atMost(10, TimeUnit.SECONDS).until(() -> speechTasks().size() == 2);

        Exchange exchange = send("qwen-tts:getResponse?pollUntilDone=true&maxConnections=1&callTimeout=10s", uuid);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(byte[].class)).isNotEmpty();
        assertThat(speechTasks()).as("one at a time").hasSize(2);
    }

    @Test
    void aCancelledCallLeavesTheQueue() throws Exception {
        emulator().inject(new Fault.Delay(Duration.ofMillis(1_500)), 1);
        QwenTtsEndpoint endpoint = context.getEndpoint("qwen-tts:synthesize?maxConnections=1", QwenTtsEndpoint.class);
        endpoint.start();
        CompletableFuture<List<SpeechResult>> first =
                endpoint.client().synthesize(List.of(endpoint.backend().check(SpeechRequest.of("One."))));
        await().atMost(10, TimeUnit.SECONDS).until(() -> speechTasks().size() == 1);
        CompletableFuture<List<SpeechResult>> second =
                endpoint.client().synthesize(List.of(endpoint.backend().check(SpeechRequest.of("Two."))));
        CompletableFuture<List<SpeechResult>> third =
                endpoint.client().synthesize(List.of(endpoint.backend().check(SpeechRequest.of("Three."))));

        second.cancel(true);

        assertThat(first.get(20, TimeUnit.SECONDS).get(0).failure()).isNull();
        assertThat(third.get(20, TimeUnit.SECONDS).get(0).failure()).isNull();
        assertThat(speechTasks()).extracting(task -> task.at("speech", "text")).containsExactly("One.", "Three.");
    }

    @Test
    void keepsIdAndUrlIfTheDownloadTimesOut() {
        emulator().inject(new Fault.Download(new Fault.Drip(10, Duration.ofSeconds(1))), task -> true);

        SpeechException failure =
                (SpeechException) send("qwen-tts:synthesize?outputFormat=WAV&callTimeout=1500ms", "Slowly.")
                        .getException();

        assertThat(failure.getError().kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.getResults()).singleElement().isInstanceOfSatisfying(Failed.class, result -> {
            assertThat(result.taskUUID()).isEqualTo(speechTasks().get(0).taskUUID());
            assertThat(result.audioURL()).startsWith("http");
        });
    }

    private void assertUnsent(List<? extends Exception> failures) {
        List<SpeechException> unsent = failures.stream()
                .filter(SpeechException.class::isInstance)
                .map(SpeechException.class::cast)
                .filter(failure -> failure.getMessage().contains("Not sent and not charged"))
                .toList();
        assertThat(unsent)
                .hasSize(TEXTS - speechTasks().size())
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(SpeechUnavailableException.class)
                        .hasMessageContaining("maxConnections=" + CONNECTIONS));
        assertThat(unsent).extracting(failure -> failure.getError().kind()).containsOnly(Kind.TIMEOUT);
    }

    private List<Exchange> burst(String uri) throws Exception {
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            String text = "Text " + i;
            sent.add(template.asyncSend(uri, exchange -> exchange.getMessage().setBody(text)));
        }
        List<Exchange> exchanges = new ArrayList<>();
        for (CompletableFuture<Exchange> exchange : sent) {
            exchanges.add(exchange.get(30, TimeUnit.SECONDS));
        }
        return exchanges;
    }

    @SuppressWarnings("unchecked")
    private static List<SpeechResult> results(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }
}
