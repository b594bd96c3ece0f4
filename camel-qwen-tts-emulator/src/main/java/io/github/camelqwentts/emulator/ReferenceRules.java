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

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The rules for the reference of a cloned voice. The reference itself is not read. */
final class ReferenceRules {

    private final SpeechFields fields;
    private final String model;
    private @Nullable String audio;
    private @Nullable String transcript;

    /** @param model the name of the model, which contains its size */
    ReferenceRules(SpeechFields fields, String model) {
        this.fields = fields;
        this.model = model;
        audio = fields.string("ref_audio");
        transcript = fields.string("ref_text");
        readReferences();
    }

    /** Reads the reference in SGLang-Omni's spelling. */
    private void readReferences() {
        JsonArray references = fields.array("references");
        if (references == null) {
            return;
        }
        fields.require(
                references.size() == 1 && references.getValue(0) instanceof JsonObject,
                "references",
                "'references' should be a list with one object");
        JsonObject reference = references.getJsonObject(0);
        fields.require(
                reference.getValue("audio_path") instanceof String path && !path.isEmpty(),
                "references",
                "'references[0].audio_path' should be a valid string");
        String path = reference.getString("audio_path");
        fields.require(audio == null || audio.equals(path), "ref_audio", "'ref_audio' contradicts 'references'");
        audio = path;
        if (reference.getValue("text") instanceof String text && !text.isBlank()) {
            fields.require(
                    transcript == null || transcript.equals(text), "ref_text", "'ref_text' contradicts 'references'");
            transcript = text;
        }
    }

    boolean isPresent() {
        return audio != null || transcript != null;
    }

    void checkAbsent() {
        fields.require(transcript == null, "ref_text", "'ref_text' is only valid for Base task");
        fields.require(
                !fields.has("x_vector_only_mode"),
                "x_vector_only_mode",
                "'x_vector_only_mode' is only valid for Base task");
        fields.require(
                !fields.has("speaker_embedding"),
                "speaker_embedding",
                "'speaker_embedding' is only valid for Base task");
    }

    void checkPresent() {
        JsonArray embedding = fields.array("speaker_embedding");
        if (embedding != null) {
            checkEmbedding(embedding);
            return;
        }
        if (audio == null) {
            throw fields.refusal(
                    "ref_audio", "Base task requires 'ref_audio' or 'speaker_embedding' for voice cloning");
        }
        fields.require(
                audio.matches("(?is)(https?|data|file):.*"),
                "ref_audio",
                "ref_audio must be an http, https, data or file URL");
        fields.require(
                fields.flag("x_vector_only_mode") || (transcript != null && !transcript.isBlank()),
                "ref_text",
                "Base task requires 'ref_text' unless 'x_vector_only_mode' is enabled");
    }

    private void checkEmbedding(JsonArray embedding) {
        fields.require(
                audio == null, "speaker_embedding", "'speaker_embedding' and 'ref_audio' are mutually exclusive");
        fields.require(
                embedding.stream().allMatch(Number.class::isInstance),
                "speaker_embedding",
                "speaker_embedding should be a list of numbers");
        int dimensions = model.contains("0.6B") ? 1024 : 2048;
        fields.require(
                embedding.size() == dimensions,
                "speaker_embedding",
                "speaker_embedding has " + embedding.size() + " dimensions; expected " + dimensions);
    }
}
