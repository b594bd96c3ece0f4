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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Where long texts are cut. */
@Timeout(60)
class TextSplitterTest {

    private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66";
    private static final PieceLimits USUAL = limits(PieceLimits.DEFAULT_LENGTH);

    @Test
    void paragraphsEndPieces() {
        List<TextPiece> pieces = split("A heading\n\nOne. Two.\n\n\nThree.", USUAL);

        assertThat(pieces)
                .containsExactly(
                        new TextPiece(0, "A heading\n\n", Border.PARAGRAPH),
                        new TextPiece(11, "One. Two.\n\n\n", Border.PARAGRAPH),
                        new TextPiece(23, "Three.", Border.END));
    }

    @Test
    void headingsAndListItemsEndPieces() {
        assertThat(texts(split("# Fruit\nWe have:\n- apples\n- pears,\n  ripe\n* figs\n1. one\n2) two", USUAL)))
                .containsExactly(
                        "# Fruit\n",
                        "We have:\n",
                        "- apples\n",
                        "- pears,\n  ripe\n",
                        "* figs\n",
                        "1. one\n",
                        "2) two");
    }

    @Test
    void wrappedLinesDoNotEndPieces() {
        assertThat(split("This line was\nwrapped by hand,\nas one sees.", USUAL))
                .hasSize(1);
    }

    @Test
    void longLinesEndPieces() {
        String line = "This line is so long that nobody has wrapped it by hand. ".repeat(3);

        assertThat(split(line + "\n" + line + "\n" + line, USUAL)).hasSize(3);
    }

    @Test
    void longParagraphsAreCutAtSentencesIntoPiecesOfSimilarLength() {
        String sentence = "This sentence has some words, and a comma in its middle. ";

        List<TextPiece> pieces = split(sentence.repeat(23), USUAL);

        assertThat(pieces)
                .hasSize(3)
                .allSatisfy(piece -> assertThat(piece.text())
                        .startsWith("This")
                        .endsWith("middle. ")
                        .hasSizeBetween(350, 600));
        assertThat(pieces.get(0).border()).isEqualTo(Border.SENTENCE);
        assertThat(pieces.get(2).border()).isEqualTo(Border.END);
    }

