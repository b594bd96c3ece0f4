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
package io.github.camelqwentts.narration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.camelqwentts.speech.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Sentences of ten languages; sentences.txt has the texts with the right borders. */
class SentencesTest {

    private static final String BORDER = "¦";

    record Example(Language language, String marked) {}

    static List<Example> examples() {
        try (var in = SentencesTest.class.getResourceAsStream("/sentences.txt")) {
            List<Example> examples = new ArrayList<>();
            Language language = null;
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("[")) {
                    language = Language.of(line.substring(1, line.length() - 1));
                } else if (!line.isBlank() && !line.startsWith("# Texts") && !line.startsWith("# Line")) {
                    examples.add(new Example(language, line.replace("\\n", "\n")));
                }
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void sentencesEndWhereTheyShould(Example example) {
        String text = example.marked.replace(BORDER, "");

        List<String> sentences = TextSplitter.sentences(text, example.language);

        String marked = sentences.stream()
                .map(sentence -> sentence.stripTrailing()
                        + BORDER
                        + sentence.substring(sentence.stripTrailing().length()))
                .collect(Collectors.joining());
        assertThat(marked).isEqualTo(normalize(example.marked));
    }

    @Test
    void theTableHasAllLanguagesAndEnoughSentences() {
        List<Example> examples = examples();
        Set<Language> languages = EnumSet.noneOf(Language.class);
        examples.forEach(example -> languages.add(example.language));

        assertThat(languages).containsExactlyInAnyOrder(Language.values());
        assertThat(examples).hasSizeGreaterThan(200);
    }

    /** Borders stand right after the last visible character. */
    private static String normalize(String marked) {
        return marked.replaceAll("(\\n+)" + BORDER, BORDER + "$1") + BORDER;
    }
}
