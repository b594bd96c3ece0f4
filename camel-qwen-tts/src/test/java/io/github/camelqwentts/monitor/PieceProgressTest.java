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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import io.github.camelqwentts.CapturedLog;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PieceProgressTest {

    @AutoClose
    private final CapturedLog logged = new CapturedLog("io.github.camelqwentts.tasks");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final CamelContext context = new DefaultCamelContext();
    private final TaskStatistics statistics = new TaskStatistics();
    private final PieceProgress progress = new PieceProgress(
            new TaskMonitor(context, Runnable::run),
            new DefaultExchange(context),
            "synthesize",
            80,
            List.of(statistics),
            nanos::get);

    @Test
    void logsEveryTenSeconds() {
        for (int piece = 0; piece < 80; piece++) {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            progress.pieceDone();
        }

        assertThat(logged.events())
                .hasSize(7)
                .allSatisfy(event -> assertThat(event.getLevel()).isEqualTo(Level.INFO));
        assertThat(logged.events().get(0).getFormattedMessage()).startsWith("10 of 80 pieces are done, exchange ");
    }

    @Test
    void logsNothingForQuickMessages() {
        for (int piece = 0; piece < 80; piece++) {
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
            progress.pieceDone();
        }

        assertThat(logged.events()).isEmpty();
    }

    @Test
    void isInProgressUntilTheMessageHasEnded() {
        progress.pieceDone();

        assertThat(statistics.inProgress()).containsExactly(progress);
        assertThat(progress.done()).isOne();

        progress.end();

        assertThat(statistics.inProgress()).isEmpty();
    }
}
