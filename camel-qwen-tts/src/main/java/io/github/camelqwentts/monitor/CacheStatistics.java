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

import java.util.concurrent.atomic.LongAdder;

import io.github.camelqwentts.speech.Internal;

/**
 * Sums of the texts that were looked up in a cache, since the start. Thread-safe.
 *
 * @hidden
 */
@Internal
public final class CacheStatistics {

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** Texts whose audio was not bought. */
    public long hits() {
        return hits.sum();
    }

    /** Texts that were bought. */
    public long misses() {
        return misses.sum();
    }

    /** Size in bytes of the audio that was not bought. */
    public long bytes() {
        return bytes.sum();
    }

    void hit(long size) {
        hits.increment();
        bytes.add(size);
    }

    void miss() {
        misses.increment();
    }
}
