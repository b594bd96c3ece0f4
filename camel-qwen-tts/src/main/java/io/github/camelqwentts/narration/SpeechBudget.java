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

import io.github.camelqwentts.speech.SpokenText;

/**
 * Estimates the duration of a spoken text, and whether the token budget of a request suffices for it. The estimate is
 * rough: voices and languages differ by a third.
 *
 * @param maxNewTokens the token budget of a request
 */
record SpeechBudget(int maxNewTokens) {

    /** Part of the budget that the estimate may use. */
    static final double SHARE = 0.7;

    private static final double TOKENS_PER_SECOND = 12.5;
    private static final double LETTERS_PER_SECOND = 15;

    /** Characters that stand for a syllable or a word. */
    private static final double SYLLABLES_PER_SECOND = 4.5;

    SpeechBudget {
        if (maxNewTokens <= 0) {
            throw new IllegalArgumentException("maxNewTokens=" + maxNewTokens + " must be positive");
        }
    }

    /** Whether the text needs no more than its share of the token budget. */
    boolean suffices(String text) {
        return text.codePoints().mapToDouble(this::share).sum() <= 1;
    }

    /** Whether the whole token budget may suffice for the text. */
    boolean canFit(String text) {
        return seconds(text) <= seconds();
    }

    /** Maximum duration in seconds. */
    double seconds() {
        return maxNewTokens / TOKENS_PER_SECOND;
    }

    /** The share of the characters that take longest. */
    double largestShare() {
        return TOKENS_PER_SECOND / SYLLABLES_PER_SECOND / (SHARE * maxNewTokens);
    }

    /** Estimated duration in seconds at normal speed. */
    static double seconds(String text) {
        return text.codePoints().mapToDouble(SpeechBudget::seconds).sum();
    }

    /** Returns the share of the usable budget that a character takes, from 0 to 1. */
    double share(int character) {
        return seconds(character) * TOKENS_PER_SECOND / (SHARE * maxNewTokens);
    }

    private static double seconds(int character) {
        if (SpokenText.isInvisible(character) && !Character.isWhitespace(character)) {
            return 0;
        }
        boolean syllable = Script.isWide(character) || Character.isDigit(character) || Script.isEmoji(character);
        return 1 / (syllable ? SYLLABLES_PER_SECOND : LETTERS_PER_SECOND);
    }
}
