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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A class that knows many others, or has many lines, has more than one task. Counted in the sources as people do. */
class ClassSizeTest {

    private static final int MOST_COLLABORATORS = 12;
    private static final int MOST_LINES = 400;

    /** Camel's factories create one of each, and its producer joins them. */
    private static final Set<String> KNOW_MORE = Set.of("QwenTtsComponent", "QwenTtsEndpoint");

    /** The options, and the request with the same parameters. */
    private static final Set<String> ARE_LONGER = Set.of("QwenTtsConfiguration", "SpeechRequest");

    private static final Pattern NO_CODE = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*|\"(\\\\.|[^\"\\\\\\n])*\"");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (static )?([\\w.]+);");
    private static final Pattern TYPE_NAME = Pattern.compile("\\b[A-Z]\\w*");

    /** The code of each top-level class, by its name. */
    private static final Map<String, String> CODE = new TreeMap<>();

    private static final Map<String, Long> LINES = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .forEach(ClassSizeTest::read);
        }
        assertThat(CODE).containsKeys("QwenTtsComponent", "RunwareClient");
    }

    @Test
    void noClassKnowsMoreThanADozenOthers() {
        Map<String, Set<String>> tooMany = new TreeMap<>();
        CODE.keySet().stream().filter(name -> !KNOW_MORE.contains(name)).forEach(name -> {
            Set<String> others = collaboratorsOf(name);
            if (others.size() > MOST_COLLABORATORS) {
                tooMany.put(name, others);
            }
        });

        assertThat(tooMany).isEmpty();
        assertThat(collaboratorsOf("RunwareClient")).contains("RunwareApi", "EndpointClient", "HttpTransport");
    }

    @Test
    void noClassButTheOptionsIsLongerThanAFewScreens() {
        assertThat(LINES)
                .allSatisfy((name, lines) ->
                        assertThat(ARE_LONGER.contains(name) ? 0 : lines).isLessThanOrEqualTo(MOST_LINES));
    }

    private static void read(Path file) {
        String name = file.getFileName().toString().replace(".java", "");
        try {
            String text = Files.readString(file);
            CODE.put(name, NO_CODE.matcher(text).replaceAll(" "));
            LINES.put(name, text.lines().count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The classes of ours that its code names. Exceptions and enums of the domain are everybody's words. */
    private static Set<String> collaboratorsOf(String name) {
        String code = CODE.get(name);
        Set<String> others = new HashSet<>();
        IMPORT.matcher(code)
                .results()
                .map(match -> match.group(2))
                .forEach(type -> CODE.keySet().stream()
                        .filter(other -> type.equals(nameOf(other)) || type.startsWith(nameOf(other) + "."))
                        .filter(other -> !isWordOfTheDomain(type, other))
                        .forEach(others::add));
        TYPE_NAME
                .matcher(code.replaceAll(IMPORT.pattern(), ""))
                .results()
                .map(MatchResult::group)
                .filter(other -> CODE.containsKey(other) && packageOf(other).equals(packageOf(name)))
                .filter(other -> !isWordOfTheDomain(nameOf(other), other))
                .forEach(others::add);
        others.remove(name);
        // An annotation, not a collaborator.
        others.remove("Internal");
        return others;
    }

    private static boolean isWordOfTheDomain(String type, String outer) {
        String simple = type.substring(type.lastIndexOf('.') + 1);
        return packageOf(outer).endsWith(".speech")
                && (simple.endsWith("Exception")
                        || Pattern.compile("\\benum " + simple + "\\b")
                                .matcher(CODE.get(outer))
                                .find());
    }

    private static String nameOf(String name) {
        return packageOf(name) + "." + name;
    }

    private static String packageOf(String name) {
        Matcher line = PACKAGE.matcher(CODE.get(name));
        assertThat(line.find()).as(name).isTrue();
        return line.group(1);
    }
}
