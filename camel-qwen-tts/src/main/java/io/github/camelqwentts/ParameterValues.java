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

import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.Function;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.Language;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of options and headers as people write them. Camel's own conversions are not suitable: they turn 2.7
 * into 2, the Float 1.05 into 1.0499999523162842, and any object into a text by its toString().
 */
final class ParameterValues {

    private ParameterValues() {}

    /** A reader of values of one kind. */
    @FunctionalInterface
    interface Reader<T> {

        /**
         * Reads a value.
         *
         * @param value never null
         * @throws InvalidSpeechRequestException if it is not of this kind
         */
        @Nullable
        T read(MessageText texts, String option, Object value);
    }

    static String text(MessageText texts, String option, Object value) {
        return texts.read(option, value, null).strip();
    }

    /** Blank text counts as absent. */
    static @Nullable String textOrNone(MessageText texts, String option, Object value) {
        String text = text(texts, option, value);
        return text.isBlank() ? null : text;
    }

    static BigDecimal decimal(MessageText texts, String option, Object value) {
        return number(texts, option, value, "must be a number with a decimal point and without spaces");
    }

    static Integer whole(MessageText texts, String option, Object value) {
        String rule = "must be a whole number";
        try {
            return number(texts, option, value, rule).intValueExact();
        } catch (ArithmeticException e) {
            throw InvalidSpeechRequestException.of(option, value, rule, e);
        }
    }

    static Boolean flag(MessageText texts, String option, Object value) {
        String rule = "must be true or false";
        String text = value instanceof Boolean ? value.toString() : word(texts, option, value, rule);
        if ("true".equalsIgnoreCase(text) || "false".equalsIgnoreCase(text)) {
            return Boolean.valueOf(text);
        }
        throw InvalidSpeechRequestException.of(option, text, rule);
    }

    static @Nullable Language language(MessageText texts, String option, Object value) {
        return value instanceof Locale locale
                ? Language.of(locale)
                : named(Language.class, Language::of).read(texts, option, value);
    }

    /** Returns a reader of named values, such as enum constants, given as objects or by name. */
    static <T> Reader<T> named(Class<T> type, Function<String, T> find) {
        return (texts, option, value) -> {
            if (type.isInstance(value)) {
                return type.cast(value);
            }
            return find.apply(
                    value instanceof Enum<?> other ? other.name() : word(texts, option, value, "must be a name"));
        };
    }

    private static BigDecimal number(MessageText texts, String option, Object value, String rule) {
        String digits = value instanceof Number ? value.toString() : word(texts, option, value, rule);
        try {
            // The shortest digits of a Float or Double are the intended value.
            return new BigDecimal(digits);
        } catch (NumberFormatException e) {
            throw InvalidSpeechRequestException.of(option, digits, rule, e);
        }
    }

    private static String word(MessageText texts, String option, Object value, String rule) {
        if (value instanceof CharSequence || value instanceof Character || value instanceof byte[]) {
            return text(texts, option, value);
        }
        throw InvalidSpeechRequestException.of(
                option, null, "is of type " + value.getClass().getName() + ", " + rule);
    }
}
