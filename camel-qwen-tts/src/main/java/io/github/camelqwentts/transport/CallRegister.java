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
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.camelqwentts.speech.TaskListener;

/** Runs calls over a transport and registers those in progress, so that the transport is closed after them. */
public final class CallRegister {

    private static final Duration TIME_TO_NOTICE_CANCEL = Duration.ofSeconds(5);

    private final Executor worker;
    private final Set<CallScope> calls = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile boolean closed;

    /** @param worker passes on values that come on a thread of the HTTP client, which the caller's next steps may block */
    CallRegister(Executor worker) {
        this.worker = worker;
    }

    /**
     * Runs a call under a deadline. Cancelling the returned future cancels the call.
     *
     * @param listener is notified of the tasks of the call
     * @param work begins the call
     * @param discard releases a value that comes after the call was cancelled
     * @return the value; fails with a {@link RejectedExecutionException} if no more calls may begin
     */
    public <T> CompletableFuture<T> run(
            Duration timeout,
            TaskListener listener,
            Function<CallScope, CompletableFuture<T>> work,
            Consumer<T> discard) {
        return runStream(timeout, listener, work, value -> CompletableFuture.completedFuture(null), discard);
    }

    /**
     * Runs a call whose value is available before the call is over, such as audio that is still arriving. Cancelling
     * the returned future cancels the call until the value is there.
     *
     * @param over returns the end of the call for its value; must not keep the value reachable
     */
    public <T> CompletableFuture<T> runStream(
            Duration timeout,
            TaskListener listener,
            Function<CallScope, CompletableFuture<T>> work,
            Function<T, CompletableFuture<?>> over,
            Consumer<T> discard) {
        CallScope call = new CallScope(Deadline.in(timeout), listener);
        if (!begin(call)) {
            return CompletableFuture.failedFuture(new RejectedExecutionException("The client was closed"));
        }
        CompletableFuture<T> begun;
        try {
            begun = work.apply(call);
        } catch (RuntimeException | OutOfMemoryError e) {
            // The call ends whatever is thrown: closing the transport would wait for it.
            begun = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<T> promise = new CompletableFuture<>();
        begun.whenComplete((value, failure) -> passOn(() -> {
            boolean wanted =
                    failure == null ? promise.complete(value) : promise.completeExceptionally(Futures.unwrap(failure));
            if (!wanted && value != null) {
                discard.accept(value);
            }
            // Only now, because the transport may then be closed, and the caller's next steps may do so.
            if (value == null) {
                end(call);
            } else {
                over.apply(value).whenComplete((ended, reason) -> end(call));
            }
        }));
        promise.whenComplete((value, failure) -> {
            if (promise.isCancelled()) {
                call.cancel();
            }
        });
        return promise;
    }

    /** Runs the end of a call, which may block: on a worker if this is a thread of the HTTP client, otherwise at once. */
    public void passOn(Runnable completion) {
        if (LiveClient.ownsCurrentThread()) {
            try {
                worker.execute(completion);
                return;
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                // No worker takes it, but the call still has to end.
            }
        }
        completion.run();
    }

    /** Refuses new calls; calls in progress continue. */
    public void refuse() {
        closed = true;
        completeIfOver();
    }

    /** Whether no more calls can begin. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Refuses new calls, waits for those in progress, and cancels what is left of them.
     *
     * @param grace maximum time to wait
     */
    void finish(Duration grace) {
        refuse();
        awaitIdle(grace);
        calls.forEach(CallScope::cancel);
        awaitIdle(TIME_TO_NOTICE_CANCEL);
    }

    /** Completes when the register is closed and all calls have ended, on any thread. */
    CompletableFuture<Void> whenOver() {
        return over;
    }

    /** {@return false if no more calls may begin} */
    private boolean begin(CallScope call) {
        calls.add(call);
        if (closed) {
            end(call);
            return false;
        }
        return true;
    }

    private void end(CallScope call) {
        calls.remove(call);
        lock.lock();
        try {
            idle.signalAll();
        } finally {
            lock.unlock();
        }
        completeIfOver();
    }

    private void awaitIdle(Duration time) {
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
