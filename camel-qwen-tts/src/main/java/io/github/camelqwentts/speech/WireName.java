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

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds enum constants by the names that the API gives them. */
final class WireName {

    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\p{Z}_-]+");

    private WireName() {}

    static <E extends Enum<E>> E find(String option, E[] values, Function<E, String> wireName, String name) {
        return find(option, values, wireName, name, "");
    }

    /** @param others other accepted forms, for the message */
    static <E extends Enum<E>> E find(
            String option, E[] values, Function<E, String> wireName, String name, String others) {
        // Almost all names are written as the API writes them, and are found without the search for other spellings.
        for (E value : values) {
            if (wireName.apply(value).equals(name)) {
                return value;
            }
        }
        String letters = letters(name);
        for (E value : values) {
            if (letters(wireName.apply(value)).equals(letters)) {
                return value;
            }
        }
        String names = Arrays.stream(values).map(wireName).collect(Collectors.joining(", "));
        throw Checks.invalid(option, name, "must be one of " + names + others);
    }

    /** Ono Anna, ono-anna and ONO_ANNA are the same name. */
    static String letters(String name) {
        return SEPARATORS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
