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

import java.util.function.Function;

import io.github.camelqwentts.speech.CacheListener;
import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/** Counts hits and misses, and records whether the cache works. Thread-safe. */
final class CacheMonitor implements CacheListener {

    private final Function<SpeechRequest, TaskRecord> describe;
    private final Meters meters;
    private final CacheCondition condition;

    /** @param describe describes a text to the meters */
    CacheMonitor(Function<SpeechRequest, TaskRecord> describe, Meters meters, CacheCondition condition) {
        this.describe = describe;
        this.meters = meters;
        this.condition = condition;
    }

    @Override
    public void hit(SpeechRequest request, long bytes) {
        condition.statistics().hit(bytes);
        TaskRecord text = describe.apply(request);
        meters.count(meter -> meter.cacheHit(text, bytes));
    }

    @Override
    public void missed(SpeechRequest request) {
        condition.statistics().miss();
        TaskRecord text = describe.apply(request);
        meters.count(meter -> meter.cacheMiss(text));
    }

    @Override
    public void read(@Nullable Exception failure) {
        condition.read(failure);
    }

    @Override
    public void written(@Nullable Exception failure) {
        condition.written(failure);
    }
}
