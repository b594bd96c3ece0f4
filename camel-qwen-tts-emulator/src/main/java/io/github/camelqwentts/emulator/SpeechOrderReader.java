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

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Applies a server's rules to the body of a request for speech. */
final class SpeechOrderReader {

    static final int MAX_FRAMES = 4096;

    private static final List<String> LANGUAGES = List.of(
            "Auto",
            "Chinese",
            "English",
            "French",
            "German",
            "Italian",
            "Japanese",
            "Korean",
            "Portuguese",
            "Russian",
            "Spanish");
    private static final Set<String> UNENCODABLE = Set.of("opus", "aac");

    private final ProfileTraits traits;
    private final List<String> models;
    private final List<String> voices;
    private final JsonObject body;

    private SpeechOrderReader(ProfileTraits traits, List<String> models, List<String> voices, JsonObject body) {
        this.traits = traits;
        this.models = models;
        this.voices = voices;
        this.body = body;
    }

    /**
     * Reads an order.
     *
     * @param models the names of the models that are served, of which the first determines the kind
     * @throws ServerError.Refusal if the body breaks a rule
     */
    static SpeechOrder read(ProfileTraits traits, List<String> models, List<String> voices, JsonObject body) {
        return new SpeechOrderReader(traits, models, voices, body).order();
    }

    private SpeechOrder order() {
        checkFields();
        String model = string("model");
        if (model != null && !models.contains(model)) {
            throw new ServerError(
                            404,
                            "NotFoundError",
                            "The model `" + model + "` does not exist.",
                            "model",
                            "model_not_found",
                            null)
                    .refusal();
        }
        String text = text();
        String format = format();
        double speed = speed();
        String task = task();
        Delivery delivery = delivery(format, speed, task.equals("Base"));
        int sampleRate = sampleRate();
        int maxFrames = integer("max_new_tokens", MAX_FRAMES);
        require(maxFrames >= 1, "max_new_tokens", "max_new_tokens must be at least 1");
        require(maxFrames <= MAX_FRAMES, "max_new_tokens", "max_new_tokens cannot exceed " + MAX_FRAMES);
        checkInstructions(task);
        require(
                !flag("word_timestamps"),
                "word_timestamps",
                "word_timestamps needs a server that was started with a forced aligner");
        require(
                !UNENCODABLE.contains(format),
                "response_format",
                "response_format '" + format + "' is not supported by this emulator");
        Number seed = number("seed");
        SpeechEngine.Utterance utterance = new SpeechEngine.Utterance(
                text, voice(task), language(), speed, seed == null ? 0 : Math.floorMod(seed.longValue(), 1L << 31));
        return new SpeechOrder(
                utterance,
                format,
                AudioEncoder.valueOf(format.toUpperCase(Locale.ROOT)),
                delivery,
                sampleRate,
                maxFrames);
    }

    private void checkFields() {
        Set<String> accepted = traits.acceptedFields();
        if (accepted != null) {
            for (String field : body.fieldNames()) {
                require(accepted.contains(field), field, "Unknown parameter: '" + field + "'.");
            }
        }
        for (String field : traits.requiredFields()) {
            require(body.getValue(field) != null, field, "Field required: '" + field + "'");
        }
    }

