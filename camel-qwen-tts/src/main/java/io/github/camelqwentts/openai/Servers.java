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
package io.github.camelqwentts.openai;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The servers of a client. A request goes to the one with the fewest requests in progress. A server that failed is
 * skipped for some time, and then gets a single request as a trial.
 */
final class Servers {

    static final Duration OUT_TIME = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Server> servers = new ArrayList<>();

    Servers(List<URI> baseUrls, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        baseUrls.forEach(baseUrl -> servers.add(new Server(baseUrl)));
    }

    List<URI> baseUrls() {
        return servers.stream().map(Server::baseUrl).toList();
    }

    int size() {
        return servers.size();
    }

    /**
     * Chooses the server of a request, to be given back with {@link #release}.
     *
     * @param tried servers that are used only if there is no other
     */
    Server take(Set<Server> tried) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            // Among equals, the first in the list: it moves to the end.
            Server chosen = servers.stream()
                    .min(Comparator.comparing((Server server) -> tried.contains(server))
                            .thenComparing(server -> server.isOut && server.outUntil - now > 0)
                            .thenComparing(server -> server.inFlight))
                    .orElseThrow();
            servers.remove(chosen);
            servers.add(chosen);
            return take(chosen);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a server once more. */
    Server take(Server chosen) {
        lock.lock();
        try {
            chosen.inFlight++;
            if (chosen.isOut) {
                chosen.outUntil = nanoTime.getAsLong() + OUT_TIME.toNanos();
            }
            return chosen;
        } finally {
            lock.unlock();
        }
    }

    /** @param isOutage whether the server cannot be used for now */
    void release(Server server, boolean isOutage) {
        lock.lock();
        try {
            server.inFlight--;
            server.isOut = isOutage;
            server.outUntil = nanoTime.getAsLong() + OUT_TIME.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** A server, as seen by the requests to it. */
    static final class Server {

        private final URI baseUrl;
        private int inFlight;
        private volatile boolean isOut;
        private long outUntil;

        private Server(URI baseUrl) {
            this.baseUrl = baseUrl;
        }

        URI baseUrl() {
            return baseUrl;
        }

        boolean isOut() {
            return isOut;
        }
    }
}
