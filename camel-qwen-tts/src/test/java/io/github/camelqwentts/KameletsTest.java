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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** The Kamelets repeat a few options. They run in the application {@code platforms/kamelet}. */
class KameletsTest {

    private static final Path FOLDER = Path.of("src/main/kamelets");

    @TestFactory
    Stream<DynamicTest> offerTheOptionsOfTheComponent() throws IOException {
        List<Path> kamelets;
        try (Stream<Path> files = Files.list(FOLDER)) {
            kamelets = files.toList();
        }
        assertThat(kamelets).hasSizeGreaterThan(1);
        return kamelets.stream()
                .flatMap(kamelet -> properties(kamelet).entrySet().stream()
                        .map(property -> DynamicTest.dynamicTest(
                                kamelet.getFileName() + " " + property.getKey(),
                                () -> assertIsOption(property.getKey(), property.getValue()))));
    }

    private static void assertIsOption(String name, JsonObject property) {
        JsonObject option = Metadata.options().get(name);

        assertThat(option).isNotNull();
        assertThat("password".equals(property.getString("format"))).isEqualTo(option.getBoolean("secret"));
        if (property.containsKey("enum")) {
            assertThat(option.getJsonArray("enum")).containsAll(property.getJsonArray("enum"));
        }
        if (property.containsKey("default")) {
            assertThat(property.getValue("default")).isEqualTo(option.getValue("defaultValue"));
        }
    }

    private static Map<String, JsonObject> properties(Path kamelet) {
        JsonObject properties = new JsonObject(read(kamelet))
                .getJsonObject("spec")
                .getJsonObject("definition")
                .getJsonObject("properties");
        return properties.stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> properties.getJsonObject(entry.getKey())));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(Path kamelet) {
        try {
            return (Map<String, Object>)
                    new Load(LoadSettings.builder().build()).loadFromString(Files.readString(kamelet));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
