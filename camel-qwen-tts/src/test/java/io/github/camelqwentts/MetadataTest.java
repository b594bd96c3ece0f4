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

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;
import org.apache.camel.util.TimeUtils;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

class MetadataTest {

    @TestFactory
    Stream<DynamicTest> theDefaultOfEachOptionOfTheClientIsWhatTheConfigurationBeginsWith() {
        return Metadata.options().entrySet().stream()
                .filter(option -> !Metadata.parameters().contains(option.getKey()))
                // Unset, download depends on whether the audio is uploaded, and longText on what other options allow.
                .filter(option -> !Set.of("download", "longText").contains(option.getKey()))
                .filter(option -> !Set.of(
                                "operation",
                                "lazyStartProducer",
                                "bridgeErrorHandler",
                                "exceptionHandler",
                                "exchangePattern")
                        .contains(option.getKey()))
                .map(option -> DynamicTest.dynamicTest(
                        option.getKey(), () -> assertDefault(option.getKey(), option.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> noParameterOfTheApiIsSetFromTheBeginning() {
        return Metadata.parameters().stream()
                .map(option -> DynamicTest.dynamicTest(
                        option,
                        () -> assertThat(initial(option))
                                .as("null means not sent")
                                .isNull()));
    }

    @Test
    void everyParameterOfTheApiHasItsHeader() {
        assertThat(Metadata.headers().keySet())
                .containsAll(
                        Metadata.parameters().stream().map(Metadata::headerOf).toList());
    }

    @TestFactory
    Stream<DynamicTest> describesAHeaderAsItsOption() {
        return Metadata.parameters().stream()
                .map(option -> DynamicTest.dynamicTest(
                        option,
                        () -> assertThat(Metadata.headers()
                                        .get(Metadata.headerOf(option))
                                        .getString("description"))
                                .isEqualTo("Overrides the option " + option + ". "
                                        + Metadata.options().get(option).getString("description"))));
    }

    @Test
    void secretsAreMarked() {
        assertThat(Metadata.options().entrySet())
                .filteredOn(option -> option.getValue().getBoolean("secret"))
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("apiKey", "uploadEndpoint", "webhookToken", "webhookUrl");
    }

    private static void assertDefault(String option, JsonObject metadata) throws Exception {
        Object initial = initial(option);
        Object declared = metadata.getValue("defaultValue");

        if (initial instanceof Duration duration) {
            assertThat(duration).isEqualTo(TimeUtils.toDuration((String) declared));
        } else {
            assertThat(String.valueOf(initial)).isEqualTo(String.valueOf(declared));
        }
    }

    private static Object initial(String option) throws ReflectiveOperationException {
        Field field = QwenTtsConfiguration.class.getDeclaredField(option);
        field.setAccessible(true);
        return field.get(new QwenTtsConfiguration());
    }
}
