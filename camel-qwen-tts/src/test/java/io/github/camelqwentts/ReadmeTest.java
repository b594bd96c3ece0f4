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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.Voice;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** With {@code -Dreadme.write=true} the table of options is written. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path ROUTES = Path.of("..", "docs", "snippets", "src", "main", "java");
    private static final String TABLE = "<!-- options: written by ReadmeTest -->\n";
    private static final List<String> OPTIONS = List.of(
            "voice",
            "language",
            "speed",
            "positivePrompt",
            "outputFormat",
            "model",
            "longText",
            "cache",
            "callTimeout",
            "maxRetries");

    @Test
    void describesOptionsAsTheMetadataDoes() throws IOException {
        String readme = Files.readString(README);
        int from = readme.indexOf(TABLE) + TABLE.length();
        String fresh =
                readme.substring(0, from) + optionTable() + readme.substring(readme.indexOf("<!-- end of options -->"));

        if (Boolean.getBoolean("readme.write")) {
            Files.writeString(README, fresh);
        } else {
            assertThat(readme).as("CONTRIBUTING.md describes how to write it").isEqualTo(fresh);
        }
    }

    @Test
    void hasAtMost150Lines() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(150);
    }

    @Test
    void showsTheRouteThatTheManualTests() throws IOException {
        String routes = Files.readString(ROUTES.resolve("io/github/camelqwentts/manual/ManualRoutes.java"));
        String tested = between(routes, "// tag::synthesize[]", "// end::synthesize[]");

        assertThat(between(Files.readString(README), "```java", "```")).isEqualToIgnoringWhitespace(tested);
    }

    @Test
    void namesEachVoiceAndLanguage() throws IOException {
        assertThat(Files.readString(README))
                .contains(Voice.PRESETS.stream().map(Voice::wireName).toList())
                .contains(Stream.of(Language.values())
                        .filter(language -> language != Language.AUTO)
                        .map(Language::wireName)
                        .toList());
    }

    private static String optionTable() {
        return OPTIONS.stream()
                .map(ReadmeTest::row)
                .collect(Collectors.joining("", "| option | default | |\n|---|---|---|\n", ""));
    }

    private static String row(String option) {
        JsonObject metadata = Metadata.options().get(option);
        Object value = metadata.getValue("defaultValue");
        return "| `" + option + "` | " + (value == null ? "" : "`" + value + "`") + " | "
                + metadata.getString("description") + " |\n";
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
