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

import static io.github.camelqwentts.speech.SpeechRequest.BASE;
import static io.github.camelqwentts.speech.SpeechRequest.CUSTOM_VOICE;
import static io.github.camelqwentts.speech.SpeechRequest.MAX_TEXT_LENGTH;
import static io.github.camelqwentts.speech.SpeechRequest.VOICE_DESIGN;

/** What the API asks of a request, beyond the ranges of single numbers. */
final class SpeechRules {

    private static final double HUNDREDTH_TOLERANCE = 1e-6;

    private SpeechRules() {}

    static void requireSpeakable(String text) {
        if (text == null) {
            return;
        }
        Rule.require(!text.isBlank(), "text", "(blank)", "there must be something to say");
        int length = text.codePointCount(0, text.length());
        Rule.require(
                length <= MAX_TEXT_LENGTH,
                "text",
                "(" + length + " characters)",
                "it must have at most " + MAX_TEXT_LENGTH + " characters");
        int lone = firstLoneSurrogate(text);
        Rule.require(lone < 0, "text", "(index " + lone + ")", "half a surrogate pair stands alone there");
    }

    static void requireSpeed(Double speed) {
        if (speed != null) {
            double hundredths = speed * 100;
            Rule.require(
                    speed >= 0.25 && speed <= 4 && Math.abs(hundredths - Math.rint(hundredths)) < HUNDREDTH_TOLERANCE,
                    "speed",
                    speed,
                    "it must be from 0.25 to 4 in steps of 0.01");
        }
    }

    /** The rules that concern several components, whatever may still be missing. */
    static void requireConsistent(SpeechRequest request) {
        Rule.require(
                request.ttl() == null || request.outputType() == null || request.outputType() == OutputType.URL,
                "ttl",
                request.ttl(),
                "it goes with outputType=URL only");
        if (request.audioSettings() != null) {
            request.audioSettings().check(request.effectiveFormat());
        }
        String model = request.model() == null ? CUSTOM_VOICE : request.model();
        if (request.voice() != null) {
            requireVoiceOfModel(request.voice(), model);
        }
        if (model.equals(BASE)) {
            Rule.require(
                    request.positivePrompt() == null,
                    "positivePrompt",
                    request.positivePrompt(),
                    "the model " + BASE + " takes none");
        } else if (model.equals(CUSTOM_VOICE) || model.equals(VOICE_DESIGN)) {
            String rule = "only the model " + BASE + " takes it";
            Rule.require(request.referenceAudio() == null, "referenceAudio", request.referenceAudio(), rule);
            Rule.require(request.transcript() == null, "transcript", request.transcript(), rule);
            Rule.require(request.xVectorOnly() == null, "xVectorOnly", request.xVectorOnly(), rule);
        }
    }

    /** The rules about what must be there. */
    static void requireWhatTheModelNeeds(SpeechRequest request) {
        Rule.require(request.text() != null, "text", null, "it is required");
        if (request.model().equals(VOICE_DESIGN)) {
            Rule.require(
                    isFilled(request.positivePrompt()),
                    "positivePrompt",
                    request.positivePrompt(),
                    "the model " + VOICE_DESIGN + " needs a description of the voice");
        }
        if (request.model().equals(BASE)) {
            Rule.require(
                    request.referenceAudio() != null,
                    "referenceAudio",
                    null,
                    "the model " + BASE + " needs a sample of the voice");
            Rule.require(
                    Boolean.TRUE.equals(request.xVectorOnly()) || isFilled(request.transcript()),
                    "transcript",
                    request.transcript(),
                    "the model " + BASE + " needs the words of the sample, or xVectorOnly=true");
        }
    }

    private static void requireVoiceOfModel(Voice voice, String model) {
        boolean spoken = switch (model) {
            case CUSTOM_VOICE -> voice == Voice.AUTO || Voice.PRESETS.contains(voice);
            case VOICE_DESIGN -> voice == Voice.DESIGN;
            case BASE -> voice == Voice.CLONE;
            default -> true;
        };
        Rule.require(spoken, "voice", voice.wireName(), "it does not go with the model " + model);
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

    private static boolean isFilled(String text) {
        return text != null && !text.isBlank();
    }
}
