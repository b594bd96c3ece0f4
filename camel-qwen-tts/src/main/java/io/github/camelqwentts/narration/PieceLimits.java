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

/**
 * Limits of the length of a piece, which apply together.
 *
 * @param maxLength in characters of alphabetic scripts; a Chinese, Japanese or Korean one counts as three
 * @param maxCharacters maximum length that the backend accepts, in Unicode code points
 * @param budget the token budget of a request
 */
record PieceLimits(int maxLength, int maxCharacters, SpeechBudget budget) {

    /** Keeps the voice stable. */
    static final int DEFAULT_LENGTH = 600;

    private static final double WIDE = 3;

    /** Tolerance for rounding errors in sums of many fractions. */
    private static final double ROUNDING = 1e-9;

    PieceLimits {
        require("maxLength", maxLength);
        require("maxCharacters", maxCharacters);
    }

    /** Returns the share of a piece that a character fills, from 0 to 1. */
    double share(int character) {
        double length = (Script.isWide(character) ? WIDE : 1) / maxLength;
        return Math.max(Math.max(length, 1.0 / maxCharacters), budget.share(character));
    }

    /** Whether every text of this number of characters, whatever they are, fits into one piece. */
    boolean fitAny(int characters) {
        return fits(characters * Math.max(Math.max(WIDE / maxLength, 1.0 / maxCharacters), budget.largestShare()));
    }

    /** Whether characters with this total share fit into one piece. */
    static boolean fits(double share) {
        return share <= 1 + ROUNDING;
    }

    /** Returns the minimum number of pieces for characters with this total share. */
    static int pieces(double share) {
        return Math.max(1, (int) Math.ceil(share - ROUNDING));
    }

    private static void require(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + "=" + value + " must be positive");
        }
    }
}
