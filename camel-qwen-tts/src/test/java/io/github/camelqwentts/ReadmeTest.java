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
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The README's tables are those of the generated metadata. With {@code -Dreadme.write=true} they are written. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");

    @Test
    void theTablesAreThoseOfTheMetadata() throws Exception {
        String stored = Files.readString(README);

        String fresh = replace(replace(stored, "options", optionTable()), "headers", headerTable());

        if (Boolean.getBoolean("readme.write")) {
            Files.writeString(README, fresh);
        } else {
            assertThat(stored)
                    .as("the README is stale; CONTRIBUTING.md tells how to write it")
                    .isEqualTo(fresh);
        }
    }

    private static String optionTable() {
        List<String> headed = Metadata.parameters();
        return Metadata.options().entrySet().stream()
                .filter(option -> "parameter".equals(option.getValue().getString("kind")))
                .map(option -> row(
                        "`" + option.getKey() + "`",
                        code(option.getValue().getValue("defaultValue")),
                        headed.contains(option.getKey()) ? "`" + Metadata.headerOf(option.getKey()) + "`" : "",
                        option.getValue().getString("description")))
                .collect(Collectors.joining("", row("option", "default", "header", "") + "|---|---|---|---|\n", ""));
    }

    private static String headerTable() {
        return Metadata.headers().entrySet().stream()
                .filter(header -> Metadata.parameters().stream()
                        .noneMatch(option -> Metadata.headerOf(option).equals(header.getKey())))
                .map(header -> row(
                        "`" + header.getKey() + "`",
                        "`" + header.getValue().getString("javaType") + "`",
                        header.getValue().getString("description")))
                .collect(Collectors.joining("", row("header", "type", "") + "|---|---|---|\n", ""));
    }

    private static String replace(String readme, String what, String table) {
        String begin = "<!-- " + what + ": written by ReadmeTest -->\n";
        int from = readme.indexOf(begin) + begin.length();
        return readme.substring(0, from) + table + readme.substring(readme.indexOf("<!-- end of " + what + " -->"));
    }

    private static String code(Object value) {
        return value == null ? "" : "`" + value + "`";
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells).replace("\n", " ") + " |\n";
    }
}
