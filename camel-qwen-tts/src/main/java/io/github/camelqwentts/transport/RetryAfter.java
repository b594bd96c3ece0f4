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
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After}, which holds seconds or a date. */
public final class RetryAfter {

    /** A longer delay is implausible. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private RetryAfter() {}

    /** {@return the delay; null if the header is missing or implausible} */
    public static @Nullable Duration parse(@Nullable String header, InstantSource clock) {
        if (header == null) {
            return null;
        }
        Duration pause = read(header.strip(), clock);
        return pause == null || pause.isNegative() || pause.compareTo(LONGEST) > 0 ? null : pause;
    }

    private static @Nullable Duration read(String header, InstantSource clock) {
        try {
            return Duration.ofSeconds(Long.parseLong(header));
        } catch (NumberFormatException notSeconds) {
            return readDate(header, clock);
        }
    }

    private static @Nullable Duration readDate(String header, InstantSource clock) {
        try {
            return Duration.between(clock.instant(), ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
