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

import java.util.function.LongSupplier;

import io.github.camelqwentts.speech.Internal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statistics of an endpoint's cache, and whether the cache works. Thread-safe.
 *
 * @hidden
 */
@Internal
public final class CacheCondition {

    private static final Logger LOG = LoggerFactory.getLogger(CacheCondition.class);

    private final CacheStatistics statistics = new CacheStatistics();
    private final OutageLog reading;
    private final OutageLog writing;

    /** @param owner uses the cache; its toString() has no secrets */
    public CacheCondition(Object owner) {
        this(owner, System::nanoTime);
    }

    CacheCondition(Object owner, LongSupplier nanoTime) {
        this.reading = new OutageLog(LOG, "Reading the cache of " + owner, nanoTime);
        this.writing = new OutageLog(LOG, "Writing the cache of " + owner, nanoTime);
    }

    public CacheStatistics statistics() {
        return statistics;
    }

    /** Whether the last attempt to read or to write the cache failed. Messages succeed nevertheless. */
    public boolean isFailing() {
        return reading.isFailing() || writing.isFailing();
    }

    void read(@Nullable Exception failure) {
        record(reading, failure);
    }

    void written(@Nullable Exception failure) {
        record(writing, failure);
    }

    private static void record(OutageLog outage, @Nullable Exception failure) {
        if (failure == null) {
            outage.recover();
        } else {
            outage.fail(failure.toString());
        }
    }
}
