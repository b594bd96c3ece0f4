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

import java.util.Locale;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A text with the parameters for speaking it. A value that is null was not set: the API's default applies or, in the
 * body of a message, the values of its headers and of the endpoint. Building a request checks the rules that hold for
 * every backend; the backend checks its own before it sends anything.
 *
 * <p>Requests are immutable. Requests with equal values are equal.
 *
 * @since 1.0
 */
public final class SpeechRequest {

    /** The model with the nine preset voices. */
    public static final String CUSTOM_VOICE = "alibaba:qwen@3-tts-1.7b-customvoice";

    /** The model whose voice the style prompt describes. */
    public static final String VOICE_DESIGN = "alibaba:qwen@3-tts-1.7b-voicedesign";

    /** The model that clones a voice from a sample. */
    public static final String BASE = "alibaba:qwen@3-tts-1.7b-base";

    /** The token budget of a task that sets none. */
    public static final int DEFAULT_MAX_NEW_TOKENS = 2048;

    private final RequestValues values;

    private SpeechRequest(RequestValues values) {
        this.values = values;
    }

    /**
     * Text to speak, without surrounding blanks: {@code speech.text}. Each backend has a maximum length for the text of a
     * task; endpoints cut longer texts into several tasks.
     */
    public @Nullable String text() {
        return values.text;
    }

    /** ID of the task, a UUID of version 4; created by the client if it is not set: {@code taskUUID}. */
    public @Nullable String taskUUID() {
        return values.taskUUID;
    }

    /** Model, such as {@link #CUSTOM_VOICE}: {@code model}. */
    public @Nullable String model() {
        return values.model;
    }

    /** Voice to speak with: {@code speech.voice}. */
    public @Nullable Voice voice() {
        return values.voice;
    }

    /** Language to speak: {@code speech.language}. */
    public @Nullable Language language() {
        return values.language;
    }

    /** Pace, 0.25 to 4 in steps of 0.01; the API's default is 1: {@code speech.speed}. */
    public @Nullable Double speed() {
        return values.speed;
    }

    /** Style or emotion; with {@link #VOICE_DESIGN} a description of the voice: {@code positivePrompt}. */
    public @Nullable String positivePrompt() {
        return values.positivePrompt;
    }

    /** Maximum number of audio tokens, some 12 a second; the API's default is 2048: {@code settings.maxNewTokens}. */
    public @Nullable Integer maxNewTokens() {
        return values.maxNewTokens;
    }

    /** How the audio is returned; the API's default is {@code URL}: {@code outputType}. */
    public @Nullable OutputType outputType() {
        return values.outputType;
    }

    /** Format of the audio; the API's default is {@code MP3}: {@code outputFormat}. */
    public @Nullable OutputFormat outputFormat() {
        return values.outputFormat;
    }

    /** Encoder settings of a lossy format: {@code audioSettings}. */
    public @Nullable AudioSettings audioSettings() {
        return values.audioSettings;
    }

    /** Number of results, 1 to 20; the API's default is 1: {@code numberResults}. */
    public @Nullable Integer numberResults() {
        return values.numberResults;
    }

    /** Life of the audio's URL in seconds, at least 60, only with {@code outputType=URL}: {@code ttl}. */
    public @Nullable Integer ttl() {
        return values.ttl;
    }

    /** Whether results report their cost; the API's default is false: {@code includeCost}. */
    public @Nullable Boolean includeCost() {
        return values.includeCost;
    }

    /** HTTP or HTTPS URL to which the API PUTs the audio: {@code uploadEndpoint}. */
    public @Nullable String uploadEndpoint() {
        return values.uploadEndpoint;
    }

    /** HTTP or HTTPS URL to which the API POSTs each result: {@code webhookURL}. */
    public @Nullable String webhookURL() {
        return values.webhookURL;
    }

    /** When the audio is returned; the API's default is {@code sync}: {@code deliveryMethod}. */
    public @Nullable DeliveryMethod deliveryMethod() {
        return values.deliveryMethod;
    }

