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

import java.util.Objects;

import io.github.camelqwentts.speech.AudioSettings;
import io.github.camelqwentts.speech.Checks;
import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;
import org.jspecify.annotations.Nullable;

/**
 * Rules of servers with OpenAI's contract for requests. Limits of a server's own, such as the languages of its checkpoint, are
 * checked by the server.
 *
 * @since 1.0
 * @hidden
 */
@Internal
public final class OpenAiRules {

    /** Maximum number of results of one text, each of which is a request. */
    public static final int MAX_RESULTS = 20;

    private static final int LOW_RATE = 8_000;
    private static final int MODEL_RATE = 24_000;

    private final Dialect dialect;

    public OpenAiRules(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Checks the values that are set, each alone and together. Required values may be missing.
     *
     * @return the request
     * @throws InvalidSpeechRequestException if a rule is broken; it names the option, value and rule
     */
    public SpeechRequest checkOptions(SpeechRequest request) {
        Checks.range("numberResults", request.numberResults(), 1, MAX_RESULTS);
        refuse(
                "outputType",
                request.outputType() == null ? null : request.outputType().wireName(),
                "backend=openai");
        AudioSettings audio = request.audioSettings();
        if (audio != null) {
            refuse("audioBitrate", audio.bitrate(), "backend=openai");
            refuse("audioChannels", audio.channels(), "backend=openai");
            requireSampleRate(audio.sampleRate());
        }
        if (dialect == Dialect.OPENAI) {
            String refuser = "dialect=openai";
            refuse(
                    "language",
                    request.language() == null ? null : request.language().wireName(),
                    refuser);
            refuse("maxNewTokens", request.maxNewTokens(), refuser);
            Checks.require(request.referenceAudio() == null, "referenceAudio", null, unsupported(refuser));
            Checks.require(request.transcript() == null, "transcript", null, unsupported(refuser));
            refuse("xVectorOnly", request.xVectorOnly(), refuser);
            Voice voice = request.voice();
            Checks.require(
                    !Objects.equals(voice, Voice.DESIGN) && !Objects.equals(voice, Voice.CLONE),
                    "voice",
                    voice == null ? null : voice.wireName(),
                    unsupported(refuser));
        }
        if (request.referenceAudio() != null) {
            Voice voice = request.voice();
            // Another voice together with a sample stops the engine of some versions.
            Checks.require(
                    voice == null || voice.equals(Voice.AUTO) || voice.equals(Voice.CLONE),
                    "voice",
                    voice == null ? null : voice.wireName(),
                    "must not be set together with referenceAudio");
        }
        return request;
    }

    /**
     * Checks a whole request, apart from the length of its text.
     *
     * @return the request
     * @throws InvalidSpeechRequestException if a rule is broken, or if something is missing
     */
    public SpeechRequest check(SpeechRequest request) {
        checkOptions(request);
        Checks.present(request.text() != null, "text", "must be a text");
        if (isVoiceDesign(request)) {
            Checks.present(
                    isFilled(request.positivePrompt()), "positivePrompt", "must describe the voice of a voice design");
        }
        boolean isSample = request.referenceAudio() != null;
        Checks.present(
                isSample || !Objects.equals(request.voice(), Voice.CLONE),
                "referenceAudio",
                "must be a sample of the voice to clone");
        // A sample without its words stops the engine of some versions.
        Checks.present(
                !isSample || Boolean.TRUE.equals(request.xVectorOnly()) || isFilled(request.transcript()),
                "transcript",
                "must be the words of the sample, unless xVectorOnly=true");
        Checks.require(
                isSample || request.transcript() == null, "transcript", null, "must be set with referenceAudio only");
        Checks.require(
                isSample || request.xVectorOnly() == null,
                "xVectorOnly",
                request.xVectorOnly(),
                "must be set with referenceAudio only");
        return request;
    }

    /** Checks a request, the length of its text included. */
    SpeechRequest complete(SpeechRequest request) {
        check(request).requireTextFits(dialect.maxTextLength());
        return request;
    }

    /** Whether the request describes its voice. */
    static boolean isVoiceDesign(SpeechRequest request) {
        return Objects.equals(request.voice(), Voice.DESIGN)
                || Objects.equals(ServedModel.of(request).taskType(), ServedModel.VOICE_DESIGN);
    }

    private void requireSampleRate(@Nullable Integer sampleRate) {
        if (dialect == Dialect.OPENAI) {
            refuse("audioSampleRate", sampleRate, "dialect=openai");
        }
        Checks.require(
                sampleRate == null || sampleRate == LOW_RATE || sampleRate == MODEL_RATE,
                "audioSampleRate",
                sampleRate,
                "must be 8000 or 24000 with backend=openai");
    }

    private static void refuse(String option, @Nullable Object value, String refuser) {
        Checks.require(value == null, option, value, unsupported(refuser));
    }

    private static String unsupported(String refuser) {
        return "is not supported by " + refuser;
    }

    private static boolean isFilled(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
