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
package io.github.camelqwentts.transport;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A started HTTP client that notices the end of its threads. An error on one of them, such as an OutOfMemoryError
 * caused anywhere in the JVM, ends that thread; the client then refuses every later request, and the requests that the
 * thread served never complete.
 */
final class LiveClient {

    private static final Logger LOG = LoggerFactory.getLogger(LiveClient.class);

    private final CloseableHttpAsyncClient client;
    private final AtomicInteger threads = new AtomicInteger();
    private final Map<CompletableFuture<?>, BooleanSupplier> answers = new ConcurrentHashMap<>();
    private volatile boolean closing;
    private volatile boolean dead;

    LiveClient(HttpSettings settings, NameLookup names) {
        client = HttpClientFactory.create(settings, names, this::thread);
        client.start();
    }

    CloseableHttpAsyncClient client() {
        return client;
    }

    /** Whether a thread has ended, so that requests do not complete. */
    boolean isBroken() {
        return dead || client.getStatus().compareTo(IOReactorStatus.ACTIVE) > 0;
    }

    /**
     * Fails a response, or its body, when the client fails.
     *
     * @param sent whether its request may have reached the other side
     */
    void expect(CompletableFuture<?> answer, BooleanSupplier sent) {
        answers.put(answer, sent);
        answer.whenComplete((whole, failure) -> answers.remove(answer));
        if (dead) {
            fail(answer, sent);
        }
    }

    /** May block for some seconds. */
    void close() {
        closing = true;
        if (dead) {
            // The dead thread may have had no memory left for it.
            answers.forEach(LiveClient::fail);
        }
        // Closing immediately would race with the I/O threads, which then log errors.
        client.close(dead ? CloseMode.IMMEDIATE : CloseMode.GRACEFUL);
    }

    /** Whether the current thread is one of an HTTP client, which must not run what may block. */
    static boolean ownsCurrentThread() {
        return Thread.currentThread() instanceof ClientThread;
    }

    private Thread thread(Runnable work) {
        return new ClientThread(() -> run(work), "qwen-tts-http-" + threads.incrementAndGet());
    }

    private void run(Runnable work) {
        try {
            work.run();
        } finally {
            if (!closing) {
                // First, because it needs no memory.
                dead = true;
                answers.forEach(LiveClient::fail);
                LOG.warn("A thread of the HTTP client has ended; the next message creates a new client");
            }
        }
    }

    private static void fail(CompletableFuture<?> answer, BooleanSupplier sent) {
        answer.completeExceptionally(TransportException.broken(
                sent.getAsBoolean(), new IllegalStateException("a thread of the HTTP client has ended")));
    }

    private static final class ClientThread extends Thread {
        ClientThread(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }
    }
}