    /** Sample of the voice to clone, only with {@link #BASE}: {@code inputs.audio}. */
    public @Nullable ReferenceAudio referenceAudio() {
        return values.referenceAudio;
    }

    /** Words of the reference audio: {@code settings.transcript}. */
    public @Nullable String transcript() {
        return values.transcript;
    }

    /** Whether to clone the timbre alone, without a transcript: {@code settings.xVectorOnly}. */
    public @Nullable Boolean xVectorOnly() {
        return values.xVectorOnly;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    private static SpeechRequest fromJson(RequestValues values) {
        return new Builder(values).build();
    }

    @JsonValue
    private RequestValues toJson() {
        return values;
    }

    /** Returns a builder without any value. */
    public static Builder builder() {
        return new Builder(new RequestValues());
    }

    /** Returns a request with a text and no other value. */
    public static SpeechRequest of(String text) {
        return builder().text(text).build();
    }

    /** Returns a builder with the values of this request. */
    public Builder toBuilder() {
        return new Builder(values.copy());
    }

    /** Returns this request, with unset values taken from the given one. */
    public SpeechRequest orElse(SpeechRequest defaults) {
        Builder merged = toBuilder();
        merged.values.fillFrom(defaults.values);
        return merged.build();
    }

    /** Returns the format that the audio will have. */
    public OutputFormat effectiveOutputFormat() {
        return values.outputFormat == null ? OutputFormat.MP3 : values.outputFormat;
    }

    /** Returns the number of results that the request will have. */
    public int effectiveNumberResults() {
        return values.numberResults == null ? 1 : values.numberResults;
    }

    /**
     * Checks the length of the text, which must be set.
     *
     * @param maxLength maximum length in Unicode code points
     * @throws InvalidSpeechRequestException if the text is longer
     */
    public void requireTextFits(int maxLength) {
        SpeechRules.requireFits(Objects.requireNonNull(values.text), maxLength);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpeechRequest request && values.all().equals(request.values.all());
    }

    @Override
    public int hashCode() {
        return values.all().hashCode();
    }

    /** Omits the text and URLs: texts are private, and URLs have tokens and signatures. */
    @Override
    public String toString() {
        int characters = values.text == null ? 0 : values.text.codePointCount(0, values.text.length());
        return "SpeechRequest[taskUUID=" + values.taskUUID + ", model=" + values.model + ", voice="
                + (values.voice == null ? null : values.voice.wireName()) + ", " + characters + " characters]";
    }

    /**
     * Builds requests; each setter accepts null to unset its value.
     *
     * @since 1.0
     */
    public static final class Builder {

        private final RequestValues values;

        private Builder(RequestValues values) {
            this.values = values;
        }

        /** Sets {@link SpeechRequest#text()}. */
        public Builder text(@Nullable String text) {
            values.text = text;
            return this;
        }

        /** Sets {@link SpeechRequest#taskUUID()}. */
        public Builder taskUUID(@Nullable String taskUUID) {
            values.taskUUID = taskUUID;
            return this;
        }

        /** Sets {@link SpeechRequest#model()}. */
        public Builder model(@Nullable String model) {
            values.model = model;
            return this;
        }

        /** Sets {@link SpeechRequest#voice()}. */
        public Builder voice(@Nullable Voice voice) {
            values.voice = voice;
            return this;
        }

        /** Sets {@link SpeechRequest#language()}. */
        public Builder language(@Nullable Language language) {
            values.language = language;
            return this;
        }

        /** Sets {@link SpeechRequest#language()} by a name, code or tag, as {@link Language#of(String)}. */
        public Builder language(@Nullable String name) {
            return language(name == null ? null : Language.of(name));
        }

        /** Sets {@link SpeechRequest#language()}. */
        public Builder language(@Nullable Locale locale) {
            return language(locale == null ? null : Language.of(locale));
        }

        /** Sets {@link SpeechRequest#speed()}. */
        public Builder speed(@Nullable Number speed) {
            // The digits of a Float are the intended value, not the double that is nearest to it.
            values.speed = speed == null ? null : Double.valueOf(speed.toString());
            return this;
        }

        /** Sets {@link SpeechRequest#positivePrompt()}. */
        public Builder positivePrompt(@Nullable String positivePrompt) {
            values.positivePrompt = positivePrompt;
            return this;
        }

        /** Sets {@link SpeechRequest#maxNewTokens()}. */
        public Builder maxNewTokens(@Nullable Integer maxNewTokens) {
            values.maxNewTokens = maxNewTokens;
            return this;
        }

        /** Sets {@link SpeechRequest#outputType()}. */
        public Builder outputType(@Nullable OutputType outputType) {
            values.outputType = outputType;
            return this;
        }

        /** Sets {@link SpeechRequest#outputFormat()}. */
        public Builder outputFormat(@Nullable OutputFormat outputFormat) {
            values.outputFormat = outputFormat;
            return this;
        }

        /** Sets {@link SpeechRequest#audioSettings()}. */
        public Builder audioSettings(@Nullable AudioSettings audioSettings) {
            values.audioSettings = audioSettings;
            return this;
        }

        /** Sets {@link SpeechRequest#numberResults()}. */
        public Builder numberResults(@Nullable Integer numberResults) {
            values.numberResults = numberResults;
            return this;
        }

        /** Sets {@link SpeechRequest#ttl()}. */
        public Builder ttl(@Nullable Integer ttl) {
            values.ttl = ttl;
            return this;
        }

        /** Sets {@link SpeechRequest#includeCost()}. */
        public Builder includeCost(@Nullable Boolean includeCost) {
            values.includeCost = includeCost;
            return this;
        }

        /** Sets {@link SpeechRequest#uploadEndpoint()}. */
        public Builder uploadEndpoint(@Nullable String uploadEndpoint) {
            values.uploadEndpoint = uploadEndpoint;
            return this;
        }

        /** Sets {@link SpeechRequest#webhookURL()}. */
        public Builder webhookURL(@Nullable String webhookURL) {
            values.webhookURL = webhookURL;
            return this;
        }

        /** Sets {@link SpeechRequest#deliveryMethod()}. */
        public Builder deliveryMethod(@Nullable DeliveryMethod deliveryMethod) {
            values.deliveryMethod = deliveryMethod;
            return this;
        }

        /** Sets {@link SpeechRequest#referenceAudio()}. */
        public Builder referenceAudio(@Nullable ReferenceAudio referenceAudio) {
            values.referenceAudio = referenceAudio;
            return this;
        }

        /** Sets {@link SpeechRequest#transcript()}. */
        public Builder transcript(@Nullable String transcript) {
            values.transcript = transcript;
            return this;
        }

        /** Sets {@link SpeechRequest#xVectorOnly()}. */
        public Builder xVectorOnly(@Nullable Boolean xVectorOnly) {
            values.xVectorOnly = xVectorOnly;
            return this;
        }

        /** Sets {@link AudioSettings#sampleRate()} alone. */
        public Builder audioSampleRate(@Nullable Integer sampleRate) {
            return audioSettings(new AudioSettings(sampleRate, null, null).orElse(values.audioSettings));
        }

        /** Sets {@link AudioSettings#bitrate()} alone. */
        public Builder audioBitrate(@Nullable Integer bitrate) {
            return audioSettings(new AudioSettings(null, bitrate, null).orElse(values.audioSettings));
        }

        /** Sets {@link AudioSettings#channels()} alone. */
        public Builder audioChannels(@Nullable Integer channels) {
            return audioSettings(new AudioSettings(null, null, channels).orElse(values.audioSettings));
        }

        /**
         * Returns the request.
         *
         * @throws InvalidSpeechRequestException if a value is not valid by itself; it names option, value and rule
         */
        public SpeechRequest build() {
            RequestValues valid = values.copy();
            SpeechRules.requireValid(valid);
            return new SpeechRequest(valid);
        }
    }
}
