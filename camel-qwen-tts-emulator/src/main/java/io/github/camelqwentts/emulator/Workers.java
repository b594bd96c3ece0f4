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
package io.github.camelqwentts.emulator;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * The threads on which the engine speaks. Those of Vert.x log a stack trace if they are still at work when it is
 * closed.
 */
final class Workers implements AutoCloseable {

    private static final long CLOSE_SECONDS = 1;

    private final Vertx vertx;
    private final ExecutorService threads;
    private volatile boolean closed;

    Workers(Vertx vertx) {
        this.vertx = vertx;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()), work -> {
            Thread thread = new Thread(work, "emulator-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs long work. Its outcome is reported on the event loop, unless this is closed. */
    <T> Future<T> call(Callable<T> work) {
        Promise<T> promise = Promise.promise();
        Context context = vertx.getOrCreateContext();
        threads.execute(() -> {
            try {
                T result = work.call();
                tell(context, () -> promise.complete(result));
            } catch (Throwable e) {
                tell(context, () -> promise.fail(e));
            }
        });
        return promise.future();
    }

    private void tell(Context context, Runnable outcome) {
        if (closed) {
            return;
        }
        try {
            context.runOnContext(now -> outcome.run());
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: the outcome is not needed.
        }
    }

    /** Cancels work in progress, and waits shortly for its end. */
    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        try {
            threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
