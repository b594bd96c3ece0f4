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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Links types and their members, where the text of the manual names them, to the Javadoc. */
public final class ApiLinks {

    /** Names of types in the text; code blocks and what is a link already are left alone. */
    private static final String NAMES = "#content :not(pre, a, h1, h2, h3, h4) > code, #content .type";

    private final Path manual;
    private final Map<String, Path> types = new HashMap<>();

    private ApiLinks(Path manual) throws IOException {
        this.manual = manual;
        try (Stream<Path> files = Files.walk(manual.resolve("apidocs"))) {
            files.filter(file -> file.getFileName().toString().matches("[A-Z].*\\.html"))
                    .forEach(file -> types.put(file.getFileName().toString().replaceFirst("\\.html$", ""), file));
        }
    }

    /** @param args the folder of the pages, with the Javadoc in its folder {@code apidocs} */
    public static void main(String[] args) throws IOException {
        Path manual = Path.of(args[0]);
        ApiLinks links = new ApiLinks(manual);
        List<Path> pages;
        try (Stream<Path> files = Files.list(manual)) {
            pages = files.filter(file -> file.toString().endsWith(".html")).toList();
        }
        for (Path page : pages) {
            links.add(page);
        }
    }

    private void add(Path page) throws IOException {
        Document html = Jsoup.parse(page);
        // Otherwise the indentation of code blocks would change.
        html.outputSettings().prettyPrint(false);
        for (Element name : html.select(NAMES)) {
            String address = address(name.text());
            if (address != null) {
                name.wrap("<a class=\"api\"></a>").parent().attr("href", address);
            }
        }
        Files.writeString(page, html.outerHtml());
    }

    /** Null if the text is not the name of a type, or of a member such as {@code SpeechRequest.builder()}. */
    private String address(String text) throws IOException {
        if (types.containsKey(text)) {
            return relative(types.get(text));
        }
        int dot = text.lastIndexOf('.');
        Path type = dot < 0 ? null : types.get(text.substring(0, dot));
        return type == null ? null : relative(type) + "#" + anchor(type, text.substring(dot + 1));
    }

    private String relative(Path type) {
        return manual.relativize(type).toString().replace('\\', '/');
    }

    private static String anchor(Path type, String member) throws IOException {
        String name = member.replaceFirst("\\(.*", "");
        return Jsoup.parse(type).select("section.detail[id]").eachAttr("id").stream()
                .filter(id -> id.equals(name) || id.startsWith(name + "("))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type + " has no member " + member));
    }
}
