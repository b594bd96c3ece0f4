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
package io.github.camelqwentts.runware;

import io.github.camelqwentts.speech.AudioSettings;
import io.github.camelqwentts.speech.Checks;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.TaskQuery;
import io.github.camelqwentts.speech.Voice;
import io.github.camelqwentts.transport.CallRequests;
import org.jspecify.annotations.Nullable;

import static io.github.camelqwentts.speech.SpeechRequest.BASE;
import static io.github.camelqwentts.speech.SpeechRequest.CUSTOM_VOICE;
import static io.github.camelqwentts.speech.SpeechRequest.VOICE_DESIGN;

/**
 * Limits, defaults and rules of Runware's API for requests. The client applies them before it sends anything.
 *
 * @since 1.0
 */
public final class RunwareRules {

    /** Maximum length of a text in Unicode code points. */
    public static final int MAX_TEXT_LENGTH = 2000;

    /** Maximum number of results of one text. */
    public static final int MAX_RESULTS = 20;

    private static final int SHORTEST_TTL = 60;

    private RunwareRules() {}

    /**
     * Checks the values that are set, each alone and together. Values that are not set count as the API's default;
     * required values may be missing.
     *
     * @return the request with the ID of its model, which may have been given by a short name
     * @throws InvalidSpeechRequestException if a rule is broken; it names the option, value and rule
     */
    public static SpeechRequest checkOptions(SpeechRequest options) {
        requireResults(options.numberResults());
        Checks.atLeast("ttl", options.ttl(), SHORTEST_TTL);
        SpeechRequest request = withModelId(options);
        requireConsistent(request);
        return request;
    }

    /**
     * Checks a whole request, apart from the length of its text.
     *
     * @return the request with a model and a voice
     * @throws InvalidSpeechRequestException if a rule is broken, or if something is missing that has no default
     */
    public static SpeechRequest check(SpeechRequest request) {
        SpeechRequest checked = checkOptions(request);
        String model = checked.model() == null ? CUSTOM_VOICE : checked.model();
        requireWhatTheModelNeeds(checked, model);
        if (checked.model() != null && checked.voice() != null) {
            return checked;
        }
        return checked.toBuilder()
                .model(model)
                .voice(checked.voice() == null ? defaultVoice(model) : checked.voice())
                .build();
    }

    /**
     * Checks a request, and adds what the API requires: a model, the voice that goes with it, and a new ID, as far as
     * they are not set.
     *
     * @throws InvalidSpeechRequestException if a rule is broken, or if something is missing that has no default; it names
     *     the option, value and rule
     */
    public static SpeechRequest complete(SpeechRequest request) {
        SpeechRequest checked = check(request);
        checked.requireTextFits(MAX_TEXT_LENGTH);
        return CallRequests.withId(checked);
    }

    static void check(TaskQuery query) {
        requireResults(query.numberResults());
    }

    private static void requireResults(@Nullable Integer numberResults) {
        Checks.range("numberResults", numberResults, 1, MAX_RESULTS);
    }

    private static SpeechRequest withModelId(SpeechRequest request) {
        String id = ModelName.toId(request.model());
        return id == null || id.equals(request.model())
                ? request
                : request.toBuilder().model(id).build();
    }

    private static void requireConsistent(SpeechRequest request) {
        Checks.require(
                request.ttl() == null || request.outputType() == null || request.outputType() == OutputType.URL,
                "ttl",
                request.ttl(),
                "must be set with outputType=URL only");
        if (request.audioSettings() != null) {
            requireEncodable(request.audioSettings(), request.effectiveOutputFormat());
        }
        String model = request.model() == null ? CUSTOM_VOICE : request.model();
        if (request.voice() != null) {
            request.voice().requireKnown();
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

    private static void requireWhatTheModelNeeds(SpeechRequest request, String model) {
        Checks.present(request.text() != null, "text", "must be a text of 1 to " + MAX_TEXT_LENGTH + " characters");
        if (model.equals(VOICE_DESIGN)) {
            Checks.present(
                    isFilled(request.positivePrompt()),
                    "positivePrompt",
                    "must describe the voice with model=" + VOICE_DESIGN);
        }
        if (model.equals(BASE)) {
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

    private static void requireEncodable(AudioSettings settings, OutputFormat format) {
        Integer sampleRate = settings.sampleRate();
        if (!format.lossy()) {
            String rule = "must not be set with outputFormat=" + format.wireName() + ", only with MP3 and OGG";
            Checks.require(sampleRate == null, "audioSampleRate", sampleRate, rule);
            Checks.require(settings.bitrate() == null, "audioBitrate", settings.bitrate(), rule);
            Checks.require(settings.channels() == null, "audioChannels", settings.channels(), rule);
        }
        if (format == OutputFormat.MP3 && sampleRate != null) {
            // The API's limits for OGG are only partly known, so the API itself checks OGG.
            switch (sampleRate) {
                case 8000, 11025, 12000 -> requireBitrate(settings, 8, 64);
                case 16000, 22050, 24000 -> requireBitrate(settings, 8, 160);
                case 32000, 44100, 48000 -> requireBitrate(settings, 32, 320);
                default ->
                    throw InvalidSpeechRequestException.of(
                            "audioSampleRate",
                            sampleRate,
                            "must be one of 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000 for MP3");
            }
        } else if (format == OutputFormat.MP3) {
            requireBitrate(settings, 8, 320);
        }
    }

    private static void requireBitrate(AudioSettings settings, int min, int max) {
        Integer bitrate = settings.bitrate();
        Integer sampleRate = settings.sampleRate();
        Checks.require(
                bitrate == null || (bitrate >= min && bitrate <= max),
                "audioBitrate",
                bitrate,
                "must be between " + min + " and " + max + " kbps for MP3"
                        + (sampleRate == null ? "" : " at " + sampleRate + " Hz"));
    }

    private static Voice defaultVoice(String model) {
        return switch (model) {
            case VOICE_DESIGN -> Voice.DESIGN;
            case BASE -> Voice.CLONE;
            default -> Voice.AUTO;
        };
    }

    private static void requireVoiceOfModel(Voice voice, String model) {
        boolean spoken = switch (model) {
            case CUSTOM_VOICE -> voice.equals(Voice.AUTO) || Voice.PRESETS.contains(voice);
            case VOICE_DESIGN -> voice.equals(Voice.DESIGN);
            case BASE -> voice.equals(Voice.CLONE);
            default -> true;
        };
        Checks.require(spoken, "voice", voice.wireName(), "is not a voice of model=" + model);
    }

    private static boolean isFilled(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
