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
package io.github.camelqwentts.emulator;

import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A task of type {@code audioInference} that was validated.
 *
 * @param bitrate kbps
 * @param ttl the lifetime of the audio's URL in seconds; null for no limit
 * @param uploadEndpoint where to PUT the audio; null for nowhere
 * @param webhookUrl where to POST the results; null for nowhere
 */
record SpeechTask(
        String taskUUID,
        SpeechEngine.Utterance utterance,
        String outputType,
        AudioEncoder encoder,
        int sampleRate,
        int channels,
        int bitrate,
        int numberResults,
        int maxNewTokens,
        @Nullable Integer ttl,
        boolean includeCost,
        @Nullable String uploadEndpoint,
        @Nullable String webhookUrl) {

    private static final int MAX_TEXT = 2000;
    private static final BigInteger MIN_INT = BigInteger.valueOf(Integer.MIN_VALUE);
    private static final BigInteger MAX_INT = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final String CUSTOM_VOICE = "alibaba:qwen@3-tts-1.7b-customvoice";
    private static final String VOICE_DESIGN = "alibaba:qwen@3-tts-1.7b-voicedesign";
    private static final String BASE = "alibaba:qwen@3-tts-1.7b-base";

    private static final Set<String> PRESET_VOICES =
            Set.of("auto", "vivian", "serena", "uncle_fu", "dylan", "eric", "ryan", "aiden", "ono_anna", "sohee");
    private static final Set<String> LANGUAGES = Set.of(
            "Auto",
            "Chinese",
            "English",
            "Japanese",
            "Korean",
            "German",
            "French",
            "Russian",
            "Portuguese",
            "Spanish",
            "Italian");
    private static final Map<Integer, int[]> MP3_BITRATES = Map.of(
            8000, new int[] {8, 64},
            11025, new int[] {8, 64},
            12000, new int[] {8, 64},
            16000, new int[] {8, 160},
            22050, new int[] {8, 160},
            24000, new int[] {8, 160},
            32000, new int[] {32, 320},
            44100, new int[] {32, 320},
            48000, new int[] {32, 320});

    private static final Set<String> TASK_FIELDS = Set.of(
            "taskType",
            "taskUUID",
            "outputType",
            "outputFormat",
            "audioSettings",
            "webhookURL",
            "deliveryMethod",
            "uploadEndpoint",
            "ttl",
            "includeCost",
            "numberResults",
            "model",
            "positivePrompt",
            "speech",
            "settings",
            "inputs");

    /**
     * Validates a task.
     *
     * @throws ApiError.Refusal at the first rule that it breaks
     */
    static SpeechTask of(RecordedTask recorded) {
        return new Reader(recorded).read();
    }

    private static final class Reader {

        private final RecordedTask recorded;
        private final JsonObject task;

        Reader(RecordedTask recorded) {
            this.recorded = recorded;
            this.task = new JsonObject(recorded.json());
        }

        SpeechTask read() {
            onlyFields(task, "", TASK_FIELDS);
            String taskUUID = recorded.taskUUID();
            if (taskUUID == null || !isVersion4(taskUUID)) {
                throw refusal("invalidTaskUUID", "taskUUID", "must be a UUID of version 4");
            }
            String model = required(string(task, "", "model"), "missingModel", "model");
            require(
                    Set.of(CUSTOM_VOICE, VOICE_DESIGN, BASE).contains(model),
                    "invalidModel",
                    "model",
                    "is not a model of this API: " + model);
            JsonObject speech = object("speech", Set.of("text", "voice", "language", "speed"));
            SpeechEngine.Utterance utterance = utterance(speech);
            checkVoice(model, utterance.voice());
            JsonObject settings = object("settings", Set.of("maxNewTokens", "transcript", "xVectorOnly"));
            checkModelFields(model, settings);
            String outputType = enumeration(task, "outputType", "URL", Set.of("URL", "base64Data", "dataURI"));
            AudioEncoder encoder = encoder();
            JsonObject audio = object("audioSettings", Set.of("sampleRate", "bitrate", "channels"));
            checkAudioSettings(encoder, audio);
            int sampleRate = intOr(audio, "audioSettings.sampleRate", SpeechEngine.SAMPLE_RATE);
            enumeration(task, "deliveryMethod", "sync", Set.of("sync", "async"));
            return new SpeechTask(
                    taskUUID,
                    utterance,
                    outputType,
                    encoder,
                    sampleRate,
                    intOr(audio, "audioSettings.channels", 1),
                    intOr(audio, "audioSettings.bitrate", AudioEncoder.DEFAULT_BITRATE),
                    integer(task, "numberResults", 1, 1, 20),
                    integer(settings, "settings.maxNewTokens", 2048, 1, Integer.MAX_VALUE),
                    ttl(outputType),
                    flag(task, "includeCost"),
                    uri("uploadEndpoint"),
                    uri("webhookURL"));
        }

        private SpeechEngine.Utterance utterance(JsonObject speech) {
            String text = required(string(speech, "speech.", "text"), "missingText", "speech.text");
            require(!text.isBlank(), "missingText", "speech.text", "is required");
            int length = text.codePointCount(0, text.length());
            require(length <= MAX_TEXT, "maxLengthExceeded", "speech.text", "has " + length + " characters of 2000");
            String voice = required(string(speech, "speech.", "voice"), "missingVoice", "speech.voice");
            String language = enumeration(speech, "speech.language", "Auto", LANGUAGES);
            Object speed = speech.getValue("speed", 1);
            require(speed instanceof Number, "invalidSpeed", "speech.speed", "must be a number");
            double pace = ((Number) speed).doubleValue();
            require(pace >= 0.25 && pace <= 4, "invalidSpeed", "speech.speed", "must be between 0.25 and 4");
            double hundredths = pace * 100;
            require(
                    Math.abs(hundredths - Math.rint(hundredths)) < 1e-4,
                    "invalidSpeed",
                    "speech.speed",
                    "must be in steps of 0.01");
            return new SpeechEngine.Utterance(text, voice, language, pace, 0);
        }

        private void checkVoice(String model, String voice) {
            boolean known = switch (model) {
                case VOICE_DESIGN -> "design".equals(voice);
                case BASE -> "clone".equals(voice);
                default -> PRESET_VOICES.contains(voice);
            };
            require(known, "invalidVoice", "speech.voice", "is not a voice of " + model + ": " + voice);
        }

        private void checkModelFields(String model, JsonObject settings) {
            String prompt = string(task, "", "positivePrompt");
            require(
                    !VOICE_DESIGN.equals(model) || prompt != null,
                    "missingPositivePrompt",
                    "positivePrompt",
                    "is required to describe the voice");
            JsonObject inputs = object("inputs", Set.of("audio"));
            boolean onlyTimbre = flag(settings, "settings.xVectorOnly");
            String transcript = string(settings, "settings.", "transcript");
            if (BASE.equals(model)) {
                require(prompt == null, "unsupportedParameter", "positivePrompt", "is not supported by " + model);
                String audio = required(string(inputs, "inputs.", "audio"), "missingInputsAudio", "inputs.audio");
                require(
                        isAudioReference(audio),
                        "invalidInputsAudio",
                        "inputs.audio",
                        "must be a URL, base64 or a data URI");
                require(
                        onlyTimbre || transcript != null,
                        "missingTranscript",
                        "settings.transcript",
                        "is required unless settings.xVectorOnly is true");
            } else {
                require(inputs.isEmpty(), "unsupportedParameter", "inputs.audio", "is not supported by " + model);
                require(
                        transcript == null && !settings.containsKey("xVectorOnly"),
                        "unsupportedParameter",
                        "settings",
                        "transcript and xVectorOnly are not supported by " + model);
            }
        }

        private AudioEncoder encoder() {
            String format = enumeration(task, "outputFormat", "MP3", Set.of("MP3", "WAV", "FLAC", "OGG"));
            require(
                    !"OGG".equals(format),
                    "unsupportedOutputFormat",
                    "outputFormat",
                    "OGG is not supported by this emulator");
            return AudioEncoder.valueOf(format);
        }

        private void checkAudioSettings(AudioEncoder encoder, JsonObject audio) {
            if (!task.containsKey("audioSettings")) {
                return;
            }
            require(
                    encoder == AudioEncoder.MP3,
                    "conflictAudioSettings",
                    "audioSettings",
                    "is supported with the formats MP3 and OGG only");
            int sampleRate = intOr(audio, "audioSettings.sampleRate", SpeechEngine.SAMPLE_RATE);
            int[] limits = MP3_BITRATES.get(sampleRate);
            if (limits == null) {
                throw refusal(
                        "invalidSampleRate", "audioSettings.sampleRate", "is not a sample rate of MP3: " + sampleRate);
            }
            integer(audio, "audioSettings.bitrate", limits[0], limits[0], limits[1]);
            integer(audio, "audioSettings.channels", 1, 1, 2);
        }

        private @Nullable Integer ttl(String outputType) {
            if (!task.containsKey("ttl")) {
                return null;
            }
            require("URL".equals(outputType), "conflictTtl", "ttl", "is supported with outputType=URL only");
            return integer(task, "ttl", 60, 60, Integer.MAX_VALUE);
        }

        private @Nullable String uri(String name) {
            String value = string(task, "", name);
            require(value == null || isWebUri(value), "invalidUri", name, "must be an http or https address");
            return value;
        }

        private JsonObject object(String name, Set<String> fields) {
            Object value = task.getValue(name, new JsonObject());
            require(value instanceof JsonObject, "invalidType", name, "must be an object");
            JsonObject object = (JsonObject) value;
            onlyFields(object, name + ".", fields);
            return object;
        }

        private void onlyFields(JsonObject object, String prefix, Set<String> known) {
            for (String field : object.fieldNames()) {
                require(known.contains(field), "unknownParameter", prefix + field, "is not a parameter of this task");
            }
        }

        private @Nullable String string(JsonObject object, String prefix, String name) {
            Object value = object.getValue(name);
            require(value == null || value instanceof String, "invalidType", prefix + name, "must be a string");
            return (String) value;
        }

        private String enumeration(JsonObject object, String parameter, String byDefault, Set<String> values) {
            String name = lastName(parameter);
            String value = string(object, parameter.substring(0, parameter.length() - name.length()), name);
            require(
                    value == null || values.contains(value),
                    "invalidValue",
                    parameter,
                    "must be one of " + values.stream().sorted().toList());
            return value == null ? byDefault : value;
        }

        private int integer(JsonObject object, String parameter, int byDefault, int min, int max) {
            int value = intOr(object, parameter, byDefault);
            require(
                    value >= min && value <= max,
                    "valueOutOfRange",
                    parameter,
                    "must be between " + min + " and " + max);
            return value;
        }

        private int intOr(JsonObject object, String parameter, int byDefault) {
            Object value = object.getValue(lastName(parameter), byDefault);
            require(
                    value instanceof Integer || value instanceof Long || value instanceof BigInteger,
                    "invalidType",
                    parameter,
                    "must be an integer");
            // A number beyond int is out of the range of every rule.
            return new BigInteger(value.toString()).max(MIN_INT).min(MAX_INT).intValue();
        }

        private boolean flag(JsonObject object, String parameter) {
            Object value = object.getValue(lastName(parameter), false);
            require(value instanceof Boolean, "invalidType", parameter, "must be true or false");
            return (Boolean) value;
        }

        private <T> T required(@Nullable T value, String code, String parameter) {
            if (value == null) {
                throw refusal(code, parameter, "is required");
            }
            return value;
        }

        private void require(boolean holds, String code, String parameter, String rule) {
            if (!holds) {
                throw refusal(code, parameter, rule);
            }
        }

        private ApiError.Refusal refusal(String code, String parameter, String rule) {
            return new ApiError.Refusal(ApiError.of(recorded, code, parameter + " " + rule, parameter));
        }

        private static String lastName(String parameter) {
            return parameter.substring(parameter.lastIndexOf('.') + 1);
        }

        private static boolean isVersion4(String uuid) {
            try {
                return UUID.fromString(uuid).version() == 4 && uuid.length() == 36;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        private static boolean isWebUri(String value) {
            try {
                URI uri = new URI(value);
                return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            } catch (URISyntaxException e) {
                return false;
            }
        }

        private static boolean isAudioReference(String audio) {
            if (audio.startsWith("http:") || audio.startsWith("https:")) {
                return isWebUri(audio);
            }
            String base64 = audio.startsWith("data:") ? audio.substring(audio.indexOf(',') + 1) : audio;
            try {
                return Base64.getDecoder().decode(base64).length > 0;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }
}
