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
import java.util.UUID;

/**
 * What to say, and how. A component that is null was not set: the API's default holds, or in a message of a route what
 * the message's headers and the endpoint say. A built request keeps the rules that concern one component each; those
 * that concern several are held against it by {@link #complete()}.
 *
 * @param text what to say, 1 to 2000 characters counted as code points, without the blanks around it: {@code
 *     speech.text}
 * @param taskUUID the id of the task, a UUID of version 4; null lets the client make one: {@code taskUUID}
 * @param model the model, such as {@link #CUSTOM_VOICE}, or for short customvoice, voicedesign or base: {@code model}
 * @param voice who speaks: {@code speech.voice}
 * @param language the language to speak: {@code speech.language}
 * @param speed the pace, 0.25 to 4 in steps of 0.01, the API's default is 1: {@code speech.speed}
 * @param positivePrompt a style or emotion, or with {@link #VOICE_DESIGN} the voice, in words: {@code
 *     positivePrompt}
 * @param maxNewTokens the most audio tokens to make, some 12 to a second, the API's default is 2048: {@code
 *     settings.maxNewTokens}
 * @param outputType how the audio comes back, the API's default is {@code URL}: {@code outputType}
 * @param outputFormat the format of the audio, the API's default is {@code MP3}: {@code outputFormat}
 * @param audioSettings how a lossy format encodes: {@code audioSettings}
 * @param numberResults how many results to make, 1 to 20, the API's default is 1: {@code numberResults}
 * @param ttl the life of the audio's URL in seconds, at least 60, only with {@code outputType=URL}: {@code ttl}
 * @param includeCost whether results tell what they cost, the API's default is false: {@code includeCost}
 * @param uploadEndpoint an http or https URL to which the API PUTs the audio: {@code uploadEndpoint}
 * @param webhookURL an http or https URL to which the API POSTs each result: {@code webhookURL}
 * @param deliveryMethod when the audio comes back, the API's default is {@code sync}: {@code deliveryMethod}
 * @param referenceAudio the voice to clone, only with {@link #BASE}: {@code inputs.audio}
 * @param transcript the words of the reference audio: {@code settings.transcript}
 * @param xVectorOnly whether to clone the timbre alone, without a transcript: {@code settings.xVectorOnly}
 */
