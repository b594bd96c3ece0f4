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

import static io.github.camelqwentts.speech.SpeechRequest.BASE;
import static io.github.camelqwentts.speech.SpeechRequest.CUSTOM_VOICE;
import static io.github.camelqwentts.speech.SpeechRequest.MAX_RESULTS;
import static io.github.camelqwentts.speech.SpeechRequest.MAX_TEXT_LENGTH;
import static io.github.camelqwentts.speech.SpeechRequest.VOICE_DESIGN;

/** What the API asks of a request, beyond the ranges of single numbers. */
final class SpeechRules {

    /** A float of this size is wrong by 0.000024 hundredths at most. */
    private static final double HUNDREDTH_TOLERANCE = 1e-4;

    private SpeechRules() {}

    /** Brings each value into the form that the API requires, or rejects it. */
    static void requireValid(RequestValues request) {
        if (request.text != null && request.text != request.checkedText) {
            request.text = SpokenText.trim(request.text);
            requireSpeakable(request.text);
            request.checkedText = request.text;
        }
        request.taskUUID = Checks.uuidVersion4("taskUUID", request.taskUUID);
        request.model = ModelName.toId(request.model);
        request.speed = hundredths(request.speed);
        Checks.positive("maxNewTokens", request.maxNewTokens);
        Checks.range("numberResults", request.numberResults, 1, MAX_RESULTS);
        Checks.atLeast("ttl", request.ttl, 60);
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

    /** The rules that concern several components, whatever may still be missing. */
    static void requireConsistent(SpeechRequest request) {
        Checks.require(
                request.ttl() == null || request.outputType() == null || request.outputType() == OutputType.URL,
                "ttl",
                request.ttl(),
                "must be set with outputType=URL only");
        if (request.audioSettings() != null) {
            request.audioSettings().check(request.effectiveOutputFormat());
        }
        String model = request.model() == null ? CUSTOM_VOICE : request.model();
        if (request.voice() != null) {
            requireVoiceOfModel(request.voice(), model);
        }
        if (model.equals(BASE)) {
            Checks.require(
                    request.positivePrompt() == null, "positivePrompt", null, "must not be set with model=" + BASE);
        } else if (model.equals(CUSTOM_VOICE) || model.equals(VOICE_DESIGN)) {
            String rule = "must be set with model=" + BASE + " only";
            Checks.require(request.referenceAudio() == null, "referenceAudio", null, rule);
            Checks.require(request.transcript() == null, "transcript", null, rule);
            Checks.require(request.xVectorOnly() == null, "xVectorOnly", request.xVectorOnly(), rule);
        }
    }

    /** The rules about what must be there. */
    static void requireWhatTheModelNeeds(SpeechRequest request) {
        Checks.present(request.text() != null, "text", "must be a text of 1 to " + MAX_TEXT_LENGTH + " characters");
        if (request.effectiveModel().equals(VOICE_DESIGN)) {
            Checks.present(
                    isFilled(request.positivePrompt()),
                    "positivePrompt",
                    "must describe the voice with model=" + VOICE_DESIGN);
        }
        if (request.effectiveModel().equals(BASE)) {
            Checks.present(
                    request.referenceAudio() != null,
                    "referenceAudio",
                    "must be a sample of the voice with model=" + BASE);
            Checks.present(
                    Boolean.TRUE.equals(request.xVectorOnly()) || isFilled(request.transcript()),
                    "transcript",
                    "must be the words of the sample with model=" + BASE + ", unless xVectorOnly=true");
        }
    }

    /** Requires a text to be no longer than a task may be. Longer ones are cut before they become tasks. */
    static void requireFits(String text, int maxLength) {
        int length = text.codePointCount(0, text.length());
        Checks.require(
                length <= maxLength,
                "text",
                null,
                "has " + length + " characters, must have at most " + maxLength + " characters (Unicode code points)");
    }

    static Voice defaultVoice(String model) {
        return switch (model) {
            case VOICE_DESIGN -> Voice.DESIGN;
            case BASE -> Voice.CLONE;
            default -> Voice.AUTO;
        };
    }

    private static void requireVoiceOfModel(Voice voice, String model) {
        boolean spoken = switch (model) {
            case CUSTOM_VOICE -> voice == Voice.AUTO || Voice.PRESETS.contains(voice);
            case VOICE_DESIGN -> voice == Voice.DESIGN;
            case BASE -> voice == Voice.CLONE;
            default -> true;
        };
        Checks.require(spoken, "voice", voice.wireName(), "is not a voice of model=" + model);
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

    private static boolean isFilled(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
