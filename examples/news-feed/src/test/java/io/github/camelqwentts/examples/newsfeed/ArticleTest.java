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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

import com.rometools.rome.io.FeedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArticleTest {

    @TempDir
    private Path folder;

    @Test
    void readsAtom() throws Exception {
        Path feed = Files.writeString(folder.resolve("atom.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <feed xmlns="http://www.w3.org/2005/Atom">
                  <title>News</title><id>urn:news</id><updated>2026-11-09T18:00:00Z</updated>
                  <entry><title type="html">Gr&amp;uuml;&#223;e &amp;amp; more</title><id>urn:1</id>
                    <published>2026-11-09T23:59:59Z</published><summary>Words.</summary></entry>
                  <entry><title>Bare</title></entry>
                </feed>
                """);

        assertThat(Article.readAll(feed.toUri()))
                .containsExactly(
                        new Article("urn:1", LocalDate.of(2026, 11, 9), "Grüße & more", "Words."),
                        new Article("Bare", null, "Bare", ""));
    }

    @Test
    void rejectsFeedsThatReadOtherFiles() throws Exception {
        Path feed = Files.writeString(folder.resolve("rss.xml"), """
                <!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
                <rss version="2.0"><channel><title>News</title><link>https://example.org</link><description>x</description>
                <item><title>&secret;</title></item></channel></rss>
                """);

        assertThatThrownBy(() -> Article.readAll(feed.toUri())).isInstanceOf(FeedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-09, A second light at sea, 2026-11-09-a-second-light-at-sea.mp3",
        ", Steps: 112!, steps-112.mp3",
        ", ../../Ärger, ärger.mp3",
        ", 灯台, 灯台.mp3",
        ", ?!, d1b.mp3"
    })
    void namesFilesAfterDateAndTitle(LocalDate date, String title, String file) {
        assertThat(new Article("id", date, title, "").fileName()).isEqualTo(file);
    }

    @Test
    void shortensLongNames() {
        assertThat(new Article("id", null, "word ".repeat(100), "").fileName())
                .hasSizeLessThan(100)
                .endsWith(".mp3");
    }
}
