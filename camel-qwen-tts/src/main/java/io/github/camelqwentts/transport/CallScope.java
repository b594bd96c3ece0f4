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

import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.TaskListener;
import org.jspecify.annotations.Nullable;

/** A call in progress: its deadline, and the steps to cancel with it. */
public final class CallScope {

    private final Deadline deadline;
    private final TaskListener listener;
    private final Set<Future<?>> steps = ConcurrentHashMap.newKeySet();
    private volatile List<String> secretUrls = List.of();
    private volatile boolean cancelled;

    /** Creates a call without a listener. */
    public CallScope(Deadline deadline) {
        this(deadline, TaskListener.NONE);
    }

    public CallScope(Deadline deadline, TaskListener listener) {
        this.deadline = deadline;
        this.listener = listener;
    }

    public Deadline deadline() {
        return deadline;
    }

    /** The listener to the tasks of this call. */
    public TaskListener listener() {
        return listener;
    }

    /** URLs of its tasks, which have tokens and signatures, and which the API may quote. */
    public List<String> secretUrls() {
        return secretUrls;
    }

    public void hide(List<String> urls) {
        secretUrls = urls;
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /** Ends a step with the call. */
    public <T> CompletableFuture<T> step(CompletableFuture<T> step) {
        steps.add(step);
        step.whenComplete((done, failure) -> steps.remove(step));
        if (cancelled) {
            step.cancel(true);
        }
        return step;
    }

    /**
     * Ends a step with the call, and runs an action if the deadline expires first.
     *
     * @param expired runs on a thread of the scheduler, which it must not block
     */
    public <T> CompletableFuture<T> step(
            CompletableFuture<T> step, ScheduledExecutorService scheduler, Runnable expired) {
        Future<?> alarm = scheduler.schedule(expired, Deadline.nanos(deadline.remaining()), TimeUnit.NANOSECONDS);
        step.whenComplete((done, failure) -> alarm.cancel(false));
        return step(step);
    }

    /** Ends all steps with a {@link CancellationException}; no more can begin. */
    public void cancel() {
        cancelled = true;
        steps.forEach(step -> step.cancel(true));
    }

    /**
     * Returns the failure of a task whose call ended first.
     *
     * @param cause why the call ended; null if it was cancelled
     */
    public static SpeechException stopped(@Nullable String taskUUID, @Nullable Throwable cause) {
        Throwable reason = cause == null ? null : Futures.unwrap(cause);
        boolean isCancelled = reason == null || reason instanceof CancellationException;
        String message = isCancelled ? "The call was cancelled" : "The call failed: " + reason;
        return SpeechException.of(SpeechError.of(Kind.CONNECTION, message, taskUUID), reason);
    }
}
