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

/** The end of a piece of a long text, in the order of preference for a cut. */
enum Border {
    /** A paragraph, a heading or a list item ends. */
    PARAGRAPH,
    SENTENCE,
    /** A part of a sentence ends: at a comma, a dash, a bracket or a line break. */
    CLAUSE,
    WORD,
    /** A character ends inside a word. */
    GRAPHEME,
    /** The text ends. */
    END
}
