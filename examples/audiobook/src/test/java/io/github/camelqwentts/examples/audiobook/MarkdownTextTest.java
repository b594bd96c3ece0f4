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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MarkdownTextTest {

    @Test
    void readsHeadingsAndParagraphsAsParagraphs() {
        MarkdownText text = MarkdownText.of("""
                The Count
                =========
                One line
                and another.

                ## A part
                > Quoted.
                """);

        assertThat(text.text()).isEqualTo("The Count\n\nOne line and another.\n\nA part\n\nQuoted.");
        assertThat(text.title()).isEqualTo("The Count");
    }

    @Test
    void readsLinksImagesAndEmphasisByTheirWords() {
        assertThat(MarkdownText.of("See [the *log*](https://example.org/x) and ![a lamp](lamp.png), **now**: `ls`.")
                        .text())
                .isEqualTo("See the log and a lamp, now: ls.");
    }

    @Test
    void readsItemsWithoutMarksAndNumberedOnesWithNumbers() {
        assertThat(MarkdownText.of("""
                - bread
                - milk
                  1. fresh
                  2. cold

                7. seven
                8. eight

                   More of eight.
                """).text())
                .isEqualTo("bread\n\nmilk\n\n1. fresh\n\n2. cold\n\n7. seven\n\n8. eight\n\nMore of eight.");
    }

    @Test
    void leavesOutCodeBlocksAndHtml() {
        assertThat(MarkdownText.of("""
                Before.

                ```java
                int x;
                ```

                    indented

                <div>html</div>

                ---

                After<br>all.
                """).text()).isEqualTo("Before.\n\nAfterall.");
    }

    @Test
    void leavesOutMetadata() {
        assertThat(MarkdownText.of("---\ntitle: The Lamp\ntags:\n  - sea\n---\n\nEvery evening.\n\n---\n\nLater.")
                        .text())
                .isEqualTo("Every evening.\n\nLater.");
    }

    @Test
    void readsTextBetweenRules() {
        assertThat(MarkdownText.of("---\nEvery evening.\n\n---\n\nLater.").text())
                .isEqualTo("Every evening.\n\nLater.");
    }

    @Test
    void keepsTheLinesOfPoems() {
        assertThat(MarkdownText.of("The sea  \nis wide.").text()).isEqualTo("The sea\nis wide.");
    }

    @Test
    void hasNoTitleWithoutHeading() {
        assertThat(MarkdownText.of("Words.").title()).isEmpty();
    }
}
