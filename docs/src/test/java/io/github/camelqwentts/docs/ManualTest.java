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
package io.github.camelqwentts.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages as they were built: all links lead somewhere, and nothing is missing. */
class ManualTest {

    private static final Path MANUAL = Path.of("target", "manual");
    private static final Path ROUTES = Path.of("snippets", "src", "main", "resources", "routes");

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(MANUAL)) {
            return files.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAPageAndAnAnchor(Path page) throws IOException {
        Document document = Jsoup.parse(page);

        assertThat(document.select("a[href]")).isNotEmpty().allSatisfy(link -> assertLeadsSomewhere(page, link));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void nothingIsLoadedFromElsewhere(Path page) throws IOException {
        Elements loaded = Jsoup.parse(page).select("link[href], script[src], img[src], iframe, object");

        assertThat(loaded)
                .extracting(element -> element.attr("href") + element.attr("src"))
                .allSatisfy(file -> assertThat(page.resolveSibling(file)).isRegularFile());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatIsIncludedIsThere(Path page) throws IOException {
        String text = Jsoup.parse(page).body().text();

        assertThat(text)
                .doesNotContain("Unresolved directive", "include::", "xref:", "{snippets}", "{project-version}");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyRouteStandsInThreeLanguages(Path page) throws IOException {
        List<String> languages =
                Jsoup.parse(page).select(".listingblock.tab .title").eachText();

        assertThat(languages.size() % 3).isZero();
        for (int i = 0; i < languages.size(); i += 3) {
            assertThat(languages.subList(i, i + 3)).containsExactly("Java", "XML", "YAML");
        }
    }

    @Test
    void everyPageIsInTheNavigationAndOnTheFirstPage() throws IOException {
        Document first = Jsoup.parse(MANUAL.resolve("index.html"));
        List<String> names =
                pages().stream().map(page -> page.getFileName().toString()).toList();

        assertThat(first.select(".pages a:not(.api)").eachAttr("href")).containsExactlyInAnyOrderElementsOf(names);
        assertThat(first.select("#content a").eachAttr("href"))
                .containsAll(names.stream()
                        .filter(name -> !name.equals("index.html"))
                        .toList());
    }

    @Test
    void eachDiagramIsDrawnAndShown() throws IOException {
        List<String> shown = new ArrayList<>();
        for (Path page : pages()) {
            shown.addAll(Jsoup.parse(page).select("img").eachAttr("src"));
        }
        List<String> drawn;
        try (Stream<Path> sources = Files.list(Path.of("src", "docs", "plantuml"))) {
            drawn = sources.map(source -> source.getFileName().toString())
                    .filter(name -> name.endsWith(".puml"))
                    .map(name -> "diagrams/" + name.replace(".puml", ".svg"))
                    .toList();
        }

        assertThat(Set.copyOf(shown)).containsExactlyInAnyOrderElementsOf(drawn);
        assertThat(drawn)
                .allSatisfy(diagram -> assertThat(MANUAL.resolve(diagram))
                        .content()
                        .contains("<svg")
                        .doesNotContain("Syntax Error"));
    }

    @Test
    void eachOptionIsFoundBySearch() throws IOException {
        String index = Files.readString(MANUAL.resolve("search-index.js"));
        Elements options = Jsoup.parse(MANUAL.resolve("component.html")).select("a[id^=option-]");

        assertThat(options.eachAttr("id"))
                .hasSizeGreaterThan(40)
                .allSatisfy(id -> assertThat(index).contains("component.html#" + id));
    }

    @Test
    void everyTestedRouteIsShown() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("src", "docs", "asciidoc"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".adoc")).toList()) {
                sources.append(Files.readString(file));
            }
        }
        try (Stream<Path> routes = Files.list(ROUTES)) {
            assertThat(routes)
                    .isNotEmpty()
                    .allSatisfy(route -> assertThat(sources).contains("routes/" + route.getFileName() + "[]"));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksEachPublicTypeThatAPageNames(Path page) throws IOException {
        Set<String> types = PublicTypes.ofUsers().names();
        Elements names = Jsoup.parse(page).select("#content :not(pre, h1, h2, h3, h4) > code, #content .type");

        assertThat(names)
                .filteredOn(name -> types.contains(name.text().replaceFirst("\\.[a-z].*", "")))
                .allSatisfy(name -> assertThat(name.parent().attr("href"))
                        .as(name.text())
                        .startsWith("apidocs/")
                        .contains("/" + name.text().replaceFirst("\\.[a-z].*", "") + ".html"));
    }

    @Test
    void linksEachPublicExceptionWhereErrorsAreDescribed() throws IOException {
        List<String> links =
                Jsoup.parse(MANUAL.resolve("errors.html")).select("a.api").eachAttr("href");

        assertThat(PublicTypes.ofUsers().names())
                .filteredOn(name -> name.endsWith("Exception"))
                .hasSizeGreaterThan(3)
                .allSatisfy(name ->
                        assertThat(links).anySatisfy(link -> assertThat(link).endsWith("/" + name + ".html")));
    }

    @Test
    void documentsThePublicTypesAndNoInternalOnes() throws IOException {
        try (Stream<Path> pages = Files.walk(MANUAL.resolve("apidocs"))) {
            assertThat(pages.map(page -> page.getFileName().toString())
                            .filter(name -> name.matches("[A-Z].*\\.html"))
                            .map(name -> name.replaceFirst("\\..*", ""))
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(PublicTypes.ofUsers().names());
        }
    }

    @Test
    void explainsMessagesThatTheComponentHas() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("..", "camel-qwen-tts", "src", "main", "java"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                sources.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
            }
        }

        // Parts of messages between their values; those of the example, of Camel and of the JVM are not ours.
        assertThat(Jsoup.parse(MANUAL.resolve("troubleshooting.html"))
                        .select("#content td:first-child > p > code")
                        .eachText()
                        .stream()
                        .filter(message -> !message.matches("speed=9 .*|text .*|No component found.*|.*Error|org\\..*"))
                        .flatMap(message -> Stream.of(message.split("…|openai"))))
                .hasSizeGreaterThan(8)
                .allSatisfy(part -> assertThat(sources).contains(part.strip()));
    }

    private static void assertLeadsSomewhere(Path page, Element link) throws IOException {
        String href = link.attr("href");
        if (href.startsWith("https://") || href.startsWith("http://127.0.0.1:")) {
            return;
        }
        String[] parts = href.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        assertThat(target).as(href).isRegularFile();
        if (parts.length == 2) {
            assertThat(Jsoup.parse(target).getElementById(parts[1])).as(href).isNotNull();
        }
    }
}
