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

import java.net.URI;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.camelqwentts.monitor.CacheCondition;
import io.github.camelqwentts.speech.SpeechError;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Reports whether an endpoint can speak: its options are complete, and the API accepts its key. It returns the outcome
 * of a check at most {@code healthCheckInterval} ago, without a wait.
 */
final class QwenTtsHealthCheck extends AbstractHealthCheck {

    private final AccessMonitor watch;
    private final ClientLease lease;
    private final @Nullable String host;
    private final Supplier<@Nullable CacheCondition> cache;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean removed;

    QwenTtsHealthCheck(
            QwenTtsEndpoint endpoint, AccessMonitor watch, ClientLease lease, HealthCheckRepository producers) {
        super("camel", id(endpoint, producers));
        this.watch = watch;
        this.lease = lease;
        this.cache = endpoint.cachedTexts()::condition;
        this.host = endpoint.getServiceUrl() == null
                ? null
                : URI.create(endpoint.getServiceUrl()).getHost();
        setCamelContext(endpoint.getCamelContext());
    }

    /** Names the endpoint. Endpoints that differ in secrets alone print alike. */
    private static String id(QwenTtsEndpoint endpoint, HealthCheckRepository producers) {
        String id = "producer:" + endpoint.toString().replaceFirst("://", ":");
        boolean isTaken = producers.stream().anyMatch(check -> id.equals(check.getId()));
        return isTaken ? id + "#" + endpoint.getId() : id;
    }

    void addTo(WritableHealthCheckRepository producers) {
        producers.addHealthCheck(this);
        if (producers.isEnabled() && isEnabled()) {
            watch();
        }
    }

    void removeFrom(WritableHealthCheckRepository producers) {
        producers.removeHealthCheck(this);
        lock.lock();
        try {
            removed = true;
            watch.stop(this);
        } finally {
            lock.unlock();
        }
    }

    /** Called when a call of the endpoint has succeeded. */
    void confirmAccess() {
        watch.confirm();
    }

    private void watch() {
        lock.lock();
        try {
            // A check that was removed may still be called.
            if (!removed) {
                watch.begin(this, lease.client()::checkAccess);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isLiveness() {
        // A restart of the application does not fix a key or a network.
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        boolean isBroken = lease.isBroken();
        // It may have been enabled since it was added.
        watch();
        if (host != null) {
            builder.detail("host", host);
        }
        CacheCondition cached = cache.get();
        if (cached != null) {
            builder.detail("cache.hits", cached.statistics().hits());
            builder.detail("cache.misses", cached.statistics().misses());
            builder.detail("cache.bytes", cached.statistics().bytes());
            builder.detail("cache.failing", cached.isFailing());
        }
        AccessMonitor.Outcome last = watch.last();
        if (isBroken) {
            builder.detail("error.kind", SpeechError.Kind.CONNECTION.wireName());
            builder.down().message("The HTTP client has failed; the next message creates a new one");
        } else if (last == null) {
            builder.unknown().message("The API has not responded yet");
        } else if (last.failure() == null) {
            builder.up();
        } else {
            builder.detail("error.kind", last.failure().wireName());
            builder.down().message("The API cannot be used: " + last.failure().wireName());
        }
    }
}
