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

import java.util.Locale;
import java.util.Objects;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/**
 * Limits of what one task can speak: a text no longer than the backend accepts, whose speech fits into the token budget
 * by a rough estimate.
 *
 * @param maxTextLength maximum length of a text in Unicode code points
 * @param maxPieceLength maximum length of a piece, in characters of alphabetic scripts; a Chinese, Japanese or Korean
 *     character counts as three. Null for the default, which cuts no text that one task can speak
 */
public record TextLimits(int maxTextLength, @Nullable Integer maxPieceLength) {

    /** Whether the text is spoken by one task. Short texts, which most are, need not be measured. */
    public boolean fits(SpeechRequest request) {
        String text = textOf(request);
        PieceLimits limits = limits(request, maxPieceLength == null ? Integer.MAX_VALUE : maxPieceLength);
        return limits.fitAny(text.length())
                || PieceLimits.fits(text.codePoints().mapToDouble(limits::share).sum());
    }

    /**
     * Requires that one task can speak the text, for texts that cannot be cut. Uses the whole token budget, not the part
     * of it that pieces keep to.
     *
     * @throws InvalidSpeechRequestException if the text is too long
     */
    public void requireSpeakable(SpeechRequest request) {
        request.requireTextFits(maxTextLength);
        SpeechBudget budget = budget(request);
        if (!budget.canFit(textOf(request))) {
            throw InvalidSpeechRequestException.of(
                    "text",
                    null,
                    String.format(
                            Locale.ROOT,
                            "needs some %.0f seconds of speech, must need at most %.0f with maxNewTokens=%d",
                            SpeechBudget.seconds(textOf(request)),
                            budget.seconds(),
                            budget.maxNewTokens()));
        }
    }

    /** Returns the text of a request that was checked and so has one. */
    static String textOf(SpeechRequest request) {
        return Objects.requireNonNull(request.text(), "text");
    }

    PieceLimits pieces(SpeechRequest request) {
        return limits(request, maxPieceLength == null ? PieceLimits.DEFAULT_LENGTH : maxPieceLength);
    }

    private PieceLimits limits(SpeechRequest request, int maxLength) {
        return new PieceLimits(maxLength, maxTextLength, budget(request));
    }

    private static SpeechBudget budget(SpeechRequest request) {
        Integer tokens = request.maxNewTokens();
        return new SpeechBudget(tokens == null ? SpeechRequest.DEFAULT_MAX_NEW_TOKENS : tokens);
    }
}
