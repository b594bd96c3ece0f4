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
package io.github.camelqwentts.runware.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelqwentts.speech.AudioSettings;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpoolWriter;
import org.jspecify.annotations.Nullable;

/** Writes the array of tasks of a request to the API. Null values are left out. */
public final class TaskWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private TaskWriter() {}

    /** Writes tasks for speech. Reference audio is encoded as it is read, never held whole. */
    public static Spool speechTasks(List<SpeechRequest> requests, SpoolSettings spools) throws IOException {
        return write(spools, json -> {
            for (SpeechRequest request : requests) {
                writeSpeechTask(json, request);
            }
        });
    }

    /** Writes lookups of the details of tasks. */
    public static Spool detailsTasks(List<String> taskUUIDs, SpoolSettings spools) throws IOException {
        return questions("getTaskDetails", taskUUIDs, spools);
    }

    /** Writes polls of asynchronous tasks. */
    public static Spool responseTasks(List<String> taskUUIDs, SpoolSettings spools) throws IOException {
        return questions("getResponse", taskUUIDs, spools);
    }

    /** Writes lookups of tasks in both ways. */
    public static Spool lookups(List<String> details, List<String> responses, SpoolSettings spools) throws IOException {
        return write(spools, json -> {
            writeQuestions(json, "getTaskDetails", details);
            writeQuestions(json, "getResponse", responses);
        });
    }

    private static Spool questions(String taskType, List<String> taskUUIDs, SpoolSettings spools) throws IOException {
        return write(spools, json -> writeQuestions(json, taskType, taskUUIDs));
    }

    private static void writeQuestions(JsonGenerator json, String taskType, List<String> taskUUIDs) throws IOException {
        for (String taskUUID : taskUUIDs) {
            json.writeStartObject();
            json.writeStringField("taskType", taskType);
            json.writeStringField("taskUUID", taskUUID);
            json.writeEndObject();
        }
    }

    private static Spool write(SpoolSettings spools, Tasks tasks) throws IOException {
        SpoolWriter body = new SpoolWriter(spools, Long.MAX_VALUE, -1);
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartArray();
            tasks.writeTo(json);
            json.writeEndArray();
        } catch (IOException | RuntimeException e) {
            body.discard();
            throw e;
        }
        return body.toSpool();
    }

    private static void writeSpeechTask(JsonGenerator json, SpeechRequest request) throws IOException {
        json.writeStartObject();
        json.writeStringField("taskType", "audioInference");
        json.writeStringField("taskUUID", request.taskUUID());
        json.writeStringField("model", request.model());
        writeString(json, "positivePrompt", request.positivePrompt());
        json.writeObjectFieldStart("speech");
        json.writeStringField("text", request.text());
        json.writeStringField("voice", Objects.requireNonNull(request.voice()).wireName());
        if (request.language() != null) {
            json.writeStringField("language", request.language().wireName());
        }
        if (request.speed() != null) {
            json.writeNumberField("speed", request.speed());
        }
        json.writeEndObject();
        writeSettings(json, request);
        if (request.referenceAudio() != null) {
            writeReferenceAudio(json, request.referenceAudio());
        }
        if (request.outputType() != null) {
            json.writeStringField("outputType", request.outputType().wireName());
        }
        if (request.outputFormat() != null) {
            json.writeStringField("outputFormat", request.outputFormat().wireName());
        }
        if (request.audioSettings() != null) {
            writeAudioSettings(json, request.audioSettings());
        }
        writeInteger(json, "numberResults", request.numberResults());
        writeInteger(json, "ttl", request.ttl());
        writeBoolean(json, "includeCost", request.includeCost());
        writeString(json, "uploadEndpoint", request.uploadEndpoint());
        writeString(json, "webhookURL", request.webhookURL());
        if (request.deliveryMethod() != null) {
            json.writeStringField("deliveryMethod", request.deliveryMethod().wireName());
        }
        json.writeEndObject();
    }

    private static void writeSettings(JsonGenerator json, SpeechRequest request) throws IOException {
        if (request.maxNewTokens() != null || request.transcript() != null || request.xVectorOnly() != null) {
            json.writeObjectFieldStart("settings");
            writeInteger(json, "maxNewTokens", request.maxNewTokens());
            writeString(json, "transcript", request.transcript());
            writeBoolean(json, "xVectorOnly", request.xVectorOnly());
            json.writeEndObject();
        }
    }

    private static void writeReferenceAudio(JsonGenerator json, ReferenceAudio audio) throws IOException {
        json.writeObjectFieldStart("inputs");
        if (audio.text() != null) {
            json.writeStringField("audio", audio.text());
        } else {
            json.writeFieldName("audio");
            try (InputStream bytes = audio.open()) {
                json.writeBinary(bytes, -1);
            }
        }
        json.writeEndObject();
    }

    private static void writeAudioSettings(JsonGenerator json, AudioSettings settings) throws IOException {
        json.writeObjectFieldStart("audioSettings");
        writeInteger(json, "sampleRate", settings.sampleRate());
        writeInteger(json, "bitrate", settings.bitrate());
        writeInteger(json, "channels", settings.channels());
        json.writeEndObject();
    }

    private static void writeString(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void writeInteger(JsonGenerator json, String name, @Nullable Integer value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private static void writeBoolean(JsonGenerator json, String name, @Nullable Boolean value) throws IOException {
        if (value != null) {
            json.writeBooleanField(name, value);
        }
    }

    @FunctionalInterface
    private interface Tasks {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
