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

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A chapter of a book.
 *
 * @param name the name of its file without the extension, which the audio has too
 * @param text what to speak
 */
record Chapter(String name, String title, String text) {

    /** @throws IllegalArgumentException if there is nothing to speak */
    static Chapter read(Path file) throws IOException {
        String fileName = file.getFileName().toString();
        String name = fileName.substring(0, fileName.lastIndexOf('.'));
        String content;
        try {
            content = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(fileName + " is not text in UTF-8", e);
        }
        content = content.startsWith("\uFEFF") ? content.substring(1) : content;
        Chapter chapter = fileName.endsWith(".md")
                ? ofMarkdown(name, MarkdownText.of(content))
                : new Chapter(name, titleOf(name), content.strip());
        if (chapter.text.isBlank()) {
            throw new IllegalArgumentException(fileName + " has no text to speak");
        }
        return chapter;
    }

    String file(String extension) {
        return name + "." + extension;
    }

    private static Chapter ofMarkdown(String name, MarkdownText markdown) {
        return new Chapter(name, markdown.title().isEmpty() ? titleOf(name) : markdown.title(), markdown.text());
    }

    /** Returns such as "The count" for 03-the-count. */
    private static String titleOf(String name) {
        String words = name.replaceFirst("^\\d+[\\W_]+", "")
                .replace('-', ' ')
                .replace('_', ' ')
                .strip();
        return words.isEmpty() ? name : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
