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
package io.github.camelqwentts.examples.audiobook;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BookTest {

    @TempDir
    private Path folder;

    @Test
    void ordersChaptersByTheirNumbers() throws Exception {
        for (String name : new String[] {"chapter-10.md", "chapter-9.txt", "cover.png", ".hidden.md"}) {
            Files.writeString(folder.resolve(name), "Words.");
        }

        assertThat(Book.read(folder).chapters()).extracting(Chapter::name).containsExactly("chapter-9", "chapter-10");
    }

    @Test
    void titlesChaptersByHeadingOrFileName() throws Exception {
        Files.writeString(folder.resolve("01-lamp.md"), "\uFEFF# The Lamp\nWords.");
        Files.writeString(folder.resolve("02-the_letter.md"), "Words.");
        Files.writeString(folder.resolve("03.txt"), "# Words.");

        assertThat(Book.read(folder).chapters())
                .extracting(Chapter::title)
                .containsExactly("The Lamp", "The letter", "03");
    }

    @Test
    void namesAllChaptersThatCannotBeSpoken() throws Exception {
        Files.writeString(folder.resolve("1.md"), "```\ncode\n```");
        Files.write(folder.resolve("2.txt"), "für".getBytes(ISO_8859_1));
        Files.writeString(folder.resolve("3.md"), "Words.");
        Files.writeString(folder.resolve("3.txt"), "Words.");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Book.read(folder))
                .withMessage("1.md has no text to speak\n2.txt is not text in UTF-8\nTwo chapters would become 3.mp3");
    }

    @Test
    void rejectsFolderWithoutChapters() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Book.read(folder))
                .withMessageContaining("none of its files ends with .md or .txt");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Book.read(folder.resolve("missing")))
                .withMessageStartingWith("There is no folder ");
    }
}
