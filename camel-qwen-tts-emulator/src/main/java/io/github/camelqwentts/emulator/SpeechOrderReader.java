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
    private final SpeechFields fields;
    private final ReferenceRules reference;

    private SpeechOrderReader(ProfileTraits traits, List<String> models, List<String> voices, JsonObject body) {
        this.traits = traits;
        this.models = models;
        this.voices = voices;
        this.fields = new SpeechFields(body, traits.invalidStatus());
        this.reference = new ReferenceRules(fields, models.get(0));
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
        checkTypes();
        String model = fields.string("model");
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
        long maxFrames = orElse(fields.integer("max_new_tokens"), MAX_FRAMES);
        fields.require(maxFrames >= 1, "max_new_tokens", "max_new_tokens must be at least 1");
        fields.require(maxFrames <= MAX_FRAMES, "max_new_tokens", "max_new_tokens cannot exceed " + MAX_FRAMES);
        checkInstructions(task);
        fields.require(
                !UNENCODABLE.contains(format),
                "response_format",
                "response_format '" + format + "' is not supported by this emulator");
        Long seed = fields.integer("seed");
        SpeechEngine.Utterance utterance = new SpeechEngine.Utterance(
                text, voice(task), language(), speed, seed == null ? 0 : Math.floorMod(seed, 1L << 31));
        return new SpeechOrder(
                utterance, format, AudioEncoder.valueOf(format.toUpperCase(Locale.ROOT)), delivery, sampleRate, (int)
                        maxFrames);
    }

    private void checkFields() {
        Set<String> accepted = traits.acceptedFields();
        if (accepted != null) {
            for (String field : fields.names()) {
                fields.require(accepted.contains(field), field, "Unknown parameter: '" + field + "'.");
            }
        }
        for (String field : traits.requiredFields()) {
            fields.require(fields.has(field), field, "Field required: '" + field + "'");
        }
    }

    /** Checks fields that have no effect here. */
    private void checkTypes() {
        fields.rejectNull("response_format", "stream", "word_timestamps");
        fields.object("extra_params");
        fields.flag("non_streaming_mode");
        Long first = fields.integer("initial_codec_chunk_frames");
        fields.require(
                first == null || first >= 0,
                "initial_codec_chunk_frames",
                "initial_codec_chunk_frames should be at least 0");
        fields.require(
                !fields.flag("word_timestamps"),
                "word_timestamps",
                "word_timestamps needs a server that was started with a forced aligner");
    }

    private String text() {
        String text = fields.string("input");
        if (text == null || text.codePoints().allMatch(SpeechOrderReader::isSpace)) {
            throw fields.refusal(null, "Input text cannot be empty");
        }
        fields.require(
                text.codePointCount(0, text.length()) <= traits.maxInput(),
                "input",
                "input should have at most " + traits.maxInput() + " characters");
        return text;
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    private String format() {
        String format = fields.string("response_format");
        if (format == null) {
            return traits.defaultFormat();
        }
        fields.require(
                traits.formats().contains(format),
                "response_format",
                "response_format '" + format + "' is not one of " + new TreeSet<>(traits.formats()));
        return format;
    }

    private double speed() {
        Number speed = fields.number("speed");
        if (speed == null) {
            return 1;
        }
        double value = speed.doubleValue();
        fields.require(value >= 0.25 && value <= 4, "speed", "speed should be between 0.25 and 4");
        fields.require(value == 1 || !traits.acceptsSpeedOneOnly(), "speed", "speed must be 1");
        return value;
    }

    private Delivery delivery(String format, double speed, boolean clone) {
        String streamFormat = fields.string("stream_format");
        fields.require(
                streamFormat == null || streamFormat.equals("sse") || streamFormat.equals("audio"),
                "stream_format",
                "stream_format should be 'sse' or 'audio'");
        Delivery delivery = traits.delivery(fields.flag("stream"), streamFormat);
        fields.require(
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
        fields.require(
                traits.streamedFormats().contains(format),
                "response_format",
                "Streaming requires response_format " + String.join(" or ", new TreeSet<>(traits.streamedFormats()))
                        + ", not '" + format + "'");
        fields.require(speed == 1, "speed", "Streaming does not support speed adjustment");
        return delivery;
    }

    private int sampleRate() {
        long rate = orElse(fields.integer("sample_rate"), SpeechEngine.SAMPLE_RATE);
        fields.require(
                rate == 8000 || rate == SpeechEngine.SAMPLE_RATE,
                "sample_rate",
                "sample_rate=" + rate + " is not supported; supported rates: 8000, 24000");
        return (int) rate;
    }

    private static long orElse(@Nullable Long value, long byDefault) {
        return value == null ? byDefault : value;
    }

    /** Returns the requested task type, given or implied by a reference. The model must support it. */
    private String task() {
        String task = fields.string("task_type");
        if (task == null) {
            task = reference.isPresent() ? "Base" : "CustomVoice";
        }
        fields.require(
                Set.of("CustomVoice", "VoiceDesign", "Base").contains(task),
                "task_type",
                "task_type '" + task + "' is not one of CustomVoice, VoiceDesign, Base");
        String served = servedTask();
        fields.require(
                task.equals(served),
                "task_type",
                "Qwen3-TTS " + served + " checkpoint does not support task_type='" + task + "'. Use task_type='"
                        + served + "' or load the matching checkpoint.");
        if (task.equals("Base")) {
            reference.checkPresent();
        } else {
            reference.checkAbsent();
        }
        return task;
    }

    /** The kind of the model that is served, by its name. */
    private String servedTask() {
        String name = models.get(0).toLowerCase(Locale.ROOT);
        return name.contains("voicedesign") ? "VoiceDesign" : name.endsWith("base") ? "Base" : "CustomVoice";
    }

    private void checkInstructions(String task) {
        String instructions = fields.has("instruct") ? fields.string("instruct") : fields.string("instructions");
        fields.require(
                instructions != null || !task.equals("VoiceDesign"),
                "instructions",
                "VoiceDesign task requires 'instructions' to describe the voice");
        fields.require(
                instructions == null || instructions.length() <= traits.maxInstructions(),
                "instructions",
                "Instructions too long (max " + traits.maxInstructions() + " characters)");
    }

    private String language() {
        String language = fields.string("language");
        if (language == null) {
            return "Auto";
        }
        String titled = language.isEmpty()
                ? language
                : language.substring(0, 1).toUpperCase(Locale.ROOT)
                        + language.substring(1).toLowerCase(Locale.ROOT);
        fields.require(
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
            throw fields.refusal(
                    "voice",
                    "Invalid voice '" + voice.toLowerCase(Locale.ROOT) + "'. Supported: "
                            + String.join(", ", new TreeSet<>(voices)));
        }
        return known.toLowerCase(Locale.ROOT);
    }

    private @Nullable String requestedVoice() {
        String field = fields.has("voice") ? "voice" : "speaker";
        return fields.value(field) instanceof JsonObject named && named.getValue("id") instanceof String id
                ? id
                : fields.string(field);
    }
}
