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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/** Completes futures when a number of bytes has arrived. No thread waits meanwhile. */
final class Arrivals {

    private final GrowingBytes bytes;
    private final Executor worker;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Waiting> waiting = new ArrayList<>();

    /** @param worker completes the futures */
    Arrivals(GrowingBytes bytes, Executor worker) {
        this.bytes = bytes;
        this.worker = worker;
    }

    /**
     * Returns a future that completes when a number of bytes is there.
     *
     * @return completes on a worker with the number of bytes, which is smaller if the bytes have ended well before; fails
     *     with the reason if they ended early
     */
    CompletableFuture<Long> await(long number) {
        CompletableFuture<Long> arrived = new CompletableFuture<>();
        lock.lock();
        try {
            waiting.add(new Waiting(number, arrived));
        } finally {
            lock.unlock();
        }
        announce();
        return arrived;
    }

    /** Completes the futures whose bytes have arrived. Called after bytes were appended and after their end. */
    void announce() {
        List<Waiting> ready = List.of();
        lock.lock();
        try {
            if (!waiting.isEmpty()) {
                boolean isOver = bytes.isOver();
                long size = bytes.size();
                ready = waiting.stream()
                        .filter(wish -> isOver || size >= wish.number)
                        .toList();
                waiting.removeAll(ready);
            }
        } finally {
            lock.unlock();
        }
        ready.forEach(this::completeLater);
    }

    private void completeLater(Waiting wish) {
        try {
            worker.execute(() -> complete(wish));
        } catch (RejectedExecutionException e) {
            wish.arrived.completeExceptionally(e);
        }
    }

    private void complete(Waiting wish) {
        long size = bytes.size();
        Throwable failure = bytes.failure();
        if (failure != null && size < wish.number) {
            wish.arrived.completeExceptionally(failure);
        } else {
            wish.arrived.complete(size);
        }
    }

    private record Waiting(long number, CompletableFuture<Long> arrived) {}
}
