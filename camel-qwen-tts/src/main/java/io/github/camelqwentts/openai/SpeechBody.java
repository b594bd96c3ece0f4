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

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.github.camelqwentts.openai.SpeechOrder.Form;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpoolWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of a request for speech. A field that is not set is not sent, apart from the format, whose default differs
 * from server to server.
 */
final class SpeechBody {

    private static final JsonFactory JSON = new JsonFactory();

    private static final Set<Voice> UNNAMED = Set.of(Voice.AUTO, Voice.DESIGN, Voice.CLONE);

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final @Nullable ReferenceAudio sample;

    SpeechBody(SpeechOrder order, OpenAiOptions options) {
        SpeechRequest request = order.request();
        ServedModel model = ServedModel.of(request);
        sample = request.referenceAudio();
        put("model", model.name());
        put("input", request.text());
        put("voice", voice(request));
        put("language", request.language() == null ? null : request.language().wireName());
        put("speed", request.speed());
        put(options.instructionsField(), request.positivePrompt());
        put(
                "response_format",
                order.form() == Form.STREAMED_SAMPLES
                        ? "pcm"
                        : request.effectiveOutputFormat().fileExtension());
        put(
                "sample_rate",
                request.audioSettings() == null ? null : request.audioSettings().sampleRate());
        put("max_new_tokens", request.maxNewTokens() == null ? order.tokenLimit() : request.maxNewTokens());
        if (options.dialect() == Dialect.VLLM_OMNI) {
            put("task_type", taskType(request));
            put("stream", order.form() == Form.WHOLE ? null : (Boolean) true);
        }
        // Both fields together mean raw audio to all servers, whichever of them they know.
        put("stream_format", order.form() == Form.WHOLE ? null : "audio");
        put("ref_text", request.transcript());
        put("x_vector_only_mode", request.xVectorOnly());
        if (sample != null) {
            put("ref_audio", sample);
        }
        options.fields().forEach(this::replace);
        put("seed", order.seed());
    }

    /** Writes the body. A sample is encoded as it is read, never held whole. */
    Spool write(SpoolSettings spools) throws IOException {
        SpoolWriter body = new SpoolWriter(spools, Long.MAX_VALUE, -1);
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> field : values.entrySet()) {
                json.writeFieldName(field.getKey());
                write(json, field.getValue());
            }
            json.writeEndObject();
        } catch (IOException | RuntimeException e) {
            body.discard();
            throw e;
        }
        return body.toSpool();
    }

    private static @Nullable String voice(SpeechRequest request) {
        Voice voice = request.voice();
        // A sample is the voice, and a designed voice has no name.
        return voice == null || UNNAMED.contains(voice) ? null : voice.writtenName();
    }

    private static @Nullable String taskType(SpeechRequest request) {
        if (request.referenceAudio() != null) {
            return ServedModel.BASE;
        }
        return OpenAiRules.isVoiceDesign(request) ? ServedModel.VOICE_DESIGN : null;
    }

    private void put(String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private void replace(String name, Object value) {
        if (value.toString().strip().equals("null")) {
            values.remove(name);
        } else {
            values.put(name, value instanceof CharSequence text ? new FurtherField(text.toString()) : value);
        }
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof ReferenceAudio audio) {
            SampleUri.write(json, audio);
        } else if (value instanceof FurtherField field) {
            field.write(json);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Number number) {
            json.writeNumber(number.toString());
        } else {
            json.writeString(value.toString());
        }
    }

    /** A field that an option names, whose value is text. */
    private record FurtherField(String text) {

        void write(JsonGenerator json) throws IOException {
            if (isJson()) {
                json.writeRawValue(text);
            } else {
                json.writeString(text);
            }
        }

        private boolean isJson() {
            try (JsonParser parser = JSON.createParser(text)) {
                if (parser.nextToken() == null) {
                    return false;
                }
                parser.skipChildren();
                return parser.nextToken() == null;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
