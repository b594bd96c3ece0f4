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

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Admits requests with new tasks, as many at a time as there are permits. Without it, a burst would send more tasks
 * than the connections can download before the deadline, and their audio would be paid for and lost. Permits are given
 * in the order of the requests; no thread waits for one.
 */
public final class Admission {

    private final Executor worker;
    private final ScheduledExecutorService scheduler;

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<CompletableFuture<Permit>> waiting = new LinkedHashSet<>();
    private final int permits;
    private int free;

    /**
     * @param worker where the requests that had to wait continue
     * @param scheduler ends the wait at the deadline
     */
    Admission(int permits, Executor worker, ScheduledExecutorService scheduler) {
        this.permits = permits;
        this.free = permits;
        this.worker = worker;
        this.scheduler = scheduler;
    }

    public int permits() {
        return permits;
    }

    /**
     * Requests a permit.
     *
     * @return the permit, which has to be released; null if the call's deadline expired first. It is cancelled with the
     *     call.
     */
    public CompletableFuture<Permit> enter(CallScope call) {
        CompletableFuture<Permit> permit = new CompletableFuture<>();
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return CompletableFuture.completedFuture(new Permit());
            }
            waiting.add(permit);
        } finally {
            lock.unlock();
        }
        permit.whenComplete((entered, failure) -> {
            if (entered == null) {
                leave(permit);
            }
        });
        return call.step(permit, scheduler, () -> worker.execute(() -> permit.complete(null)));
    }

    private void leave(CompletableFuture<Permit> permit) {
        lock.lock();
        try {
            waiting.remove(permit);
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        CompletableFuture<Permit> next = next();
        while (next != null && !admitLater(next)) {
            next = next();
        }
    }

    /** {@return the first in the queue; null if it is empty, and the permit is free} */
    private @Nullable CompletableFuture<Permit> next() {
        lock.lock();
        try {
            Iterator<CompletableFuture<Permit>> queue = waiting.iterator();
            if (!queue.hasNext()) {
                free++;
                return null;
            }
            CompletableFuture<Permit> first = queue.next();
            queue.remove();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Never admits on the releasing thread, whose stack would grow with each permit. */
    private boolean admitLater(CompletableFuture<Permit> next) {
        try {
            worker.execute(() -> admit(next));
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            next.completeExceptionally(e);
            return false;
        }
    }

    private void admit(CompletableFuture<Permit> next) {
        if (!next.complete(new Permit())) {
            release();
        }
    }

    /** The right to send one request. */
    public final class Permit {

        private boolean released;

        private Permit() {}

        /** Passes the permit on to the next waiting request. Only the first call counts. */
        public void release() {
            lock.lock();
            try {
                if (released) {
                    return;
                }
                released = true;
            } finally {
                lock.unlock();
            }
            Admission.this.release();
        }
    }
}
