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
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Finds patterns that make English read as translated, in documents and in the texts of options. */
class WordingTest {

    private static final Path ROOT = Path.of("..");

    /** Each pattern with what to write instead. */
    private static final Map<Pattern, String> PATTERNS = Map.ofEntries(
            Map.entry(
                    pattern("\\b(the API|which|it|component|answer|header|result|metadata|page)s? tells?\\b"),
                    "report"),
            Map.entry(pattern("\\bhand(s|ed)? (it |them |the (task|text)s? |a (task|text) )?in\\b(?! hand)"), "submit"),
            Map.entry(pattern("\\bgo(es)? on (?!disk)"), "continue"),
            Map.entry(pattern("\\bunder way\\b"), "in progress"),
            Map.entry(pattern("\\b(is|was|are|were|being) asked\\b|\\basks? for\\b"), "request, poll"),
            Map.entry(pattern("\\bmend(s|ed)?\\b"), "fix"),
            Map.entry(pattern("\\b(is|are|was|were|be) carried out\\b|\\bcarr(y|ies) out\\b"), "execute"),
            Map.entry(pattern("\\b(try|tries|tried) again\\b"), "retry"),
            Map.entry(pattern("\\blets? go\\b"), "release"),
            Map.entry(pattern("\\bheld against\\b|\\bholds? .{1,30} against\\b"), "validate"),
            Map.entry(pattern("\\b(whoever|nobody|everybody)\\b"), "name who it is"),
            Map.entry(pattern(", for (it|they|there) (is|are|has|have|goes|go)\\b"), "because"),
            Map.entry(pattern("\\bwants? (a|an|its|the|to)\\b"), "require"),
            Map.entry(pattern("\\b(is|are) no (envelope|file|JSON)\\b"), "is not a"),
            Map.entry(pattern("\\b(the )?(answer|response)s? (stands?|is there)\\b"), "is listed, is available"),
            Map.entry(pattern("(^|[.:] )What (the|it|is|was|comes|has|no)\\b(?!.*\\?)"), "name the thing"));

    @TestFactory
    Stream<DynamicTest> documentsAreInPlainTechnicalEnglish() throws IOException {
        return documents().stream()
                .map(document -> DynamicTest.dynamicTest(
                        ROOT.relativize(document).toString(), () -> assertPlain(prose(document))));
    }

    @TestFactory
    Stream<DynamicTest> textsOfOptionsAndHeadersAreInPlainTechnicalEnglish() {
        return Stream.of(Metadata.options(), Metadata.componentOptions(), Metadata.headers())
                .flatMap(texts -> texts.entrySet().stream())
                .map(text -> DynamicTest.dynamicTest(
                        text.getKey(), () -> assertPlain(text.getValue().getString("description"))));
    }

    @TestFactory
    Stream<DynamicTest> textsOfOptionsBeginWithANounOrWhether() {
        return Metadata.options().entrySet().stream()
                .map(option -> DynamicTest.dynamicTest(
                        option.getKey(),
                        () -> assertThat(option.getValue().getString("description"))
                                .doesNotStartWithIgnoringCase("how ")
                                .doesNotStartWithIgnoringCase("what ")
                                .doesNotStartWithIgnoringCase("who ")
                                .doesNotStartWithIgnoringCase("up to ")
                                .doesNotStartWithIgnoringCase("the most ")));
    }

    private static void assertPlain(String text) {
        PATTERNS.forEach((pattern, better) -> assertThat(
                        text.lines().filter(line -> pattern.matcher(line).find()))
                .as("better: " + better)
                .isEmpty());
    }

    private static Pattern pattern(String expression) {
        return Pattern.compile(expression, Pattern.MULTILINE);
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 6)) {
            return files.filter(file -> file.toString().matches(".*\\.(md|adoc)"))
                    .filter(file -> !file.toString().matches(".*[/\\\\](target|_tables|node_modules)[/\\\\].*"))
                    .sorted()
                    .toList();
        }
    }

    /** The document without its blocks of code. */
    private static String prose(Path document) throws IOException {
        return Files.readString(document).replaceAll("(?ms)^(```|----)[^\\n]*\\n.*?^\\1$", "");
    }
}
