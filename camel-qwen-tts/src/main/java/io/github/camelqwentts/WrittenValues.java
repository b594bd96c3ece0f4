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
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of options in endpoint URIs and properties as people write them. Camel itself fails on the duration
 * "soon" with an index that is out of bounds, and silently takes some values for others: the duration "abc" for
 * nothing, the numbers "2.7" and "10MB" for 0, and "1h" for 3600000 of whatever the number counts.
 */
final class WrittenValues {

    private static final Pattern DURATION =
            Pattern.compile("-?\\d+|-?[Pp]\\S+|(?=\\d)(\\d+d)?(\\d+h)?(\\d+m(?!s))?(\\d+s)?(\\d+ms)?");

    private static final Form DURATIONS =
            new Form(DURATION.asMatchPredicate(), "must be a duration such as 500ms, 30s or 1m30s");
    private static final Form INTEGERS = new Form(parses(Integer::valueOf), "must be a whole number");
    private static final Form LONGS = new Form(parses(Long::valueOf), "must be a whole number");
    private static final Form DECIMALS =
            new Form(parses(BigDecimal::new), "must be a number with a decimal point and without spaces");
    private static final Form BOOLEANS =
            new Form(text -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"), "must be true or false");

    private static final Map<Class<?>, Form> FORMS = Map.of(
            Duration.class, DURATIONS,
            int.class, INTEGERS,
            Integer.class, INTEGERS,
            long.class, LONGS,
            Long.class, LONGS,
            double.class, DECIMALS,
            Double.class, DECIMALS,
            boolean.class, BOOLEANS,
            Boolean.class, BOOLEANS);

    private WrittenValues() {}

    /**
     * Strips blanks around the values of an endpoint URI, and checks their form.
     *
     * @throws InvalidSpeechRequestException if a value does not have the form of its option
     */
    static void prepare(Map<String, Object> parameters, PropertyConfigurer configurer) {
        parameters.replaceAll((option, value) -> value instanceof String text ? text.strip() : value);
        parameters.forEach((option, value) -> check(configurer, option, value, "endpoint URI"));
    }

    /** A configurer of the component that checks the form of the values that it sets. */
    static PropertyConfigurer checking(PropertyConfigurer configurer) {
        return configurer instanceof PropertyConfigurerGetter getter ? new Checking(configurer, getter) : configurer;
    }

    private static void check(PropertyConfigurer configurer, String option, Object value, String source) {
        if (configurer instanceof PropertyConfigurerGetter getter && value instanceof String text) {
            Class<?> type = getter.getOptionType(option, true);
            Form form = type == null ? null : FORMS.get(type);
            // A value that begins with a hash names a bean.
            if (form != null && !text.startsWith("#") && !form.isOf.test(text)) {
                throw InvalidSpeechRequestException.of(option, text, form.rule).withSource(source);
            }
        }
    }

    private static Predicate<String> parses(Parser parser) {
        return text -> {
            try {
                parser.parse(text);
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        };
    }

    private record Form(Predicate<String> isOf, String rule) {}

    @FunctionalInterface
    private interface Parser {
        Object parse(String text);
    }

    private record Checking(PropertyConfigurer configurer, PropertyConfigurerGetter getter)
            implements PropertyConfigurer, PropertyConfigurerGetter {

        @Override
        public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
            Object stripped = value instanceof String text ? text.strip() : value;
            check(configurer, name, stripped, "component");
            return configurer.configure(context, target, name, stripped, ignoreCase);
        }

        @Override
        public @Nullable Class<?> getOptionType(String name, boolean ignoreCase) {
            return getter.getOptionType(name, ignoreCase);
        }

        @Override
        public String @Nullable [] getAutowiredNames() {
            return getter.getAutowiredNames();
        }

        @Override
        public @Nullable Object getCollectionValueType(Object target, String name, boolean ignoreCase) {
            return getter.getCollectionValueType(target, name, ignoreCase);
        }

        @Override
        public @Nullable Object getOptionValue(Object target, String name, boolean ignoreCase) {
            return getter.getOptionValue(target, name, ignoreCase);
        }
    }
}