public record SpeechRequest(
        String text,
        String taskUUID,
        String model,
        Voice voice,
        Language language,
        Double speed,
        String positivePrompt,
        Integer maxNewTokens,
        OutputType outputType,
        OutputFormat outputFormat,
        AudioSettings audioSettings,
        Integer numberResults,
        Integer ttl,
        Boolean includeCost,
        String uploadEndpoint,
        String webhookURL,
        DeliveryMethod deliveryMethod,
        ReferenceAudio referenceAudio,
        String transcript,
        Boolean xVectorOnly) {

    /** The model with the nine preset voices. */
    public static final String CUSTOM_VOICE = "alibaba:qwen@3-tts-1.7b-customvoice";

    /** The model whose voice the style prompt describes. */
    public static final String VOICE_DESIGN = "alibaba:qwen@3-tts-1.7b-voicedesign";

    /** The model that clones a voice from a sample. */
    public static final String BASE = "alibaba:qwen@3-tts-1.7b-base";

    /** The most characters of a text, counted as code points. */
    public static final int MAX_TEXT_LENGTH = 2000;

    /** The token budget of a task that sets none. */
    public static final int DEFAULT_MAX_NEW_TOKENS = 2048;

    /** The most results of one task. */
    public static final int MAX_RESULTS = 20;

    /**
     * @throws InvalidSpeechRequestException if a component breaks a rule of its own; it names the option, value and
     *     rule
     */
    public SpeechRequest {
        text = SpokenText.trim(text);
        SpeechRules.requireSpeakable(text);
        taskUUID = Checks.uuidVersion4("taskUUID", taskUUID);
        model = ModelName.toId(model);
        speed = SpeechRules.hundredths(speed);
        Checks.positive("maxNewTokens", maxNewTokens);
        Checks.range("numberResults", numberResults, 1, MAX_RESULTS);
        Checks.atLeast("ttl", ttl, 60);
        Checks.webAddress("uploadEndpoint", uploadEndpoint);
        Checks.webAddress("webhookUrl", webhookURL);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A request for that text, with nothing else set. */
    public static SpeechRequest of(String text) {
        return builder().text(text).build();
    }

    /** A builder with what is set here. */
    public Builder toBuilder() {
        return new Builder().orElse(this);
    }

    /** This request, and of the given one what this one leaves open. */
    public SpeechRequest orElse(SpeechRequest defaults) {
        return toBuilder().orElse(defaults).build();
    }

    /** The format that the audio will have. */
    public OutputFormat effectiveOutputFormat() {
        return outputFormat == null ? OutputFormat.MP3 : outputFormat;
    }

    /** The model that will speak. */
    public String effectiveModel() {
        return model == null ? CUSTOM_VOICE : model;
    }

    /** The voice that will speak, which depends on the model. */
    public Voice effectiveVoice() {
        return voice == null ? SpeechRules.defaultVoice(effectiveModel()) : voice;
    }

    /** How many results there will be. */
    public int effectiveNumberResults() {
        return numberResults == null ? 1 : numberResults;
    }

    /**
     * This request with all that the API requires: what is not set of model, voice and task id gets the default model
     * {@link #CUSTOM_VOICE}, the voice that goes with the model, and a new id.
     *
     * @throws InvalidSpeechRequestException if something is missing that has no default, or if a rule is broken that
     *     concerns several components; it names the option, value and rule
     */
    public SpeechRequest complete() {
        Builder builder = toBuilder();
        builder.model = effectiveModel();
        builder.voice = effectiveVoice();
        builder.taskUUID = taskUUID == null ? UUID.randomUUID().toString() : taskUUID;
        SpeechRequest complete = builder.build();
        complete.requireComplete();
        return complete;
    }

    /**
     * Checks the rules between components, and that nothing is missing that has no default.
     *
     * @throws InvalidSpeechRequestException if a rule is broken; it names the option, value and rule
     */
    public void requireComplete() {
        SpeechRules.requireConsistent(this);
        SpeechRules.requireWhatTheModelNeeds(this);
    }

    /**
     * Checks the rules between components. Parameters that are not set count as the API's default, required ones may be
     * missing.
     *
     * @throws InvalidSpeechRequestException if it breaks one; it names the option, value and rule
     */
    public void requireConsistent() {
        SpeechRules.requireConsistent(this);
    }

    /** Without text and addresses: texts are private, and addresses have tokens and signatures. */
    @Override
    public String toString() {
        int characters = text == null ? 0 : text.codePointCount(0, text.length());
        return "SpeechRequest[taskUUID=" + taskUUID + ", model=" + effectiveModel() + ", voice="
                + effectiveVoice().wireName() + ", " + characters + " characters]";
    }

    /** Collects what a request says; its setters are named as the components are, and take null for not set. */
    public static final class Builder {

        private String text;
        private String taskUUID;
        private String model;
        private Voice voice;
        private Language language;
        private Double speed;
        private String positivePrompt;
        private Integer maxNewTokens;
        private OutputType outputType;
        private OutputFormat outputFormat;
        private AudioSettings audioSettings;
        private Integer numberResults;
        private Integer ttl;
        private Boolean includeCost;
        private String uploadEndpoint;
        private String webhookURL;
        private DeliveryMethod deliveryMethod;
        private ReferenceAudio referenceAudio;
        private String transcript;
        private Boolean xVectorOnly;

        private Builder() {}

        /** Sets {@link SpeechRequest#text()}. */
        public Builder text(String text) {
            this.text = text;
            return this;
        }

        /** Sets {@link SpeechRequest#taskUUID()}. */
        public Builder taskUUID(String taskUUID) {
            this.taskUUID = taskUUID;
            return this;
        }

        /** Sets {@link SpeechRequest#model()}. */
        public Builder model(String model) {
            this.model = model;
            return this;
        }

        /** Sets {@link SpeechRequest#voice()}. */
        public Builder voice(Voice voice) {
            this.voice = voice;
            return this;
        }

        /** Sets {@link SpeechRequest#language()}. */
        public Builder language(Language language) {
            this.language = language;
            return this;
        }

        /** Sets {@link SpeechRequest#language()} by a name, code or tag, as {@link Language#of(String)}. */
        public Builder language(String name) {
            return language(name == null ? null : Language.of(name));
        }

        /** Sets {@link SpeechRequest#language()}. */
        public Builder language(Locale locale) {
            return language(locale == null ? null : Language.of(locale));
        }

        /** Sets {@link SpeechRequest#speed()}. */
        public Builder speed(Number speed) {
            // The digits of a Float are the intended value, not the double that is nearest to it.
            this.speed = speed == null ? null : Double.valueOf(speed.toString());
            return this;
        }

        /** Sets {@link SpeechRequest#positivePrompt()}. */
        public Builder positivePrompt(String positivePrompt) {
            this.positivePrompt = positivePrompt;
            return this;
        }

        /** Sets {@link SpeechRequest#maxNewTokens()}. */
        public Builder maxNewTokens(Integer maxNewTokens) {
            this.maxNewTokens = maxNewTokens;
            return this;
        }

        /** Sets {@link SpeechRequest#outputType()}. */
        public Builder outputType(OutputType outputType) {
            this.outputType = outputType;
            return this;
        }

        /** Sets {@link SpeechRequest#outputFormat()}. */
        public Builder outputFormat(OutputFormat outputFormat) {
            this.outputFormat = outputFormat;
            return this;
        }

        /** Sets {@link SpeechRequest#audioSettings()}. */
        public Builder audioSettings(AudioSettings audioSettings) {
            this.audioSettings = audioSettings;
            return this;
        }

        /** Sets {@link SpeechRequest#numberResults()}. */
        public Builder numberResults(Integer numberResults) {
            this.numberResults = numberResults;
            return this;
        }

        /** Sets {@link SpeechRequest#ttl()}. */
        public Builder ttl(Integer ttl) {
            this.ttl = ttl;
            return this;
        }

        /** Sets {@link SpeechRequest#includeCost()}. */
        public Builder includeCost(Boolean includeCost) {
            this.includeCost = includeCost;
            return this;
        }

        /** Sets {@link SpeechRequest#uploadEndpoint()}. */
        public Builder uploadEndpoint(String uploadEndpoint) {
            this.uploadEndpoint = uploadEndpoint;
            return this;
        }

        /** Sets {@link SpeechRequest#webhookURL()}. */
        public Builder webhookURL(String webhookURL) {
            this.webhookURL = webhookURL;
            return this;
        }

        /** Sets {@link SpeechRequest#deliveryMethod()}. */
        public Builder deliveryMethod(DeliveryMethod deliveryMethod) {
            this.deliveryMethod = deliveryMethod;
            return this;
        }

        /** Sets {@link SpeechRequest#referenceAudio()}. */
        public Builder referenceAudio(ReferenceAudio referenceAudio) {
            this.referenceAudio = referenceAudio;
            return this;
        }

        /** Sets {@link SpeechRequest#transcript()}. */
        public Builder transcript(String transcript) {
            this.transcript = transcript;
            return this;
        }

        /** Sets {@link SpeechRequest#xVectorOnly()}. */
        public Builder xVectorOnly(Boolean xVectorOnly) {
            this.xVectorOnly = xVectorOnly;
            return this;
        }

        /** Sets {@link AudioSettings#sampleRate()} alone. */
        public Builder audioSampleRate(Integer sampleRate) {
            return audioSettings(new AudioSettings(sampleRate, null, null).orElse(audioSettings));
        }

        /** Sets {@link AudioSettings#bitrate()} alone. */
        public Builder audioBitrate(Integer bitrate) {
            return audioSettings(new AudioSettings(null, bitrate, null).orElse(audioSettings));
        }

        /** Sets {@link AudioSettings#channels()} alone. */
        public Builder audioChannels(Integer channels) {
            return audioSettings(new AudioSettings(null, null, channels).orElse(audioSettings));
        }

        /** Takes from a request what is not set here. */
        Builder orElse(SpeechRequest defaults) {
            text = text != null ? text : defaults.text;
            taskUUID = taskUUID != null ? taskUUID : defaults.taskUUID;
            model = model != null ? model : defaults.model;
            voice = voice != null ? voice : defaults.voice;
            language = language != null ? language : defaults.language;
            speed = speed != null ? speed : defaults.speed;
            positivePrompt = positivePrompt != null ? positivePrompt : defaults.positivePrompt;
            maxNewTokens = maxNewTokens != null ? maxNewTokens : defaults.maxNewTokens;
            outputType = outputType != null ? outputType : defaults.outputType;
            outputFormat = outputFormat != null ? outputFormat : defaults.outputFormat;
            audioSettings =
                    audioSettings == null ? defaults.audioSettings : audioSettings.orElse(defaults.audioSettings);
            numberResults = numberResults != null ? numberResults : defaults.numberResults;
            ttl = ttl != null ? ttl : defaults.ttl;
            includeCost = includeCost != null ? includeCost : defaults.includeCost;
            uploadEndpoint = uploadEndpoint != null ? uploadEndpoint : defaults.uploadEndpoint;
            webhookURL = webhookURL != null ? webhookURL : defaults.webhookURL;
            deliveryMethod = deliveryMethod != null ? deliveryMethod : defaults.deliveryMethod;
            referenceAudio = referenceAudio != null ? referenceAudio : defaults.referenceAudio;
            transcript = transcript != null ? transcript : defaults.transcript;
            xVectorOnly = xVectorOnly != null ? xVectorOnly : defaults.xVectorOnly;
            return this;
        }

        /**
         * Returns the request.
         *
         * @throws InvalidSpeechRequestException if a component breaks a rule of its own
         */
        public SpeechRequest build() {
            return new SpeechRequest(
                    text,
                    taskUUID,
                    model,
                    voice,
                    language,
                    speed,
                    positivePrompt,
                    maxNewTokens,
                    outputType,
                    outputFormat,
                    audioSettings,
                    numberResults,
                    ttl,
                    includeCost,
                    uploadEndpoint,
                    webhookURL,
                    deliveryMethod,
                    referenceAudio,
                    transcript,
                    xVectorOnly);
        }
    }
}
