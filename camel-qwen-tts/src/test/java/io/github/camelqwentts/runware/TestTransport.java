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

import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.transport.HttpSettings;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.SpoolSettings;

/** A transport with threads of its own, and all audio in memory. */
final class TestTransport implements AutoCloseable {

    private final ExecutorService worker = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService scheduler;
    private final HttpTransport http;

    TestTransport() {
        this(Executors.newScheduledThreadPool(1));
    }

    /** @param scheduler is shut down with the transport */
    TestTransport(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
        this.http = new HttpTransport(
                new HttpSettings(Duration.ofSeconds(5), 10, null, null, null, false),
                new SpoolSettings(1_000_000, () -> null),
                worker,
                scheduler);
    }

    /** Options that lead to an emulator. */
    static RunwareOptions.Builder options(RunwareEmulator emulator) {
        return RunwareOptions.builder().apiKey("key").baseUrl(emulator.url());
    }

    /** A client of an emulator. */
    static RunwareClient client(HttpTransport transport, RunwareEmulator emulator, Duration callTimeout) {
        return new RunwareClient(
                transport, options(emulator).callTimeout(callTimeout).build());
    }

    HttpTransport http() {
        return http;
    }

    @Override
    public void close() {
        http.close(Duration.ZERO);
        worker.shutdownNow();
        scheduler.shutdownNow();
    }
}
