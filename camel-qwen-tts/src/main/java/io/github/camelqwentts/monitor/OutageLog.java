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
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs once that something has started to fail, and once that it has recovered, however often it fails in between. If it
 * keeps changing, it is logged at most once a minute.
 */
final class OutageLog {

    static final Duration QUIET = Duration.ofMinutes(1);

    private final Logger log;
    private final Object subject;
    private final LongSupplier nanoTime;

    private boolean warned;
    private int failures;
    private long failingSince;
    private @Nullable Long lastWarning;

    /**
     * @param subject its toString() has no secrets, and begins a sentence
     * @param nanoTime as {@link System#nanoTime}
     */
    OutageLog(Logger log, Object subject, LongSupplier nanoTime) {
        this.log = log;
        this.subject = subject;
        this.nanoTime = nanoTime;
    }

    synchronized void fail(@Nullable String reason) {
        long now = nanoTime.getAsLong();
        if (failures++ == 0) {
            failingSince = now;
        }
        if (!warned && (lastWarning == null || now - lastWarning >= QUIET.toNanos())) {
            warned = true;
            lastWarning = now;
            log.warn("{} has started to fail: {}", subject, reason);
        }
    }

    synchronized void recover() {
        if (warned) {
            log.info(
                    "{} has recovered after {} ms and {} failed calls",
                    subject,
                    Duration.ofNanos(nanoTime.getAsLong() - failingSince).toMillis(),
                    failures);
        }
        warned = false;
        failures = 0;
    }

    synchronized boolean isFailing() {
        return failures > 0;
    }
}
