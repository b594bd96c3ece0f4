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

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import io.github.camelqwentts.transport.PrivateAddressGuard.PrivateAddressException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChain.Scope;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;

/**
 * Resolves names before a connection is needed, on threads that may block. HttpClient itself resolves them on the
 * connecting thread, which is an I/O thread or the scheduler, so one slow lookup would delay everything else.
 * Thread-safe.
 */
final class NameLookup implements AsyncExecChainHandler, DnsResolver {

    private static final long FRESH = Duration.ofSeconds(30).toNanos();
    private static final long USABLE = Duration.ofMinutes(5).toNanos();
    private static final int MOST_NAMES = 1_000;

    private final DnsResolver resolver;
    private final Executor executor;
    private final Map<String, Addresses> known = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Addresses>> lookups = new ConcurrentHashMap<>();

    /** @param executor runs lookups, which may block for long */
    NameLookup(DnsResolver resolver, Executor executor) {
        this.resolver = resolver;
        this.executor = executor;
    }

    @Override
    public void execute(
            HttpRequest request,
            AsyncEntityProducer body,
            Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        HttpHost proxy = scope.route.getProxyHost();
        String host = (proxy == null ? scope.route.getTargetHost() : proxy).getHostName();
        Addresses last = known.get(host);
        if (last != null && last.age() < USABLE) {
            if (last.age() > FRESH) {
                lookUp(host);
            }
            chain.proceed(request, body, scope, callback);
            return;
        }
        lookUp(host).whenComplete((addresses, failure) -> {
            if (failure != null) {
                callback.failed(reason(host, failure));
            } else if (scope.cancellableDependency.isCancelled()) {
                callback.failed(new CancellationException("The exchange was cancelled"));
            } else {
                proceed(request, body, scope, chain, callback);
            }
        });
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Addresses last = known.get(host);
        return last != null ? last.addresses : resolver.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }

    /** Lookups of one name at the same time share a thread. */
    private CompletableFuture<Addresses> lookUp(String host) {
        CompletableFuture<Addresses> mine = new CompletableFuture<>();
        CompletableFuture<Addresses> same = lookups.putIfAbsent(host, mine);
        if (same != null) {
            return same;
        }
        try {
            executor.execute(() -> lookUp(host, mine));
        } catch (RuntimeException | Error e) {
            lookups.remove(host);
            mine.completeExceptionally(e);
        }
        return mine;
    }

    private void lookUp(String host, CompletableFuture<Addresses> lookup) {
        Addresses last = known.get(host);
        Addresses found = null;
        Throwable failure = null;
        try {
            found = new Addresses(resolver.resolve(host), System.nanoTime());
            remember(host, found);
        } catch (PrivateAddressException e) {
            known.remove(host);
            failure = e;
        } catch (UnknownHostException e) {
            // The name server may be unavailable for a moment; an earlier address is better than a failure.
            found = last;
            failure = e;
        } catch (Throwable e) {
            failure = e;
        }
        lookups.remove(host);
        if (found != null) {
            lookup.complete(found);
        } else {
            lookup.completeExceptionally(failure);
        }
    }

    private void remember(String host, Addresses found) {
        if (known.size() >= MOST_NAMES) {
            known.clear();
        }
        known.put(host, found);
    }

    private static void proceed(
            HttpRequest request,
            AsyncEntityProducer body,
            Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback) {
        try {
            chain.proceed(request, body, scope, callback);
        } catch (Exception e) {
            callback.failed(e);
        }
    }

    private static Exception reason(String host, Throwable failure) {
        return failure instanceof Exception reason
                ? reason
                : new IOException("The name " + host + " could not be resolved", failure);
    }

    private record Addresses(InetAddress[] addresses, long time) {
        long age() {
            return System.nanoTime() - time;
        }
    }
}