    @Test
    void longSentencesAreCutAtClauses() {
        List<TextPiece> pieces = split("and then he went on to the next town, ".repeat(40), USUAL);

        assertThat(pieces)
                .hasSizeBetween(3, 4)
                .allSatisfy(piece -> assertThat(piece.text()).endsWith("town, "));
        assertThat(pieces.get(0).border()).isEqualTo(Border.CLAUSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,000,000", "12:30:45", "3;4"})
    void punctuationInsideOfWordsIsNotAClause(String word) {
        assertThat(split((word + " ").repeat(200), limits(60)))
                .hasSizeGreaterThan(10)
                .allSatisfy(piece -> assertThat(piece.text()).startsWith(word).endsWith(word + " "));
    }

    @Test
    void textWithoutPunctuationIsCutAtWords() {
        List<TextPiece> pieces = split("word ".repeat(400), USUAL);

        assertThat(pieces)
                .hasSize(4)
                .allSatisfy(piece -> assertThat(piece.text()).startsWith("word").endsWith("word "));
        assertThat(pieces.get(0).border()).isEqualTo(Border.WORD);
    }

    @Test
    void endlessWordIsCutAtCharacters() {
        List<TextPiece> pieces = split("a".repeat(10_000), USUAL);

        assertThat(pieces).hasSizeBetween(17, 20);
        assertThat(pieces.get(0).border()).isEqualTo(Border.GRAPHEME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FAMILY,
                "\uD83C\uDDE9\uD83C\uDDEA",
                "e\u0301\u0323",
                "\uD83D\uDC4D\uD83C\uDFFD",
                "\u1112\u1161\u11AB"
            })
    void charactersStayWhole(String character) {
        assertThat(split(character.repeat(500), limits(50)))
                .hasSizeGreaterThan(3)
                .allSatisfy(
                        piece -> assertThat(piece.text().replace(character, "")).isEmpty());
    }

    @Test
    void characterWithThousandsOfMarksIsCutAllTheSame() {
        assertThat(split("a" + "\u0301".repeat(5_000), USUAL)).hasSizeGreaterThan(7);
    }

    @Test
    void chineseIsCutAfterItsPunctuation() {
        List<TextPiece> pieces = TextSplitter.split("今天天气很好，我们去公园吧。".repeat(60), Language.CHINESE, USUAL, false);

        assertThat(pieces).hasSize(5).allSatisfy(piece -> {
            assertThat(piece.text()).endsWith("。");
            assertThat(piece.text().length()).isBetween(100, 200);
        });
    }

    @Test
    void chineseWithoutPunctuationIsCut() {
        assertThat(TextSplitter.split("今天天气很好我们去公园吧".repeat(60), Language.CHINESE, USUAL, false))
                .hasSizeBetween(4, 5);
    }

    @Test
    void firstPieceMayBeASingleSentence() {
        List<TextPiece> pieces = TextSplitter.split("Hello. How are you? Fine.", Language.ENGLISH, USUAL, true);

        assertThat(texts(pieces)).containsExactly("Hello. ", "How are you? Fine.");
    }

    @Test
    void rowsOfAsterisksAreNotSpokenAlone() {
        assertThat(texts(split("* * *\n\nOne.\n\n* * *\n\nTwo.\n\n***", USUAL)))
                .containsExactly("* * *\n\nOne.\n\n", "* * *\n\nTwo.\n\n***");
    }

    @Test
    void tokenBudgetBoundsPieces() {
        PieceLimits limits = new PieceLimits(10_000, 10_000, new SpeechBudget(250));

        List<TextPiece> pieces = split("Ten words are in this sentence, count them now yourself. ".repeat(30), limits);

        // 70 % of 250 tokens are 14 seconds.
        assertThat(pieces)
                .hasSizeGreaterThan(7)
                .allSatisfy(piece -> assertThat(piece.text().length()).isLessThanOrEqualTo(211));
        assertThat(pieces)
                .allMatch(piece -> new SpeechBudget(250).suffices(piece.text().strip()));
    }

    @Test
    void lengthOfTheBackendBoundsPieces() {
        PieceLimits limits = new PieceLimits(10_000, 100, new SpeechBudget(10_000));

        assertThat(split("Ten words are in this sentence. ".repeat(30), limits))
                .allSatisfy(piece -> assertThat(piece.text().strip().length()).isLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "CHINESE"})
    void aMillionCharactersAreCut(Language language) {
        String text = "Once there was a king, who had a daughter; she was 12. 他说：“你好。”\n".repeat(20_000);

        List<TextPiece> pieces = TextSplitter.split(text, language, USUAL, false);

        assertThat(pieces.stream().map(TextPiece::text).collect(Collectors.joining()))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*\n\n", "! ", "\u0301", "\u200B", "- \n", "a.", "\uD83C\uDDE9", "1) ", " \u00A0", "(", "...\n\n"
            })
    void strangeTextsAreCut(String part) {
        String text = "a" + part.repeat(30_000);

        assertThat(String.join("", texts(split(text, USUAL)))).isEqualTo(text);
    }

    @Test
    void piecesDoNotShowTheirText() {
        assertThat(split("Secret", USUAL).toString()).doesNotContain("Secret");
    }

    private static PieceLimits limits(int length) {
        return new PieceLimits(length, 2_000, new SpeechBudget(2_048));
    }

    private static List<TextPiece> split(String text, PieceLimits limits) {
        return TextSplitter.split(text, Language.ENGLISH, limits, false);
    }

    private static List<String> texts(List<TextPiece> pieces) {
        return pieces.stream().map(TextPiece::text).toList();
    }
}
