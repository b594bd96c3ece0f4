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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelqwentts.speech.AudioSettings;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.transport.Spool;
import org.jspecify.annotations.Nullable;

/** The parameters of a task that determine its sound, by the API's names. Reference audio is not compared. */
public final class TaskContent {

    private static final String TEXT = "speech.text";
    private static final String MODEL = "model";
    private static final String VOICE = "speech.voice";

    /** The API's defaults of parameters that a request does not set; empty if there is no default. */
    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put(TEXT, "");
        DEFAULTS.put(MODEL, "");
        DEFAULTS.put(VOICE, "");
        DEFAULTS.put("speech.language", "Auto");
        DEFAULTS.put("speech.speed", "1");
        DEFAULTS.put("positivePrompt", "");
        DEFAULTS.put("settings.maxNewTokens", "2048");
        DEFAULTS.put("settings.transcript", "");
        DEFAULTS.put("settings.xVectorOnly", "false");
        DEFAULTS.put("outputFormat", "MP3");
        DEFAULTS.put("audioSettings.sampleRate", "");
        DEFAULTS.put("audioSettings.bitrate", "");
        DEFAULTS.put("audioSettings.channels", "");
        DEFAULTS.put("numberResults", "1");
    }

    private final Map<String, String> parameters;

    private TaskContent(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    public static TaskContent of(SpeechRequest request) {
        Map<String, String> parameters = new HashMap<>();
        put(parameters, TEXT, request.text());
        put(parameters, MODEL, request.model());
        put(parameters, VOICE, request.voice() == null ? null : request.voice().wireName());
        put(
                parameters,
                "speech.language",
                request.language() == null ? null : request.language().wireName());
        put(parameters, "speech.speed", request.speed());
        put(parameters, "positivePrompt", request.positivePrompt());
        put(parameters, "settings.maxNewTokens", request.maxNewTokens());
        put(parameters, "settings.transcript", request.transcript());
        put(parameters, "settings.xVectorOnly", request.xVectorOnly());
        put(parameters, "outputFormat", request.effectiveOutputFormat().wireName());
        AudioSettings audio = request.audioSettings();
        if (audio != null) {
            put(parameters, "audioSettings.sampleRate", audio.sampleRate());
            put(parameters, "audioSettings.bitrate", audio.bitrate());
            put(parameters, "audioSettings.channels", audio.channels());
        }
        put(parameters, "numberResults", request.numberResults());
        return new TaskContent(parameters);
    }

    /** The original requests that are in the details of tasks, by the ids of the tasks. */
    public static Map<String, TaskContent> read(Spool answer, AnswerLimits limits) throws IOException {
        Map<String, TaskContent> found = new HashMap<>();
        try (AnswerInput in = new AnswerInput(answer);
                JsonParser json = new AnswerJson(in, limits.items())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isData = "data".equals(json.currentName());
                if (json.nextToken() == JsonToken.START_ARRAY && isData) {
                    while (isInside(json.nextToken())) {
                        readItem(json, found);
                    }
                } else {
                    json.skipChildren();
                }
            }
        }
        return found;
    }

    /** The name of the first parameter that differs in a request; null if there is none. */
    public @Nullable String differenceFrom(SpeechRequest request) {
        TaskContent other = of(request);
        // Every task has a model and a voice, so without them this is not the whole request.
        boolean isWhole = parameters.containsKey(MODEL) && parameters.containsKey(VOICE);
        for (Map.Entry<String, String> parameter : DEFAULTS.entrySet()) {
            String name = parameter.getKey();
            String ours = other.parameters.getOrDefault(name, parameter.getValue());
            String theirs = parameters.getOrDefault(name, isWhole ? parameter.getValue() : ours);
            if (!isSame(name, ours, theirs)) {
                return name;
            }
        }
        return null;
    }

    private static boolean isSame(String name, String one, String other) {
        if (TEXT.equals(name)) {
            return one.strip().equals(other.strip());
        }
        if (one.equalsIgnoreCase(other)) {
            return true;
        }
        try {
            return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static void readItem(JsonParser json, Map<String, TaskContent> found) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        String taskUUID = null;
        List<Map<String, String>> requests = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if ("taskUUID".equals(name) && value == JsonToken.VALUE_STRING) {
                taskUUID = json.getText();
            } else if ("request".equals(name) && value == JsonToken.START_OBJECT) {
                requests.add(readTask(json));
            } else if ("request".equals(name) && value == JsonToken.START_ARRAY) {
                while (isInside(json.nextToken())) {
                    if (json.currentToken() == JsonToken.START_OBJECT) {
                        requests.add(readTask(json));
                    } else {
                        json.skipChildren();
                    }
                }
            } else {
                json.skipChildren();
            }
        }
        for (Map<String, String> request : requests) {
            // The request may have carried other tasks as well.
            String id = requests.size() == 1 && taskUUID != null ? taskUUID : request.get("taskUUID");
            if (id != null && request.containsKey(TEXT)) {
                found.put(TaskUuids.normalized(id), new TaskContent(request));
            }
        }
    }

    private static Map<String, String> readTask(JsonParser json) throws IOException {
        Map<String, String> parameters = new HashMap<>();
        readObject(json, "", parameters);
        return parameters;
    }

    private static void readObject(JsonParser json, String prefix, Map<String, String> parameters) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT && prefix.isEmpty()) {
                readObject(json, name + ".", parameters);
            } else if (value.isScalarValue()
                    && value != JsonToken.VALUE_NULL
                    && (DEFAULTS.containsKey(name) || "taskUUID".equals(name))) {
                parameters.put(name, json.getText());
            } else {
                json.skipChildren();
            }
        }
    }

    private static boolean isInside(JsonToken token) {
        return token != null && token != JsonToken.END_ARRAY;
    }

    private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, String.valueOf(value));
        }
    }
}
