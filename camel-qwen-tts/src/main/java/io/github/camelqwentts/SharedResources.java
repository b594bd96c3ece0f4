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

import java.io.File;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelqwentts.cache.Purchases;
import io.github.camelqwentts.monitor.TaskMonitor;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.SpoolFiles;
import io.github.camelqwentts.transport.SpoolSettings;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.spi.StreamCachingStrategy;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Resources that the endpoints of a component share: threads, connections, and the monitors of tasks and of the access
 * to the API.
 * Endpoints with equal settings share their connections, which are closed when the last of them releases them.
 */
final class SharedResources {

    private static final int NOTIFIER_THREADS = 10;
    private static final Duration TIDY_UP_INTERVAL = Duration.ofSeconds(15);

    private final CamelContext context;
    private final ExecutorService routes;
    private final ExecutorService blocking;
    private final ExecutorService worker;
    private final ScheduledExecutorService scheduler;
    private final TaskMonitor monitor;
    private final Purchases purchases = new Purchases();
    private final SpoolFiles files = new SpoolFiles(this::spoolDirectory);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<TransportKey, SharedTransport> transports = new HashMap<>();
    private final List<HttpTransport> closing = new ArrayList<>();
    private boolean closed;
    private final Map<Object, SharedWatch> watches = new HashMap<>();

