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

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The work in progress, within its limit. All but the counts belongs to the event loop. */
final class Workload {

    private final int max;
    private final Overload overload;
    private final Set<Job> running = new HashSet<>();
    private final Queue<Job> waiting = new ArrayDeque<>();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger aborted = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private volatile boolean dead;

    Workload(int max, Overload overload) {
        this.max = max;
        this.overload = overload;
    }

    /** Work on one request. */
    interface Job {
        void start();

        /** Called when the engine dies. */
        void breakOff();
    }

    /** How work ended. */
    enum Outcome {
        COMPLETED,
        ABORTED,
        FAILED
    }

    /**
     * Starts a job now or later.
     *
     * @throws ServerError.Refusal if there is too much work
     */
    void enter(Job job) {
        if (dead) {
            throw new ServerError(503, "EngineDeadError", "The engine is dead", null, null, null).refusal();
        }
        if (running.size() < max) {
            start(job);
            return;
        }
        switch (overload) {
            case QUEUE -> waiting.add(job);
            case UNAVAILABLE -> throw new ServerError(503, "The request queue is full.", null).refusal();
            case TOO_MANY_REQUESTS ->
                throw new ServerError(429, "RateLimitError", "Too many requests", null, "rate_limit_exceeded", null)
                        .refusal();
            default -> {
                die();
                throw new ServerError(503, "EngineDeadError", "The engine died", null, null, null).refusal();
            }
        }
    }

    private void start(Job job) {
        running.add(job);
        started.incrementAndGet();
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        job.start();
    }

    /** Ends a job; has no effect if it has ended. */
    void end(Job job, Outcome outcome) {
        waiting.remove(job);
        if (!running.remove(job)) {
            return;
        }
        inFlight.decrementAndGet();
        if (outcome == Outcome.COMPLETED) {
            completed.incrementAndGet();
        } else if (outcome == Outcome.ABORTED) {
            aborted.incrementAndGet();
        }
        Job next = running.size() < max ? waiting.poll() : null;
        if (next != null) {
            start(next);
        }
    }

    private void die() {
        dead = true;
        waiting.clear();
        Set.copyOf(running).forEach(Job::breakOff);
    }

    boolean isDead() {
        return dead;
    }

    void reset() {
        dead = false;
        started.set(0);
        completed.set(0);
        aborted.set(0);
        mostInFlight.set(inFlight.get());
    }

    int started() {
        return started.get();
    }

    int completed() {
        return completed.get();
    }

    int aborted() {
        return aborted.get();
    }

    int inFlight() {
        return inFlight.get();
    }

    int mostInFlight() {
        return mostInFlight.get();
    }
}
