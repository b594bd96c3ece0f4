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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The manual's tables are those of the generated metadata. With {@code -Dreadme.write=true} they are written. */
class ManualTablesTest {

    private static final Path FOLDER = Path.of("..", "docs", "src", "docs", "asciidoc", "_tables");

    @ParameterizedTest
    @EnumSource
    void theTableIsThatOfTheMetadata(Table table) throws Exception {
        Path stored = FOLDER.resolve(table.file);
        String fresh = table.toAsciiDoc();

        if (Boolean.getBoolean("readme.write")) {
            Files.writeString(stored, fresh);
        } else {
            assertThat(stored)
                    .as("it is stale; CONTRIBUTING.md tells how to write it")
                    .hasContent(fresh);
        }
    }

    enum Table {
        COMPONENT("component-options.adoc") {
            @Override
            Map<String, JsonObject> rows() {
                return Metadata.componentOptions();
            }
        },
        PATH("path-parameters.adoc") {
            @Override
            Map<String, JsonObject> rows() {
                return ofKind("path");
            }
        },
        QUERY("query-parameters.adoc") {
            @Override
            Map<String, JsonObject> rows() {
                return ofKind("parameter");
            }
        },
        HEADERS("headers.adoc") {
            @Override
            Map<String, JsonObject> rows() {
                return Metadata.headers();
            }
        };

        private final String file;

        Table(String file) {
            this.file = file;
        }

        abstract Map<String, JsonObject> rows();

        String toAsciiDoc() {
            return rows().entrySet().stream()
                    .map(row -> row(row.getKey(), row.getValue()))
                    .collect(Collectors.joining("\n", """
                            // Written by ManualTablesTest from the component's metadata.
                            [cols="3,6,2,2",options="header"]
                            |===
                            | Name | Description | Default | Type

                            """, "\n|===\n"));
        }

        private static Map<String, JsonObject> ofKind(String kind) {
            return Metadata.options().entrySet().stream()
                    .filter(option -> kind.equals(option.getValue().getString("kind")))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
        }

        private static String row(String name, JsonObject metadata) {
            String group = metadata.getString("label", "");
            String type = metadata.getString("javaType");
            return "| *" + name + "*" + (group.isEmpty() ? "" : " (" + group + ")") + "\n| "
                    + metadata.getString("description").replace("|", "{vbar}")
                    + (metadata.getBoolean("required", false) ? " *Required.*" : "")
                    + (metadata.getBoolean("secret", false) ? " *Secret.*" : "")
                    + values(metadata.getJsonArray("enum"))
                    + "\n| "
                    + (metadata.containsKey("defaultValue") ? "`" + metadata.getValue("defaultValue") + "`" : "")
                    + "\n| " + type.substring(type.lastIndexOf('.') + 1) + "\n";
        }

        private static String values(JsonArray values) {
            return values == null
                    ? ""
                    : values.stream()
                            .map(value -> "`" + value + "`")
                            .collect(Collectors.joining(", ", " +\nOne of ", "."));
        }
    }
}
