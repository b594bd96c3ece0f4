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
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds enum constants by the names that the API gives them. */
final class WireName {

    private WireName() {}

    static <E extends Enum<E>> E find(String option, E[] values, Function<E, String> wireName, String name) {
        for (E value : values) {
            if (wireName.apply(value).equalsIgnoreCase(name)) {
                return value;
            }
        }
        String names = Arrays.stream(values).map(wireName).collect(Collectors.joining(", "));
        throw Rule.broken(option, name, "must be one of " + names);
    }
}
