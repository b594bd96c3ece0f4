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
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Lists the sections and options of the manual for its search, as a script, because pages may be opened as files. */
public final class SearchIndex {

    private static final String SECTIONS = "h1, h2[id], h3[id], h4[id]";

    private SearchIndex() {}

    /** @param args the folder of the pages */
    public static void main(String[] args) throws IOException {
        Path manual = Path.of(args[0]);
        try (Writer script = Files.newBufferedWriter(manual.resolve("search-index.js"))) {
            script.write("window.SECTIONS = ");
            try (JsonGenerator json =
                    new JsonFactory().createGenerator(script).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
                json.writeStartArray();
                for (Path page : pages(manual)) {
                    writePage(json, page);
                }
                json.writeEndArray();
            }
            script.write(";\n");
        }
    }

    private static List<Path> pages(Path manual) throws IOException {
        try (Stream<Path> files = Files.list(manual)) {
            return files.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList();
        }
    }

    private static void writePage(JsonGenerator json, Path page) throws IOException {
        Document html = Jsoup.parse(page.toFile());
        String file = page.getFileName().toString();
        for (Element heading : html.select(SECTIONS)) {
            write(json, html.title(), heading.text(), file + "#" + heading.id(), textBelow(heading));
        }
        for (Element option : html.select("a[id^=option-], a[id^=header-]")) {
            Element row = option.closest("tr");
            if (row != null) {
                write(json, html.title(), nameOf(option), file + "#" + option.id(), row.text());
            }
        }
    }

    private static String nameOf(Element option) {
        return option.id().substring(option.id().indexOf('-') + 1);
    }

    /** The text up to the next heading. */
    private static String textBelow(Element heading) {
        StringBuilder text = new StringBuilder();
        Element parent = heading.tagName().equals("h1") ? heading.root().selectFirst("#preamble") : heading.parent();
        if (parent != null) {
            Element own = parent.clone();
            own.select("h2, h3, h4, .sect2 .sect3, table:has(a[id^=option-])").remove();
            if (heading.tagName().equals("h2")) {
                own.select(".sect2").remove();
            }
            text.append(own.text());
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String page, String title, String url, String text)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("page", page);
        json.writeStringField("title", title);
        json.writeStringField("url", url);
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
