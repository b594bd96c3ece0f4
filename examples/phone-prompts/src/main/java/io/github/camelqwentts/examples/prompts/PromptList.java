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
package io.github.camelqwentts.examples.prompts;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.camelqwentts.runware.RunwareRules;
import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.Voice;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads a list of prompts: CSV in UTF-8 with the columns name, text, voice and language. */
final class PromptList {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();

    private PromptList() {}

    /** @throws IllegalArgumentException if rows are not valid; its message has a line for each of them */
    static List<Prompt> read(Path file) throws IOException {
        List<Prompt> prompts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("There is no list " + file);
        }
        try (Reader text = Files.newBufferedReader(file);
                CSVParser rows = FORMAT.parse(text)) {
            if (!rows.getHeaderNames().containsAll(List.of("name", "text"))) {
                throw new IllegalArgumentException("The list needs the columns name and text");
            }
            for (CSVRecord row : rows) {
                try {
                    Prompt prompt = toPrompt(row);
                    // What the API would reject is reported before anything is paid for.
                    RunwareRules.complete(prompt.toRequest());
                    prompts.add(prompt);
                    if (!names.add(prompt.name())) {
                        throw new IllegalArgumentException(
                                "name=" + prompt.name() + " is not valid: another row has it");
                    }
                } catch (IllegalArgumentException e) {
                    problems.add("Row " + row.getRecordNumber() + ": " + e.getMessage());
                }
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The list " + file + " is not text in UTF-8", e);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "The list " + file + " is not CSV: " + e.getCause().getMessage(), e);
        }
        if (prompts.isEmpty() && problems.isEmpty()) {
            problems.add("The list " + file + " has no rows");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return prompts;
    }

    private static Prompt toPrompt(CSVRecord row) {
        return new Prompt(
                row.get("name"),
                row.get("text"),
                Voice.of(orElse(row, "voice", "auto")),
                Language.of(orElse(row, "language", "Auto")));
    }

    private static String orElse(CSVRecord row, String column, String byDefault) {
        return row.isSet(column) && !row.get(column).isEmpty() ? row.get(column) : byDefault;
    }
}
