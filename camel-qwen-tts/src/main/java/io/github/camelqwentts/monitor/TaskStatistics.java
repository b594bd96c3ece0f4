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
package io.github.camelqwentts.monitor;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechResult;
import org.jspecify.annotations.Nullable;

/**
 * Sums since the start. Thread-safe.
 *
 * @hidden
 */
@Internal
public final class TaskStatistics implements TaskMeter {

    private final LongAdder inFlight = new LongAdder();
    private final LongAdder tasks = new LongAdder();
    private final LongAdder results = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder recovered = new LongAdder();
    private final LongAdder characters = new LongAdder();
    private final DoubleAdder audioSeconds = new DoubleAdder();
    private final AtomicReference<BigDecimal> cost = new AtomicReference<>(BigDecimal.ZERO);
    private final CacheStatistics cache = new CacheStatistics();
    private final Set<PieceProgress> inProgress = ConcurrentHashMap.newKeySet();
    private final Map<Kind, LongAdder> failures = new EnumMap<>(Kind.class);

    public TaskStatistics() {
        for (Kind kind : Kind.values()) {
            failures.put(kind, new LongAdder());
        }
    }

    /** Tasks in progress. */
    public long inFlight() {
        return inFlight.sum();
    }

    /** Started tasks. */
    public long tasks() {
        return tasks.sum();
    }

    /** Received results. */
    public long results() {
        return results.sum();
    }

    /** Retries of tasks. */
    public long retries() {
        return retries.sum();
    }

    /** Tasks whose response was lost and whose results were found. */
    public long recovered() {
        return recovered.sum();
    }

    /** Failed tasks. */
    public long failures() {
        return failures.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Numbers of failed tasks by kind of failure, in the API's spelling; without kinds that did not occur. */
    public Map<String, Long> failuresByKind() {
        Map<String, Long> byKind = new TreeMap<>();
        failures.forEach((kind, count) -> {
            if (count.sum() > 0) {
                byKind.put(kind.wireName(), count.sum());
            }
        });
        return byKind;
    }

    /** The length of all texts in code points. */
    public long characters() {
        return characters.sum();
    }

    /** Duration of all audio whose headers report it. */
    public double audioSeconds() {
        return audioSeconds.sum();
    }

    /** Cost in USD of tasks with {@code includeCost=true}. */
    public BigDecimal cost() {
        return Objects.requireNonNull(cost.get());
    }

    /** Texts that were looked up in a cache. */
    public CacheStatistics cache() {
        return cache;
    }

    /** Messages in progress whose texts are spoken in pieces, in no order. */
    public Set<PieceProgress> inProgress() {
        return inProgress;
    }

    @Override
    public void begun(TaskRecord task) {
        inFlight.increment();
        tasks.increment();
        characters.add(task.speech().characters());
    }

    @Override
    public void retried(TaskRecord task) {
        retries.increment();
    }

    @Override
    public void recovered(TaskRecord task) {
        recovered.increment();
    }

    @Override
    public void result(TaskRecord task, SpeechResult result, double seconds) {
        results.increment();
        audioSeconds.add(seconds);
        if (result.cost() != null) {
            cost.accumulateAndGet(result.cost(), BigDecimal::add);
        }
    }

    @Override
    public void ended(TaskRecord task, @Nullable Kind failure) {
        inFlight.decrement();
        if (failure != null) {
            Objects.requireNonNull(failures.get(failure)).increment();
        }
    }

    @Override
    public void cacheHit(TaskRecord text, long bytes) {
        cache.hit(bytes);
    }

    @Override
    public void cacheMiss(TaskRecord text) {
        cache.miss();
    }
}
