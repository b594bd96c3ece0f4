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

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.Set;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/** Copies the details of a task from an answer, without what is secret and without audio. */
final class TaskDescription {

    /** They hold keys, signatures or tokens. */
    private static final Set<String> SECRETS = Set.of("apiKey", "uploadEndpoint", "webhookURL");

    /** They may be large: what a task was given, and what it made. */
    private static final Set<String> AUDIO = Set.of("audio", "audioBase64Data", "audioDataURI");

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser in;
    private final JsonGenerator out;
    private final UnaryOperator<String> redact;

    private TaskDescription(JsonParser in, JsonGenerator out, UnaryOperator<String> redact) {
        this.in = in;
        this.out = out;
        this.redact = redact;
    }

    /**
     * The first item of {@code data}.
     *
     * @param redact takes secrets out of texts
     * @return null if there is none
     */
    static String of(Spool answer, UnaryOperator<String> redact) throws IOException {
        StringWriter text = new StringWriter();
        try (InputStream stream = answer.open();
                JsonParser in = JSON.createParser(stream);
                JsonGenerator out = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean data = "data".equals(in.currentName());
                if (in.nextToken() == JsonToken.START_ARRAY && data && in.nextToken() == JsonToken.START_OBJECT) {
                    new TaskDescription(in, out, redact).copyObject();
                    out.flush();
                    return text.toString();
                }
                in.skipChildren();
            }
        }
        return null;
    }

    private void copyObject() throws IOException {
        out.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (SECRETS.contains(name)) {
                in.skipChildren();
                out.writeStringField(name, "***");
            } else if (AUDIO.contains(name)
                    || "taskType".equals(name)
                            && out.getOutputContext().getParent().inRoot()) {
                in.skipChildren();
            } else {
                out.writeFieldName(name);
                copyValue();
            }
        }
        out.writeEndObject();
    }

    private void copyValue() throws IOException {
        switch (in.currentToken()) {
            case START_OBJECT -> copyObject();
            case START_ARRAY -> {
                out.writeStartArray();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    copyValue();
                }
                out.writeEndArray();
            }
            case VALUE_STRING -> out.writeString(redact.apply(in.getText()));
            default -> out.copyCurrentEvent(in);
        }
    }
}
