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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The chapters in a folder, in the order of their names; chapter-9 comes before chapter-10.
 *
 * @param name the name of the folder
 */
record Book(String name, List<Chapter> chapters) {

    private static final Pattern CHAPTER = Pattern.compile("[^.].*\\.(?:md|txt)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** @throws IllegalArgumentException if there is no chapter, or if some cannot be spoken; it names all of them */
    static Book read(Path folder) throws IOException {
        List<Chapter> chapters = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path file : filesOf(folder)) {
            try {
                Chapter chapter = Chapter.read(file);
                chapters.add(chapter);
                if (!names.add(chapter.name())) {
                    problems.add("Two chapters would become " + chapter.file("mp3"));
                }
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage());
            }
        }
        if (chapters.isEmpty() && problems.isEmpty()) {
            problems.add("There is no chapter in " + folder + ": none of its files ends with .md or .txt");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return new Book(folder.toAbsolutePath().normalize().getFileName().toString(), chapters);
    }

    /** Returns the name of the file with its playlist. */
    String playlist() {
        return name + ".m3u8";
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("There is no folder " + folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            CHAPTER.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(Book::sortKey))
                    .toList();
        }
    }

    private static String sortKey(Path file) {
        return NUMBER.matcher(file.getFileName().toString())
                .replaceAll(number -> "0".repeat(Math.max(0, 9 - number.group().length())) + number.group());
    }
}