    private String text() {
        String text = string("input");
        if (text == null || text.codePoints().allMatch(SpeechOrderReader::isSpace)) {
            throw refusal(null, "Input text cannot be empty");
        }
        require(
                text.codePointCount(0, text.length()) <= traits.maxInput(),
                "input",
                "input should have at most " + traits.maxInput() + " characters");
        return text;
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    private String format() {
        String format = string("response_format");
        if (format == null) {
            return traits.defaultFormat();
        }
        require(
                traits.formats().contains(format),
                "response_format",
                "response_format '" + format + "' is not one of " + new TreeSet<>(traits.formats()));
        return format;
    }

    private double speed() {
        Number speed = number("speed");
        if (speed == null) {
            return 1;
        }
        double value = speed.doubleValue();
        require(value >= 0.25 && value <= 4, "speed", "speed should be between 0.25 and 4");
        require(value == 1 || !traits.acceptsSpeedOneOnly(), "speed", "speed must be 1");
        return value;
    }

    private Delivery delivery(String format, double speed, boolean clone) {
        String streamFormat = string("stream_format");
        require(
                streamFormat == null || streamFormat.equals("sse") || streamFormat.equals("audio"),
                "stream_format",
                "stream_format should be 'sse' or 'audio'");
        Delivery delivery = traits.delivery(flag("stream"), streamFormat);
        require(
                delivery != Delivery.REFUSED,
                streamFormat == null ? "stream" : "stream_format",
                "This server does not support the requested form of streaming");
        if (delivery == Delivery.WHOLE || (traits.streamsClonesOnly() && !clone)) {
            return Delivery.WHOLE;
        }
        boolean streamable = traits.streamedFormats().contains(format) && speed == 1;
        if (!streamable && traits.answersWholeWhereNotStreamable()) {
            return Delivery.WHOLE;
        }
        require(
                traits.streamedFormats().contains(format),
                "response_format",
                "Streaming requires response_format " + String.join(" or ", new TreeSet<>(traits.streamedFormats()))
                        + ", not '" + format + "'");
        require(speed == 1, "speed", "Streaming does not support speed adjustment");
        return delivery;
    }

    private int sampleRate() {
        int rate = integer("sample_rate", SpeechEngine.SAMPLE_RATE);
        require(
                rate == 8000 || rate == SpeechEngine.SAMPLE_RATE,
                "sample_rate",
                "sample_rate=" + rate + " is not supported; supported rates: 8000, 24000");
        return rate;
    }

    /** What the request asks for: as it says, or as its reference implies. It must be what the model is for. */
    private String task() {
        String task = string("task_type");
        if (task == null) {
            boolean reference = has("ref_audio") || has("ref_text") || has("references") || has("speaker_embedding");
            task = reference ? "Base" : "CustomVoice";
        }
        require(
                Set.of("CustomVoice", "VoiceDesign", "Base").contains(task),
                "task_type",
                "task_type '" + task + "' is not one of CustomVoice, VoiceDesign, Base");
        String served = servedTask();
        require(
                task.equals(served),
                "task_type",
                "Qwen3-TTS " + served + " checkpoint does not support task_type='" + task + "'. Use task_type='"
                        + served + "' or load the matching checkpoint.");
        checkReference(task);
        return task;
    }

    /** The kind of the model that is served, by its name. */
    private String servedTask() {
        String name = models.get(0).toLowerCase(Locale.ROOT);
        return name.contains("voicedesign") ? "VoiceDesign" : name.endsWith("base") ? "Base" : "CustomVoice";
    }

    private void checkReference(String task) {
        String transcript = string("ref_text");
        if (!task.equals("Base")) {
            require(transcript == null, "ref_text", "'ref_text' is only valid for Base task");
            require(
                    !has("x_vector_only_mode"),
                    "x_vector_only_mode",
                    "'x_vector_only_mode' is only valid for Base task");
            return;
        }
        if (has("speaker_embedding") || has("references")) {
            require(!has("ref_audio"), "ref_audio", "'ref_audio' does not go with another reference");
            return;
        }
        String audio = string("ref_audio");
        if (audio == null) {
            throw refusal("ref_audio", "Base task requires 'ref_audio' or 'speaker_embedding' for voice cloning");
        }
        require(
                audio.matches("(?is)(https?|data|file):.*"),
                "ref_audio",
                "ref_audio must be an http, https, data or file URL");
        require(
                flag("x_vector_only_mode") || (transcript != null && !transcript.isBlank()),
                "ref_text",
                "Base task requires 'ref_text' unless 'x_vector_only_mode' is enabled");
    }

    private void checkInstructions(String task) {
        String instructions = has("instruct") ? string("instruct") : string("instructions");
        require(
                instructions != null || !task.equals("VoiceDesign"),
                "instructions",
                "VoiceDesign task requires 'instructions' to describe the voice");
        require(
                instructions == null || instructions.length() <= traits.maxInstructions(),
                "instructions",
                "Instructions too long (max " + traits.maxInstructions() + " characters)");
    }

    private String language() {
        String language = string("language");
        if (language == null) {
            return "Auto";
        }
        String titled = language.isEmpty()
                ? language
                : language.substring(0, 1).toUpperCase(Locale.ROOT)
                        + language.substring(1).toLowerCase(Locale.ROOT);
        require(
                LANGUAGES.contains(titled),
                "language",
                "Invalid language '" + titled + "'. Supported: " + String.join(", ", LANGUAGES));
        return titled;
    }

    private String voice(String task) {
        String voice = requestedVoice();
        if (!task.equals("CustomVoice")) {
            return task.equals("Base") ? "clone" : "design";
        }
        if (voice == null || voice.equalsIgnoreCase("default")) {
            return traits.defaultVoice();
        }
        String known = voices.stream()
                .filter(voice::equalsIgnoreCase)
                .findFirst()
                .orElse(traits.ignoresUnknownVoice() ? traits.defaultVoice() : null);
        if (known == null) {
            throw refusal(
                    "voice",
                    "Invalid voice '" + voice.toLowerCase(Locale.ROOT) + "'. Supported: "
                            + String.join(", ", new TreeSet<>(voices)));
        }
        return known.toLowerCase(Locale.ROOT);
    }

    private @Nullable String requestedVoice() {
        String field = has("voice") ? "voice" : "speaker";
        return body.getValue(field) instanceof JsonObject named && named.getValue("id") instanceof String id
                ? id
                : string(field);
    }

    private boolean has(String field) {
        return body.getValue(field) != null;
    }

    private @Nullable String string(String field) {
        Object value = body.getValue(field);
        require(value == null || value instanceof String, field, field + " should be a valid string");
        return (String) value;
    }

    private @Nullable Number number(String field) {
        Object value = body.getValue(field);
        require(value == null || value instanceof Number, field, field + " should be a valid number");
        return (Number) value;
    }

    private int integer(String field, int byDefault) {
        Number value = number(field);
        if (value == null) {
            return byDefault;
        }
        BigDecimal exact = new BigDecimal(value.toString());
        require(exact.stripTrailingZeros().scale() <= 0, field, field + " should be a valid integer");
        return exact.min(BigDecimal.valueOf(Integer.MAX_VALUE))
                .max(BigDecimal.valueOf(Integer.MIN_VALUE))
                .intValue();
    }

    private boolean flag(String field) {
        Object value = body.getValue(field);
        require(value == null || value instanceof Boolean, field, field + " should be a valid boolean");
        return value != null && (Boolean) value;
    }

    private void require(boolean holds, @Nullable String field, String message) {
        if (!holds) {
            throw refusal(field, message);
        }
    }

    private ServerError.Refusal refusal(@Nullable String field, String message) {
        return new ServerError(traits.invalidStatus(), ServerError.typeOf(400), message, field, null, null).refusal();
    }
}
