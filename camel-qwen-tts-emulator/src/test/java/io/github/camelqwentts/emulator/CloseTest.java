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
package io.github.camelqwentts.emulator;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An emulator is closed when a test is over, whatever is still being done. */
@Timeout(60)
class CloseTest {

    private final Queue<LogRecord> logged = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord event) {
            logged.add(event);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(handler);
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setErr(err);
        Logger.getLogger("").removeHandler(handler);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async"})
    void cancelsWorkInFlightWithoutLogging(String deliveryMethod) throws Exception {
        for (int i = 0; i < 10; i++) {
            closeInTheMiddleOf(deliveryMethod, () -> new CountDownLatch(1).await());
        }

        assertSilence();
    }

    @Test
    void endsUncancellableWorkWithoutLogging() throws Exception {
        AtomicBoolean goOn = new AtomicBoolean();
        AtomicBoolean over = new AtomicBoolean();

        closeInTheMiddleOf("sync", () -> {
            while (!goOn.get()) {
                Thread.onSpinWait();
            }
            over.set(true);
        });
        goOn.set(true);
        await().untilTrue(over);

        assertSilence();
    }

    private static void closeInTheMiddleOf(String deliveryMethod, Work work) throws Exception {
        CountDownLatch speaking = new CountDownLatch(1);
        RunwareEmulator emulator = RunwareEmulator.builder()
                .engine(utterance -> {
                    speaking.countDown();
                    try {
                        work.go();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return Pcm.silence(1, SpeechEngine.SAMPLE_RATE);
                })
                .build()
                .start();
        Thread client = client(emulator, EmulatorTestSupport.task("Hi").put("deliveryMethod", deliveryMethod));
        speaking.await();
        emulator.close();
        client.join();
    }

    @Test
    void endsFinishingWorkWithoutLogging() throws Exception {
        for (int i = 0; i < 50; i++) {
            CountDownLatch speaking = new CountDownLatch(1);
            RunwareEmulator emulator = RunwareEmulator.builder()
                    .engine(utterance -> {
                        speaking.countDown();
                        return Pcm.silence(1, SpeechEngine.SAMPLE_RATE);
                    })
                    .build()
                    .start();
            Thread client = client(emulator, EmulatorTestSupport.task("Hi").put("numberResults", 3));
            speaking.await();

            emulator.close();
            client.join();
        }

        assertSilence();
    }

    @Test
    void endsLateAnswersDripsWebhooksAndUploadsWithoutLogging() throws Exception {
        RunwareEmulator emulator = RunwareEmulator.builder()
                .engine(utterance -> Pcm.silence(1, SpeechEngine.SAMPLE_RATE))
                .build()
                .start();
        List<Fault> faults = List.of(
                new Fault.Drip(1, Duration.ofMillis(1)),
                new Fault.Delay(Duration.ofMillis(200)),
                new Fault.Delay(Duration.ofMinutes(1)));
        for (Fault fault : faults) {
            emulator.inject(fault, task -> fault.toString().equals(task.at("speech", "text")));
        }
        String nowhere = emulator.url().replace("/v1", "/nowhere");
        List<Thread> clients = List.of(
                client(emulator, EmulatorTestSupport.task(faults.get(0).toString())),
                client(emulator, EmulatorTestSupport.task(faults.get(1).toString())),
                client(emulator, EmulatorTestSupport.task(faults.get(2).toString())),
                client(emulator, EmulatorTestSupport.task("Hi").put("webhookURL", nowhere)),
                client(emulator, EmulatorTestSupport.task("Hi").put("uploadEndpoint", nowhere)));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> emulator.requests().stream()
                                        .mapToInt(r -> r.tasks().size())
                                        .sum()
                                == 5
                        && !emulator.webhookDeliveries().isEmpty());

        emulator.close();
        for (Thread client : clients) {
            client.join();
        }

        assertSilence();
    }

    @Test
    void continuesCancelledWorkAfterARestart(@TempDir Path folder) throws Exception {
        Path state = folder.resolve("state");
        CountDownLatch speaking = new CountDownLatch(1);
        RunwareEmulator first = RunwareEmulator.builder()
                .stateFile(state)
                .engine(utterance -> {
                    speaking.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    throw new IllegalStateException("Interrupted");
                })
                .build()
                .start();
        JsonObject task = EmulatorTestSupport.task("Hi").put("deliveryMethod", "async");
        client(first, task).join();
        speaking.await();

        first.close();
        String kept = Files.readString(state);
        try (RunwareEmulator second = RunwareEmulator.builder()
                .stateFile(state)
                .engine(utterance -> Pcm.silence(1, SpeechEngine.SAMPLE_RATE))
                .build()
                .start()) {
            await().atMost(Duration.ofSeconds(10)).until(() -> second.tasksCarriedOut() == 1);
        }

        assertThat(kept.lines()).singleElement().asString().contains("accepted");
    }

    @Test
    void endsStreamsWithoutLogging() throws Exception {
        OpenAiSpeechEmulator emulator = OpenAiSpeechEmulator.builder()
                .engine(utterance -> Pcm.silence(60, SpeechEngine.SAMPLE_RATE))
                .chunkDelay(Duration.ofMillis(1))
                .maxInFlight(3, Overload.QUEUE)
                .build()
                .start();
        emulator.inject(new SpeechFault.HangAfter(10), request -> "hang".equals(request.at("input")));
        List<Thread> clients = new ArrayList<>();
        for (String text : List.of("raw", "hang", "whole", "queued")) {
            clients.add(speechClient(emulator, text));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> emulator.requests().size() == clients.size());
        }

        emulator.close();
        for (Thread client : clients) {
            client.join();
        }

        assertSilence();
    }

    private static Thread speechClient(OpenAiSpeechEmulator emulator, String text) {
        String url = emulator.baseUrl();
        Thread client = new Thread(() -> {
            try {
                EmulatorTestSupport.send(HttpRequest.newBuilder(URI.create(url + "/v1/audio/speech"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"input\":\"" + text + "\",\"stream_format\":\"audio\"}")));
            } catch (Exception e) {
                // The emulator was closed.
            }
        });
        client.start();
        return client;
    }

    /** A client that does not mind what comes of its task. */
    private static Thread client(RunwareEmulator emulator, JsonObject task) {
        String url = emulator.url();
        Thread client = new Thread(() -> {
            try {
                EmulatorTestSupport.post(url, "[" + task + "]");
            } catch (Exception e) {
                // The emulator was closed.
            }
        });
        client.start();
        return client;
    }

    private void assertSilence() {
        assertThat(logged)
                .extracting(event -> event.getMessage() + " " + event.getThrown())
                .isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private interface Work {
        void go() throws InterruptedException;
    }
}
