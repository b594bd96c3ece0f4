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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a transport. Their HTTP client is created for the first request, and again after its threads have
 * ended.
 */
final class Connections {

    private final HttpSettings settings;
    private final PrivateAddressGuard resolver;
    private final NameLookup names;
    private final Executor blocking;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable LiveClient live;

    /** @param blocking resolves names and closes connections, which may block for long */
    Connections(HttpSettings settings, DnsResolver dns, Executor blocking) {
        this.settings = settings;
        this.resolver = new PrivateAddressGuard(dns);
        HttpClientFactory.proxies(settings).forEach(resolver::addProxy);
        this.names = new NameLookup(resolver, blocking);
        this.blocking = blocking;
    }

    /** Allows a host to be at a private address. */
    void allow(String apiHost) {
        resolver.addApi(apiHost);
    }

    /**
     * {@return the client for an exchange}
     *
     * @param answer fails with the client
     * @param sent whether the request may have reached the other side
     */
    CloseableHttpAsyncClient clientFor(CompletableFuture<?> answer, BooleanSupplier sent) {
        LiveClient current = live();
        current.expect(answer, sent);
        return current.client();
    }

    /** Whether the HTTP client has failed; the next exchange creates a new one. */
    boolean areBroken() {
        LiveClient current = live;
        return current != null && current.isBroken();
    }

    /** May block for some seconds. */
    void close() {
        LiveClient current;
        lock.lock();
        try {
            current = live;
            live = null;
        } finally {
            lock.unlock();
        }
        if (current != null) {
            current.close();
        }
    }

    private LiveClient live() {
        LiveClient current = live;
        if (current != null && !current.isBroken()) {
            return current;
        }
        lock.lock();
        try {
            if (live != null && live.isBroken()) {
                blocking.execute(live::close);
                live = null;
            }
            if (live == null) {
                live = new LiveClient(settings, names);
            }
            return live;
        } finally {
            lock.unlock();
        }
    }
}
