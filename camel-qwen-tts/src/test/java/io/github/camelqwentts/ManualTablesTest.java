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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** With {@code -Dreadme.write=true} the tables of the manual are written. */
class ManualTablesTest {

    private static final Path FOLDER = Path.of("..", "docs", "src", "docs", "asciidoc", "_tables");
    private static final String NOTICE = "// Written by ManualTablesTest from the component's metadata.\n";

    /** Titles of the groups by the labels of their options, in the order in which readers need them. */
    private static final Map<String, String> GROUPS = new LinkedHashMap<>();

    /** The options that readers need first in their groups. */
    private static final List<String> FIRST = List.of(
            "voice",
            "language",
            "outputFormat",
            "speed",
            "positivePrompt",
            "model",
            "includeCost",
            "callTimeout",
            "maxRetries",
            "backend",
            "baseUrl");

    /** Options whose group does not follow from their labels. */
    private static final Map<String, String> TITLES = Map.of(
            "backend", "Backend",
            "baseUrl", "Backend",
            "idempotentRepository", "Webhook",
            "webhookToken", "Webhook");

    static {
        GROUPS.put("producer", "Voice and audio");
        GROUPS.put("producer,longText", "Long texts");
        GROUPS.put("producer,cache", "Cache");
        GROUPS.put("", "Calls and retries");
        GROUPS.put("security", "Keys and TLS");
        GROUPS.put("producer,openai", "Backend");
        GROUPS.put("producer,task", "Asynchronous tasks");
        GROUPS.put("consumer", "Webhook");
        GROUPS.put("advanced", "Limits and connections");
    }

    @ParameterizedTest
    @EnumSource
    void describesWhatTheMetadataDoes(Table table) throws Exception {
        Path stored = FOLDER.resolve(table.file);
        String fresh = NOTICE + table.content();

        if (Boolean.getBoolean("readme.write")) {
            Files.writeString(stored, fresh);
        } else {
            assertThat(stored)
                    .as("it is stale; CONTRIBUTING.md describes how to write it")
                    .hasContent(fresh);
        }
    }

    enum Table {
        COMPONENT("component-options.adoc"),
        QUERY("query-parameters.adoc"),
        HEADERS("headers.adoc");

        private final String file;

        Table(String file) {
            this.file = file;
        }

        String content() {
            return switch (this) {
                case COMPONENT -> componentTable();
                case QUERY -> endpointTables();
                case HEADERS -> headerTable();
            };
        }
    }

    private static String componentTable() {
        Map<String, JsonObject> own = new LinkedHashMap<>(Metadata.componentOptions());
        own.keySet().removeAll(Metadata.options().keySet());
        return table(own);
    }

    private static String headerTable() {
        Map<String, JsonObject> own = new LinkedHashMap<>(Metadata.headers());
        Metadata.parameters().forEach(option -> own.remove(Metadata.headerOf(option)));
        return table(own);
    }

    private static String endpointTables() {
        Map<String, Map<String, JsonObject>> groups = new LinkedHashMap<>();
        GROUPS.values().forEach(title -> groups.put(title, new LinkedHashMap<>()));
        Map<String, JsonObject> options = Metadata.options();
        List<String> order = new ArrayList<>(FIRST);
        options.keySet().stream().filter(option -> !FIRST.contains(option)).forEach(order::add);
        for (String option : order) {
            JsonObject metadata = options.get(option);
            if ("parameter".equals(metadata.getString("kind"))) {
                groups.computeIfAbsent(titleOf(option, metadata), title -> new LinkedHashMap<>())
                        .put(option, metadata);
            }
        }
        return groups.entrySet().stream()
                .filter(group -> !group.getValue().isEmpty())
                .map(group -> "=== " + group.getKey() + "\n\n" + table(group.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String titleOf(String option, JsonObject metadata) {
        // The other options are those of every Camel endpoint.
        return TITLES.getOrDefault(option, GROUPS.getOrDefault(metadata.getString("label", ""), "Camel"));
    }

    private static String table(Map<String, JsonObject> rows) {
        return rows.entrySet().stream()
                .map(row -> row(row.getKey(), row.getValue()))
                .collect(Collectors.joining("\n", """
                        [cols="3,7,2",options="header"]
                        |===
                        | Name | Description | Default

                        """, "\n|===\n"));
    }

    private static String row(String name, JsonObject metadata) {
        String type = metadata.getString("javaType").replaceAll("\\b[a-z]\\w*\\.", "");
        boolean hasHeader = "parameter".equals(metadata.getString("kind"))
                && Metadata.parameters().contains(name);
        String anchor = ("header".equals(metadata.getString("kind")) ? "header-" : "option-") + name;
        return "| [[" + anchor + "]]<<" + anchor + ",`" + name + "`>> +\n[.type]#" + type + "#"
                + "\n| " + metadata.getString("description").replace("|", "{vbar}")
                + (metadata.getBoolean("required", false) ? " *Required.*" : "")
                + (metadata.getBoolean("secret", false) ? " *Secret.*" : "")
                + values(metadata.getJsonArray("enum"))
                + (hasHeader ? " +\nHeader: `" + Metadata.headerOf(name) + "`" : "")
                + "\n| "
                + (metadata.containsKey("defaultValue") ? "`" + metadata.getValue("defaultValue") + "`" : "")
                + "\n";
    }

    private static String values(JsonArray values) {
        return values == null
                ? ""
                : values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", ", " +\nOne of ", "."));
    }
}
