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
package io.github.camelqwentts.speech;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Checks of the values that a caller sets. A violation is reported with the option, the value and the rule.
 *
 * @hidden
 */
@Internal
public final class Checks {

    private Checks() {}

    static InvalidSpeechRequestException invalid(String option, @Nullable Object value, String rule) {
        return InvalidSpeechRequestException.of(option, value, rule);
    }

    /** Requires a value to be set. */
    public static void present(boolean set, String option, String rule) {
        if (!set) {
            throw InvalidSpeechRequestException.missing(option, rule);
        }
    }

    /**
     * Requires a rule to hold.
     *
     * @param value value of the option; null if the message must not contain it
     */
    public static void require(boolean holds, String option, @Nullable Object value, String rule) {
        if (!holds) {
            throw invalid(option, value, rule);
        }
    }

    /** Requires a number, if it is set, to be in a range. */
    public static void range(String option, @Nullable Integer value, int min, int max) {
        require(
                value == null || (value >= min && value <= max),
                option,
                value,
                "must be between " + min + " and " + max);
    }

    /** Requires a number, if it is set, to be no smaller than a minimum. */
    public static void atLeast(String option, @Nullable Integer value, int min) {
        require(value == null || value >= min, option, value, "must be at least " + min);
    }

    static void positive(String option, @Nullable Integer value) {
        atLeast(option, value, 1);
    }

    /** Requires a number to be at least 1. */
    public static void positive(String option, long value) {
        require(value >= 1, option, value, "must be at least 1");
    }

    /** Requires a duration longer than zero. */
    public static void positive(String option, Duration value) {
        require(
                !value.isNegative() && !value.isZero(),
                option,
                printable(value),
                "must be positive, such as 30s or 5m");
    }

    /** The spelling of Camel's options; a value that Camel could not read is 0. */
    private static String printable(Duration value) {
        return value.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    /** {@return the ID in lower case and without blanks and braces around it, as IDs are compared; null for null} */
    static @Nullable String uuidVersion4(String option, @Nullable String value) {
        if (value == null) {
            return null;
        }
        String id = value.strip();
        if (id.startsWith("{") && id.endsWith("}")) {
            id = id.substring(1, id.length() - 1);
        }
        boolean version4;
        try {
            version4 = id.length() == 36 && UUID.fromString(id).version() == 4;
        } catch (IllegalArgumentException e) {
            version4 = false;
        }
        require(version4, option, value, "must be a UUID of version 4");
        return id.toLowerCase(Locale.ROOT);
    }

    /** Does not repeat the value, which may hold a signature or a token. */
    static void webAddress(String option, @Nullable String value) {
        if (value != null) {
            boolean web;
            try {
                URI uri = new URI(value);
                web = ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                        && uri.getHost() != null;
            } catch (URISyntaxException e) {
                web = false;
            }
            require(web, option, null, "must be an http or https URL");
        }
    }
}
