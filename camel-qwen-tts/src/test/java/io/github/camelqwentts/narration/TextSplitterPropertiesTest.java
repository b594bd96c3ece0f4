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

import java.util.List;
import java.util.stream.Collectors;

import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.SpokenText;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for the pieces of every text. */
class TextSplitterPropertiesTest {

    /** A character of the longest parts below does not fit into fewer. */
    private static final int SHORTEST = 20;

    @Property(tries = 500)
    void piecesAreTheTextFitAndAreNotBlank(
            @ForAll("texts") String text,
            @ForAll Language language,
            @ForAll @IntRange(min = SHORTEST, max = 700) int maxLength,
            @ForAll @IntRange(min = SHORTEST, max = 300) int maxCharacters,
            @ForAll @IntRange(min = 100, max = 4_000) int maxNewTokens,
            @ForAll boolean firstAlone) {
        PieceLimits limits = new PieceLimits(maxLength, maxCharacters, new SpeechBudget(maxNewTokens));

        List<TextPiece> pieces = TextSplitter.split(text, language, limits, firstAlone);

        assertThat(pieces.stream().map(TextPiece::text).collect(Collectors.joining()))
                .isEqualTo(text);
        int offset = 0;
        for (TextPiece piece : pieces) {
            assertThat(piece.offset()).isEqualTo(offset);
            assertThat(SpokenText.isInvisible(piece.text())).isFalse();
            assertThat(PieceLimits.fits(share(piece.text(), limits))).isTrue();
            assertThat(Character.isLowSurrogate(piece.text().charAt(0))).isFalse();
            offset += piece.text().length();
        }
        assertThat(pieces.get(pieces.size() - 1).border()).isEqualTo(Border.END);
    }

    @Property(tries = 300)
    void sentencesAreTheText(@ForAll("texts") String text, @ForAll Language language) {
        assertThat(String.join("", TextSplitter.sentences(text, language))).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> words = Arbitraries.of(
                "Dr",
                "z.B",
                "word",
                "Über",
                "3",
                "14",
                "é",
                "слово",
                "А",
                "你好",
                "天",
                "はい",
                "ひ",
                "안녕",
                "하세요",
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66",
                "\uD83C\uDDE9\uD83C\uDDEA",
                "www.x.org",
                "a".repeat(90),
                "漢".repeat(70));
        Arbitrary<String> marks = Arbitraries.of(
                ".", "!", "?", "…", "...", ",", ";", ":", "。", "，", "！", "\"", "“", "”", "«", "»", "(", ")", "「", "」",
                "-", "—", "*", "#", "\u0301", "\u200B", "\u200D", "\uFE0F");
        Arbitrary<String> blanks = Arbitraries.of(
                " ",
                " ",
                " ",
                "\n",
                "\n\n",
                "\r\n",
                "\t",
                "\u00A0",
                "\u3000",
                "\u2029",
                " ".repeat(40),
                "\n- ",
                "\n# ");
        Arbitrary<String> anything = Arbitraries.strings()
                .all()
                .ofMaxLength(5)
                .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
        return Arbitraries.frequencyOf(
                        Tuple.of(8, words), Tuple.of(4, marks), Tuple.of(7, blanks), Tuple.of(1, anything))
                .list()
                .ofMaxSize(150)
                .map(parts -> String.join("", parts))
                .filter(text -> !SpokenText.isInvisible(text));
    }

    private static double share(String text, PieceLimits limits) {
        int from = 0;
        int to = text.length();
        while (SpokenText.isInvisible(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (SpokenText.isInvisible(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to).codePoints().mapToDouble(limits::share).sum();
    }
}
