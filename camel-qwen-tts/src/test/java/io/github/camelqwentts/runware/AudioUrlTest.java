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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelqwentts.audio.WavFile;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.HttpSettings;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.SpoolSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A short response with the URL of the audio is read where it arrives, and its download begins there. */
@Timeout(60)
class AudioUrlTest {

    private static final Pattern TASK_ID = Pattern.compile("\"taskUUID\":\"([^\"]+)\"");
    private static final byte[] WAV = WavFile.silence(24_000);

    private final ExecutorService pool = Executors.newFixedThreadPool(2, task -> new Thread(task, "worker"));
    private final ExecutorService blocking = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private final AtomicInteger handOvers = new AtomicInteger();
    private final Queue<InetSocketAddress> connections = new ConcurrentLinkedQueue<>();
    private final CountDownLatch mayRespond = new CountDownLatch(1);

    private HttpServer server;
    private String url;
    private String audioUrl;
    private volatile boolean isMemoryExhausted;
    private HttpTransport transport;
    private RunwareClient client;

    @BeforeEach
    void connect() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::respond);
        server.setExecutor(blocking);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        audioUrl = url + "/a.wav";
        transport = new HttpTransport(
                new HttpSettings(Duration.ofSeconds(5), 10, null, null, null, false),
                new SpoolSettings(1_000_000, () -> null),
                task -> {
                    handOvers.incrementAndGet();
                    if (isMemoryExhausted) {
                        throw new OutOfMemoryError("No thread can be created");
                    }
                    pool.execute(task);
                },
                blocking,
                scheduler);
        client = new RunwareClient(
                transport, RunwareOptions.builder().apiKey("key").baseUrl(url).build());
    }

    @AfterEach
    void disconnect() {
        transport.close(Duration.ZERO);
        server.stop(0);
        pool.shutdownNow();
        blocking.shutdownNow();
        scheduler.shutdownNow();
    }

    @Test
    void theDownloadFollowsOnTheConnectionOfItsTask() throws Exception {
        mayRespond.countDown();
        for (int i = 0; i < 20; i++) {
            assertThat(speak().get(30, TimeUnit.SECONDS).audio().size()).isEqualTo(WAV.length);
        }

        assertThat(connections).hasSize(40);
        assertThat(connections.stream().distinct()).hasSize(1);
    }

    @Test
    void audioIsHandedToAWorkerOnce() throws Exception {
        mayRespond.countDown();

        speak().get(30, TimeUnit.SECONDS);

        assertThat(handOvers).hasValue(1);
    }

    @Test
    void theCallersNextStepRunsOnAWorker() throws Exception {
        assertThat(threadOfTheNextStep()).isEqualTo("worker");
    }

    @Test
    void theCallersNextStepRunsOnAWorkerThoughADownloadIsBlocked() throws Exception {
        audioUrl = "http://203.0.113.1/a.wav";

        assertThat(threadOfTheNextStep()).isEqualTo("worker");
    }

    @Test
    void aCallEndsThoughThereIsNoMemoryForAWorker() throws Exception {
        audioUrl = "http://203.0.113.1/a.wav";
        isMemoryExhausted = true;

        assertThat(threadOfTheNextStep()).startsWith("qwen-tts-http");
    }

    private String threadOfTheNextStep() throws Exception {
        CompletableFuture<String> thread =
                speak().handle((spoken, failure) -> Thread.currentThread().getName());
        mayRespond.countDown();
        return thread.get(30, TimeUnit.SECONDS);
    }

    private CompletableFuture<Spoken> speak() {
        return client.synthesize(SpeechRequest.builder()
                .text("Hello.")
                .outputFormat(OutputFormat.WAV)
                .build());
    }

    private void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            connections.add(exchange.getRemoteAddress());
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body = WAV;
            if ("POST".equals(exchange.getRequestMethod())) {
                await();
                Matcher id = TASK_ID.matcher(request);
                assertThat(id.find()).isTrue();
                body = ("{\"data\":[{\"taskType\":\"audioInference\",\"taskUUID\":\"" + id.group(1)
                                + "\",\"audioUUID\":\"a\",\"audioURL\":\"" + audioUrl + "\"}]}")
                        .getBytes(StandardCharsets.UTF_8);
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void await() {
        try {
            assertThat(mayRespond.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
