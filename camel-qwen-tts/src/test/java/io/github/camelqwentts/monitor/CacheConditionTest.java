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

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.camelqwentts.CapturedLog;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CacheConditionTest {

    @AutoClose
    private final CapturedLog log = new CapturedLog(CacheCondition.class);

    private final AtomicLong now = new AtomicLong(-5);
    private final CacheCondition condition = new CacheCondition("the endpoint", now::get);

    @Test
    void warnsOnceHoweverOftenTheCacheFails() {
        for (int i = 0; i < 100; i++) {
            condition.read(null);
            condition.written(new IOException("No space left"));
            now.addAndGet(OutageLog.QUIET.toNanos());
        }

        assertThat(log.events())
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Writing the cache of the endpoint has started to fail: java.io.IOException: No space left");
        assertThat(condition.isFailing()).isTrue();
    }

    @Test
    void logsThatTheCacheHasRecovered() {
        condition.read(new IllegalStateException("The cluster is down"));
        condition.read(new IllegalStateException("The cluster is down"));
        now.addAndGet(7_000_000);
        condition.read(null);

        assertThat(log.events())
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Reading the cache of the endpoint has started to fail:"
                                + " java.lang.IllegalStateException: The cluster is down",
                        "Reading the cache of the endpoint has recovered after 7 ms and 2 failed calls");
        assertThat(condition.isFailing()).isFalse();
    }
}
