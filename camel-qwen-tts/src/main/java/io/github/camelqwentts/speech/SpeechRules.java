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
package io.github.camelqwentts.speech;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/** The rules for the values of a request that hold for any backend. */
final class SpeechRules {

    /** A float of this size is wrong by 0.000024 hundredths at most. */
    private static final double HUNDREDTH_TOLERANCE = 1e-4;

    private SpeechRules() {}

    /** Normalizes each value, or rejects it. */
    static void requireValid(RequestValues request) {
        if (request.text != null && !request.text.equals(request.checkedText)) {
            request.text = SpokenText.trim(request.text);
            requireSpeakable(request.text);
            request.checkedText = request.text;
        }
        request.taskUUID = Checks.uuidVersion4("taskUUID", request.taskUUID);
        request.model = request.model == null ? null : request.model.strip();
        request.speed = hundredths(request.speed);
        Checks.positive("maxNewTokens", request.maxNewTokens);
        Checks.webAddress("uploadEndpoint", request.uploadEndpoint);
        Checks.webAddress("webhookUrl", request.webhookURL);
    }

    private static void requireSpeakable(String text) {
        Checks.require(!SpokenText.isInvisible(text), "text", null, "must not be blank");
        int lone = firstLoneSurrogate(text);
        if (lone >= 0) {
            throw Checks.invalid("text", null, "must not contain an unpaired surrogate, as at index " + lone);
        }
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw Checks.invalid("text", null, "must not contain NUL characters, as at index " + nul);
        }
    }

    /** Returns the speed in whole hundredths: 1.05f is not 1.0499999523162842. */
    private static @Nullable Double hundredths(@Nullable Double speed) {
        if (speed == null) {
            return null;
        }
        double hundredths = speed * 100;
        Checks.require(
                speed >= 0.25 && speed <= 4 && Math.abs(hundredths - Math.rint(hundredths)) < HUNDREDTH_TOLERANCE,
                "speed",
                shortest(speed),
                "must be between 0.25 and 4 in steps of 0.01");
        return Math.rint(hundredths) / 100;
    }

    private static Object shortest(double speed) {
        return Double.isFinite(speed)
                ? BigDecimal.valueOf(speed).stripTrailingZeros().toPlainString()
                : speed;
    }

    /** Requires a text that is short enough for one task. Longer texts are cut before they become tasks. */
    static void requireFits(String text, int maxLength) {
        int length = text.codePointCount(0, text.length());
        Checks.require(
                length <= maxLength,
                "text",
                null,
                "has " + length + " characters, must have at most " + maxLength + " characters (Unicode code points)");
    }

    private static int firstLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
