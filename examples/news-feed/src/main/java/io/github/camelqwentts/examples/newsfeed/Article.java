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
package io.github.camelqwentts.examples.newsfeed;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URLConnection;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

import com.rometools.rome.feed.synd.SyndContent;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import org.jsoup.Jsoup;

/**
 * An article of a feed.
 *
 * @param id what the feed names it by, or its title
 * @param date when it was published; null if the feed does not say
 * @param description may be empty
 */
record Article(String id, LocalDate date, String title, String description) {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int MAX_NAME_LENGTH = 80;

    /** Reads the articles of a feed, RSS or Atom. */
    static List<Article> readAll(URI feed) throws IOException, FeedException {
        URLConnection connection = feed.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (Reader xml = new XmlReader(connection.getInputStream(), connection.getContentType(), true)) {
            return new SyndFeedInput()
                    .build(xml).getEntries().stream().map(Article::of).toList();
        }
    }

    private static Article of(SyndEntry entry) {
        String title = plain(entry.getTitle());
        SyndContent description = entry.getDescription();
        return new Article(
                entry.getUri() == null ? title : entry.getUri(),
                entry.getPublishedDate() == null
                        ? null
                        : LocalDate.ofInstant(entry.getPublishedDate().toInstant(), ZoneOffset.UTC),
                title,
                description == null ? "" : plain(description.getValue()));
    }

    String text() {
        return (title + "\n\n" + description).strip();
    }

    /** Returns such as 2026-11-09-a-second-light-at-sea.mp3. */
    String fileName() {
        String words = Normalizer.normalize(title, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
        String name = words.isEmpty() ? Integer.toHexString(id.hashCode()) : words;
        return (date == null ? "" : date + "-") + name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH)) + ".mp3";
    }

    private static String plain(String html) {
        return html == null ? "" : Jsoup.parse(html).text().strip();
    }
}
