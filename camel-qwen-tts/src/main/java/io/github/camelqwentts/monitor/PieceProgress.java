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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.camelqwentts.speech.Internal;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports how many pieces of a message are done: by an event for each piece, and in the log every 10 seconds.
 * Thread-safe.
 *
 * @hidden
 */
@Internal
public final class PieceProgress {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.camelqwentts.tasks");
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

    private final TaskMonitor monitor;
    private final WatchedExchange exchange;
    private final String operation;
    private final int pieces;
    private final List<TaskStatistics> statistics;
    private final LongSupplier nanoTime;
    private final long begun;

    private volatile int done;
    private long reported;
    private CompletableFuture<Void> events = CompletableFuture.completedFuture(null);

    /** @param nanoTime as {@link System#nanoTime} */
    PieceProgress(
            TaskMonitor monitor,
            Exchange exchange,
            String operation,
            int pieces,
            List<TaskStatistics> statistics,
            LongSupplier nanoTime) {
        this.monitor = monitor;
        this.exchange = new WatchedExchange(exchange);
        this.operation = operation;
        this.pieces = pieces;
        this.statistics = statistics;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.reported = begun;
        statistics.forEach(statistic -> statistic.inProgress().add(this));
    }

    /** Records that a piece has ended, whether or not it failed. */
    public void pieceDone() {
        int now;
        boolean isDue;
        synchronized (this) {
            now = ++done;
            long time = nanoTime.getAsLong();
            isDue = time - reported >= INTERVAL && now < pieces;
            if (isDue) {
                reported = time;
            }
            if (monitor.hasNotifiers()) {
                // Notifiers may block: they are called in order, and no piece waits for them.
                events = events.thenRunAsync(
                        () -> monitor.notify(new PieceEvent(exchange.get(), operation, now, pieces)),
                        monitor.executor());
            }
        }
        if (isDue) {
            LOG.info(
                    "{} of {} pieces are done, exchange {} of route {}",
                    now,
                    pieces,
                    exchange.id(),
                    exchange.routeId());
        }
    }

    /** Records that the message has ended, or failed. */
    public void end() {
        statistics.forEach(statistic -> statistic.inProgress().remove(this));
    }

    public String operation() {
        return operation;
    }

    /** The exchange whose message is spoken. */
    public String exchangeId() {
        return exchange.id();
    }

    /** The number of pieces that have ended. */
    public int done() {
        return done;
    }

    /** The number of pieces of the message. */
    public int pieces() {
        return pieces;
    }

    /** The time since the first piece was begun. */
    public Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - begun);
    }
}
