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

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.camelqwentts.speech.CacheListener;
import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts hits and misses, and records whether the cache works. Thread-safe. */
final class CacheMonitor implements CacheListener {

    private static final Logger LOG = LoggerFactory.getLogger(CacheMonitor.class);

    private final Function<SpeechRequest, TaskRecord> describe;
    private final List<TaskMeter> meters;
    private final CacheCondition condition;

    /** @param describe describes a text to the meters */
    CacheMonitor(Function<SpeechRequest, TaskRecord> describe, List<TaskMeter> meters, CacheCondition condition) {
        this.describe = describe;
        this.meters = meters;
        this.condition = condition;
    }

    @Override
    public void hit(SpeechRequest request, long bytes) {
        condition.statistics().hit(bytes);
        TaskRecord text = describe.apply(request);
        count(meter -> meter.cacheHit(text, bytes));
    }

    @Override
    public void missed(SpeechRequest request) {
        condition.statistics().miss();
        TaskRecord text = describe.apply(request);
        count(meter -> meter.cacheMiss(text));
    }

    @Override
    public void read(@Nullable Exception failure) {
        condition.read(failure);
    }

    @Override
    public void written(@Nullable Exception failure) {
        condition.written(failure);
    }

    /** A failure of a meter registry must not cost a result. */
    private void count(Consumer<TaskMeter> count) {
        for (TaskMeter meter : meters) {
            try {
                count.accept(meter);
            } catch (RuntimeException e) {
                LOG.warn("The metrics of a text could not be recorded", e);
            }
        }
    }
}
