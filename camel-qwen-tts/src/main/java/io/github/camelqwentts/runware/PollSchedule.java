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
package io.github.camelqwentts.runware;

import java.time.Duration;

import io.github.camelqwentts.speech.Checks;

/**
 * When to poll for the results of asynchronous tasks.
 *
 * @param initialDelay delay between the acknowledgment of a task and the first poll
 * @param interval delay between the first poll and the second, and minimum delay between two polls of a client
 * @param backoffMultiplier multiplier applied to the delay after each poll
 * @param maxInterval the maximum delay between two polls
 * @since 1.0
 */
public record PollSchedule(Duration initialDelay, Duration interval, double backoffMultiplier, Duration maxInterval) {

    /** 1 second, then 0.5 seconds, then each delay 1.5 times the one before, up to 10 seconds. */
    public static final PollSchedule DEFAULT =
            new PollSchedule(Duration.ofSeconds(1), Duration.ofMillis(500), 1.5, Duration.ofSeconds(10));

    /** @throws IllegalArgumentException if a delay is not positive, or the multiplier is less than 1 */
    public PollSchedule {
        Checks.positive("pollInitialDelay", initialDelay);
        Checks.positive("pollInterval", interval);
        Checks.positive("pollMaxInterval", maxInterval);
        if (!(backoffMultiplier >= 1)) {
            throw new IllegalArgumentException(
                    "pollBackoffMultiplier=" + backoffMultiplier + " is not valid: must be at least 1");
        }
    }

    Duration after(Duration pause) {
        Duration longer = Duration.ofMillis((long) (pause.toMillis() * backoffMultiplier));
        return longer.compareTo(maxInterval) > 0 ? maxInterval : longer;
    }
}
