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

import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.transport.HttpSettings;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.SpoolSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A download may be cancelled when the audio is there and no worker has looked at it yet. */
class AudioDownloadTest {

    private static final int SIZE = 100_000;

    @TempDir
    private Path directory;

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

    /** Busy from the moment on in which the audio begins to arrive. */
    private final Executor worker = task -> {
        if (spooled().length == 0) {
            pool.execute(task);
        } else {
            held.add(task);
        }
    };

    private HttpServer server;
    private HttpTransport transport;

    @BeforeEach
    void connect() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "audio/wav");
            exchange.sendResponseHeaders(200, SIZE);
            exchange.getResponseBody().write(new byte[SIZE]);
            exchange.close();
        });
        server.start();
        transport = new HttpTransport(
                new HttpSettings(Duration.ofSeconds(5), 10, null, null, null, false),
                new SpoolSettings(1_000, directory::toFile),
                worker,
                scheduler);
    }

    @AfterEach
    void disconnect() {
        transport.close(Duration.ZERO);
        server.stop(0);
        pool.shutdownNow();
        scheduler.shutdownNow();
    }

    @Test
    void aCancelledDownloadLeavesNoFile() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        RunwareClient client = new RunwareClient(
                transport, RunwareOptions.builder().apiKey("key").baseUrl(url).build());
        CompletableFuture<SpeechResult> download =
                client.download(SpeechResult.Spoken.builder("f5d8b3a0-0c3e-4b6f-9d1a-2f9f0d6d5a11", OutputFormat.WAV)
                        .audioURL(url + "/a.wav")
                        .build());
        await().atMost(20, TimeUnit.SECONDS).until(() -> !held.isEmpty());

        download.cancel(true);
        for (Runnable task = held.poll(); task != null; task = held.poll()) {
            task.run();
        }

        await().atMost(5, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(spooled()).isEmpty());
    }

    private File[] spooled() {
        return directory.toFile().listFiles(file -> file.getName().endsWith(".spool"));
    }
}
