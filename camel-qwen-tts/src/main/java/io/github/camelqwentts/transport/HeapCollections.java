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

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Garbage collections on request, as the JDK does them for direct memory. A full collection stops all threads, so its
 * time is rationed: all together take at most one fiftieth of the time, of which two seconds can be saved up. A small
 * heap is collected as often as requested, a large one rarely.
 */
final class HeapCollections {

    private static final int SHARE = 50;
    private static final long MOST_SAVED = Duration.ofSeconds(2).toNanos();

    /** One for the JVM, as the heap is. */
    static final HeapCollections JVM = new HeapCollections(System::gc, HeapCollections::start, System::nanoTime);

    private final Runnable collection;
    private final Executor threads;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private long saved = MOST_SAVED;
    private long savedAt;
    private boolean running;

    HeapCollections(Runnable collection, Executor threads, LongSupplier nanoTime) {
        this.collection = collection;
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.savedAt = nanoTime.getAsLong();
    }

    /**
     * Collects on a thread of its own, unless a collection is running or the ration is used up.
     *
     * @param afterwards called after the collection, on its thread
     */
    void request(Runnable afterwards) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            saved = Math.min(MOST_SAVED, saved + (now - savedAt) / SHARE);
            savedAt = now;
            if (running || saved <= 0) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        try {
            threads.execute(() -> collect(afterwards));
        } catch (Throwable e) {
            // No thread could be created; the next request tries again.
            ended(0);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "qwen-tts-collection");
        thread.setDaemon(true);
        thread.start();
    }

    private void collect(Runnable afterwards) {
        long begin = nanoTime.getAsLong();
        try {
            collection.run();
        } finally {
            ended(nanoTime.getAsLong() - begin);
        }
        afterwards.run();
    }

    private void ended(long spent) {
        lock.lock();
        try {
            saved -= spent;
            running = false;
        } finally {
            lock.unlock();
        }
    }
}
