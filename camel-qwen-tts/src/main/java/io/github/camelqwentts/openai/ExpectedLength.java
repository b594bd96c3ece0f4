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
package io.github.camelqwentts.openai;

import io.github.camelqwentts.speech.SpeechRequest;

/**
 * The duration that speech of a text may have. Servers may end audio after its first moment, or let the model babble until its
 * token budget is used up, and report success in both cases.
 *
 * @param seconds rough estimate at the requested pace
 */
record ExpectedLength(double seconds) {

    private static final double LETTERS_PER_SECOND = 15;
    private static final double SYLLABLES_PER_SECOND = 4.5;
    private static final double SECONDS_PER_DIGIT = 0.3;
    private static final double FRAMES_PER_SECOND = 12.5;
    private static final double TOLERANCE = 4;
    private static final double GRACE_SECONDS = 5;
    private static final int SMALLEST_BUDGET = 192;
    private static final int LARGEST_BUDGET = 4096;

    static ExpectedLength of(SpeechRequest request) {
        String text = request.text() == null ? "" : request.text();
        double seconds =
                text.codePoints().mapToDouble(ExpectedLength::secondsOf).sum();
        return new ExpectedLength(request.speed() == null ? seconds : seconds / request.speed());
    }

    boolean isTooShort(long millis) {
        return millis / 1000.0 < seconds / TOLERANCE;
    }

    boolean isTooLong(long millis) {
        return millis / 1000.0 > seconds * TOLERANCE + GRACE_SECONDS;
    }

    /** A token budget that is sufficient for any good rendition. */
    int tokenBudget() {
        double frames = Math.ceil(FRAMES_PER_SECOND * TOLERANCE * seconds);
        return (int) Math.max(SMALLEST_BUDGET, Math.min(LARGEST_BUDGET, frames));
    }

    private static double secondsOf(int character) {
        if (Character.isDigit(character)) {
            return SECONDS_PER_DIGIT;
        } else if (!Character.isLetter(character)) {
            return 0;
        }
        return switch (Character.UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> 1 / SYLLABLES_PER_SECOND;
            default -> 1 / LETTERS_PER_SECOND;
        };
    }
}
