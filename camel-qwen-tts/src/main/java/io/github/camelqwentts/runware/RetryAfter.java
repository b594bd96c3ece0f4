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
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** The header {@code Retry-After}, which holds seconds or a date. */
final class RetryAfter {

    private RetryAfter() {}

    /** @return the pause; null where there is no header, or none that can be read */
    static Duration parse(String header, InstantSource clock) {
        if (header == null) {
            return null;
        }
        try {
            return Duration.ofSeconds(Long.parseUnsignedLong(header.strip()));
        } catch (NumberFormatException notSeconds) {
            return parseDate(header.strip(), clock);
        } catch (ArithmeticException tooLong) {
            return null;
        }
    }

    private static Duration parseDate(String header, InstantSource clock) {
        try {
            Duration pause = Duration.between(
                    clock.instant(), ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME));
            return pause.isNegative() ? null : pause;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
