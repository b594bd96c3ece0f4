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

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;

/**
 * Asks the API from time to time whether it can be reached and takes the key, as long as anybody wants to know. Health
 * checks are asked by threads that must not wait, so they get the outcome of the last time.
 */
final class AccessWatch {

    private final Supplier<CompletableFuture<Void>> question;
    private final ScheduledExecutorService scheduler;
    private final Duration interval;

    private final Set<Object> watchers = new HashSet<>();
    private ScheduledFuture<?> schedule;
    private volatile Outcome last;

    AccessWatch(Supplier<CompletableFuture<Void>> question, ScheduledExecutorService scheduler, Duration interval) {
        this.question = question;
        this.scheduler = scheduler;
        this.interval = interval;
    }

    /** The outcome of the last question; null as long as there is none. */
    Outcome last() {
        return last;
    }

    /** Asks at once and then at each interval, until all who began stop; does nothing where this one began before. */
    synchronized void begin(Object watcher) {
        watchers.add(watcher);
        if (schedule == null) {
            schedule = scheduler.scheduleWithFixedDelay(this::ask, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    synchronized void stop(Object watcher) {
        watchers.remove(watcher);
        if (watchers.isEmpty() && schedule != null) {
            schedule.cancel(false);
            schedule = null;
            last = null;
        }
    }

    private void ask() {
        question.get().whenComplete((done, failure) -> last = new Outcome(failure == null ? null : kindOf(failure)));
    }

    private static Kind kindOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof SpeechException speech ? speech.getError().kind() : Kind.UNKNOWN;
    }

    /** @param failure what kept the API from being used; null where nothing did */
    record Outcome(Kind failure) {}
}
