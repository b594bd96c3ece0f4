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

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;

/**
 * Values in endpoint URIs as people write them. Camel itself takes "abc" for a duration of nothing, and fails on "soon"
 * with an index that is out of bounds.
 */
final class UriValues {

    private static final Pattern DURATION =
            Pattern.compile("-?\\d+|-?[Pp]\\S+|(?=\\d)(\\d+d)?(\\d+h)?(\\d+m(?!s))?(\\d+s)?(\\d+ms)?");

    private UriValues() {}

    /**
     * Strips blanks around values, and checks durations.
     *
     * @throws IllegalArgumentException if a duration is none
     */
    static void prepare(Map<String, Object> parameters, PropertyConfigurer configurer) {
        parameters.replaceAll((option, value) -> value instanceof String text ? text.strip() : value);
        if (configurer instanceof PropertyConfigurerGetter types) {
            parameters.forEach((option, value) -> {
                if (types.getOptionType(option, true) == Duration.class && value instanceof String text) {
                    checkDuration(option, text);
                }
            });
        }
    }

    private static void checkDuration(String option, String text) {
        // What begins with a hash names a bean.
        if (!text.startsWith("#") && !DURATION.matcher(text).matches()) {
            throw new IllegalArgumentException(option + "=" + text
                    + " (endpoint URI) is not valid: must be a duration such as 500ms, 30s or 1m30s");
        }
    }
}