    /** @param resume runs work on threads that may block, also after the component was stopped */
    SharedResources(CamelContext context, Object component, Executor resume) {
        this.context = context;
        ExecutorServiceManager executors = context.getExecutorServiceManager();
        int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
        routes = executors.newCachedThreadPool(component, "QwenTts");
        blocking = executors.newCachedThreadPool(component, "QwenTtsBlocking");
        worker = executors.newThreadPool(component, "QwenTtsWorker", unboundedQueue("QwenTtsWorker", cores));
        scheduler =
                executors.newScheduledThreadPool(component, "QwenTtsScheduler", unboundedQueue("QwenTtsScheduler", 1));
        monitor = new TaskMonitor(context, new HandOver(resume, this::scheduler, NOTIFIER_THREADS, HandOver.FEW));
        worker.execute(files::removeAbandoned);
        scheduler.scheduleWithFixedDelay(
                () -> worker.execute(files::tidyUp),
                TIDY_UP_INTERVAL.toMillis(),
                TIDY_UP_INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Watches the tasks of all endpoints. */
    TaskMonitor monitor() {
        return monitor;
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** Returns the pool that routes continue on. */
    Executor routes() {
        return routes;
    }

    /** Returns the pool for work that blocks for long, such as joining audio. */
    Executor blocking() {
        return blocking;
    }

    /** Returns the spool for pieces of long texts, for joined audio, and for copies of audio from a cache. */
    PieceSpool pieces() {
        return new PieceSpool(files, worker, scheduler);
    }

    /** The purchases in progress of audio that is to be cached. */
    Purchases purchases() {
        return purchases;
    }

    /**
     * Returns the connections to a service for these options, to be returned with {@link #release}.
     *
     * @throws RejectedExecutionException if the component was stopped: nothing would wait for calls over new connections
     */
    HttpTransport acquire(String baseUrl, QwenTtsConfiguration options) throws Exception {
        String scheme = baseUrl.startsWith("http:") ? "http" : "https";
        TransportKey key = new TransportKey(
                scheme,
                URI.create(baseUrl).getHost(),
                options.getSslContextParameters(),
                options.getConnectTimeout(),
                options.getMaxConnections(),
                options.getSpoolThreshold());
        lock.lock();
        try {
            if (closed) {
                throw new RejectedExecutionException("The component qwen-tts was stopped");
            }
            SharedTransport shared = transports.get(key);
            if (shared == null) {
                // May read key stores, and so block.
                shared = new SharedTransport(new HttpTransport(
                        HttpComponentSettings.of(context, scheme, options),
                        new SpoolSettings(options.getSpoolThreshold(), files),
                        worker,
                        blocking,
                        scheduler));
                transports.put(key, shared);
            }
            shared.users++;
            return shared.transport;
        } finally {
            lock.unlock();
        }
    }

    /** Releases connections. They are closed when their last user has released them, after the calls in progress. */
    void release(HttpTransport transport) {
        lock.lock();
        try {
            for (SharedTransport shared : transports.values()) {
                if (shared.transport == transport && --shared.users == 0) {
                    transports.values().remove(shared);
                    closing.add(transport);
                    transport.closeWhenIdle().thenRun(() -> forget(transport));
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(HttpTransport closed) {
        lock.lock();
        try {
            closing.remove(closed);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the monitor of an access to the API, shared by all endpoints with that access; to be left with
     * {@link #leaveWatch}.
     *
     * @param access identifies the access; forgotten with the last user, since it has a key
     */
    AccessMonitor joinWatch(Object access, Duration interval) {
        lock.lock();
        try {
            SharedWatch shared = watches.computeIfAbsent(
                    access, unwatched -> new SharedWatch(new AccessMonitor(scheduler, worker, interval)));
            shared.users++;
            return shared.watch;
        } finally {
            lock.unlock();
        }
    }

    /** The number of accesses that are watched. */
    int watches() {
        lock.lock();
        try {
            return watches.size();
        } finally {
            lock.unlock();
        }
    }

    void leaveWatch(AccessMonitor watch) {
        lock.lock();
        try {
            watches.values().removeIf(shared -> shared.watch == watch && --shared.users == 0);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the calls in flight within Camel's shutdown timeout, then stops all threads. */
    void close() {
        List<HttpTransport> open;
        lock.lock();
        try {
            closed = true;
            open = new ArrayList<>(closing);
            transports.values().forEach(shared -> open.add(shared.transport));
            transports.clear();
            closing.clear();
        } finally {
            lock.unlock();
        }
        ShutdownStrategy shutdown = context.getShutdownStrategy();
        // The shutdown of the routes may have used up that time.
        long grace = shutdown.isTimeoutOccurred() ? 0 : shutdown.getTimeUnit().toNanos(shutdown.getTimeout());
        long begin = System.nanoTime();
        open.forEach(transport -> transport.calls().refuse());
        open.forEach(transport -> transport.close(Duration.ofNanos(Math.max(0, grace - (System.nanoTime() - begin)))));
        ExecutorServiceManager executors = context.getExecutorServiceManager();
        executors.shutdownGraceful(routes);
        executors.shutdownNow(blocking);
        executors.shutdownNow(worker);
        executors.shutdownNow(scheduler);
        files.close();
    }

    /**
     * Queued work is bounded by the exchanges in flight. Camel's default limits would reject it or run it on I/O
     * threads, and a limit of 0 would mean no queue at all.
     */
    private static ThreadPoolProfile unboundedQueue(String id, int threads) {
        ThreadPoolProfile profile = new ThreadPoolProfile(id);
        profile.setPoolSize(threads);
        profile.setMaxPoolSize(threads);
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        // After the shutdown, the default would silently drop work, and its exchange would never end.
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
    }

    private @Nullable File spoolDirectory() {
        StreamCachingStrategy caching = context.getStreamCachingStrategy();
        File directory = caching == null ? null : caching.getSpoolDirectory();
        return directory != null && directory.isDirectory() ? directory : null;
    }

    private static final class SharedWatch {
        private final AccessMonitor watch;
        private int users;

        SharedWatch(AccessMonitor watch) {
            this.watch = watch;
        }
    }

    private static final class SharedTransport {
        private final HttpTransport transport;
        private int users;

        SharedTransport(HttpTransport transport) {
            this.transport = transport;
        }
    }

    /** Identifies the connections of endpoints. */
    private record TransportKey(
            String scheme,
            String host,
            @Nullable SSLContextParameters tls,
            @Nullable Duration connectTimeout,
            int maxConnections,
            int spoolThreshold) {}
}
