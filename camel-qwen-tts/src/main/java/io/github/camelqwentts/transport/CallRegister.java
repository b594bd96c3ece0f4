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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The calls in progress over a transport, so that it can be closed after them. */
final class CallRegister {

    private final Set<CallScope> calls = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile boolean closed;

    /** {@return false if no more calls may begin} */
    boolean begin(CallScope call) {
        calls.add(call);
        if (closed) {
            end(call);
            return false;
        }
        return true;
    }

    void end(CallScope call) {
        calls.remove(call);
        lock.lock();
        try {
            idle.signalAll();
        } finally {
            lock.unlock();
        }
        completeIfOver();
    }

    /** Refuses new calls; calls in progress continue. */
    void close() {
        closed = true;
        completeIfOver();
    }

    boolean isClosed() {
        return closed;
    }

    /** Completes when the register is closed and all calls have ended, on any thread. */
    CompletableFuture<Void> whenOver() {
        return over;
    }

    void cancelAll() {
        calls.forEach(CallScope::cancel);
    }

    void awaitIdle(Duration time) {
        lock.lock();
        try {
            long nanos = time.toNanos();
            while (!calls.isEmpty() && nanos > 0) {
                nanos = idle.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void completeIfOver() {
        if (closed && calls.isEmpty()) {
            over.complete(null);
        }
    }
}
