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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every 10 seconds how many pieces of a message are done. For any thread. */
final class PieceProgress {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.camelqwentts.tasks");
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

    private final Exchange exchange;
    private final int pieces;
    private final LongSupplier nanoTime;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong reported;

    /** @param nanoTime as {@link System#nanoTime} */
    PieceProgress(Exchange exchange, int pieces, LongSupplier nanoTime) {
        this.exchange = exchange;
        this.pieces = pieces;
        this.nanoTime = nanoTime;
        this.reported = new AtomicLong(nanoTime.getAsLong());
    }

    /** Counts a piece that has ended, and logs the number if it is time. */
    void end() {
        int now = ended.incrementAndGet();
        long time = nanoTime.getAsLong();
        long last = reported.get();
        if (time - last >= INTERVAL && now < pieces && reported.compareAndSet(last, time)) {
            LOG.info(
                    "{} of {} pieces are done, exchange {} of route {}",
                    now,
                    pieces,
                    exchange.getExchangeId(),
                    exchange.getFromRouteId());
        }
    }
}
