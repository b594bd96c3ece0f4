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

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** The requests that an emulator received last. */
final class RequestLog<R> {

    private final int most;
    private final Queue<R> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<R> untaken = new LinkedBlockingQueue<>();

    /** @param most the maximum number of requests that are kept */
    RequestLog(int most) {
        this.most = most;
    }

    void add(R request) {
        requests.add(request);
        untaken.add(request);
        while (requests.size() > most) {
            requests.poll();
        }
        while (untaken.size() > most) {
            untaken.poll();
        }
    }

    List<R> all() {
        return List.copyOf(requests);
    }

    /** The next request that was not taken before; null if none arrives in time. */
    @Nullable
    R take(Duration timeout) throws InterruptedException {
        return untaken.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    void clear() {
        requests.clear();
        untaken.clear();
    }
}
