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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelqwentts.speech.ForwardingSpeechClient;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.transport.HttpSettings;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.SpoolFiles;
import io.github.camelqwentts.transport.SpoolSettings;

/**
 * Client for plain Java programs. It has connections and daemon threads of its own; one client serves a whole program.
 * It uses the proxy and TLS settings of Java's system properties.
 *
 * @since 1.0
 */
public final class RunwareSpeech extends ForwardingSpeechClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_CONNECTIONS = 256;
    private static final int SPOOL_THRESHOLD = 1024 * 1024;
    private static final long TIDY_UP_SECONDS = 15;

    private final ExecutorService worker;
    private final ExecutorService blocking;
    private final ScheduledExecutorService scheduler;
    private final SpoolFiles files;
    private final HttpTransport transport;
    private final RunwareClient client;

    private RunwareSpeech(RunwareOptions options) {
        int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
        worker = Executors.newFixedThreadPool(cores, daemons("QwenTtsWorker"));
        blocking = Executors.newCachedThreadPool(daemons("QwenTtsBlocking"));
        scheduler = Executors.newSingleThreadScheduledExecutor(daemons("QwenTtsScheduler"));
        files = new SpoolFiles(() -> null);
        transport = new HttpTransport(
                new HttpSettings(CONNECT_TIMEOUT, MAX_CONNECTIONS, null, null, null, true),
                new SpoolSettings(SPOOL_THRESHOLD, files),
                worker,
                blocking,
                scheduler);
        client = new RunwareClient(transport, options);
        scheduler.scheduleWithFixedDelay(
                () -> worker.execute(files::tidyUp), TIDY_UP_SECONDS, TIDY_UP_SECONDS, TimeUnit.SECONDS);
    }

    /** Creates a client; nothing is sent before its first call. */
    public static RunwareSpeech connect(RunwareOptions options) {
        return new RunwareSpeech(options);
    }

    @Override
    protected SpeechClient client() {
        return client;
    }

    /** Cancels the calls in progress, stops the threads and deletes the files of audio that is not in memory. */
    @Override
    public void close() {
        transport.close(Duration.ZERO);
        scheduler.shutdownNow();
        worker.shutdownNow();
        blocking.shutdownNow();
        files.close();
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
