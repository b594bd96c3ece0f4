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
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** Durations of the latest requests of a client, from sending to the end of their downloads. */
public final class Durations {

    private static final int KEPT = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final long[] latest = new long[KEPT];
    private int next;
    private int count;

    public void add(long nanos) {
        lock.lock();
        try {
            latest[next] = nanos;
            next = (next + 1) % KEPT;
            count = Math.min(count + 1, KEPT);
        } finally {
            lock.unlock();
        }
    }

    /** The median; zero before the first request. */
    public Duration typical() {
        lock.lock();
        try {
            long[] sorted = Arrays.copyOf(latest, count);
            Arrays.sort(sorted);
            return sorted.length == 0 ? Duration.ZERO : Duration.ofNanos(sorted[sorted.length / 2]);
        } finally {
            lock.unlock();
        }
    }
}
