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
 * When asynchronous tasks are asked for.
 *
 * @param initialDelay from the acknowledgment of a task to the first question
 * @param interval from the first question to the second, and the least time between two questions of a client
 * @param backoffMultiplier what each later pause is longer by
 * @param maxInterval the longest pause
 * @since 1.0
 */
public record PollSchedule(Duration initialDelay, Duration interval, double backoffMultiplier, Duration maxInterval) {

    /** 1 second, then 0.5 seconds, each pause half as long again, up to 10 seconds. */
    public static final PollSchedule DEFAULT =
            new PollSchedule(Duration.ofSeconds(1), Duration.ofMillis(500), 1.5, Duration.ofSeconds(10));

    /** @throws IllegalArgumentException if a pause is not positive, or the multiplier less than 1 */
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
