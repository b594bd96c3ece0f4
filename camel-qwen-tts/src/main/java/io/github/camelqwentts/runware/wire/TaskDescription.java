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
import java.io.StringWriter;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelqwentts.transport.Redaction;
import io.github.camelqwentts.transport.Spool;
import org.jspecify.annotations.Nullable;

/** Copies the details of a task from a response, without secrets and audio. */
public final class TaskDescription {

    /** Fields with keys, signatures or tokens; in lower case. */
    private static final Set<String> SECRETS = Set.of("apikey", "uploadendpoint", "webhookurl");

    /** Fields with audio, which may be large; in lower case. */
    private static final Set<String> AUDIO = Set.of("audio", "audiobase64data", "audiodatauri");

    /** Fields that may contain a short secret by chance and must not change; in lower case. */
    private static final Set<String> NAMES = Set.of("code", "taskuuid", "audiouuid", "tasktype", "status");

    private static final int MOST_CHARACTERS = 4 * 1024 * 1024;
    private static final JsonFactory JSON = new JsonFactory();

    private final AnswerJson in;
    private final JsonGenerator out;
    private final StringWriter text;
    private final UnaryOperator<String> redact;

    private TaskDescription(AnswerJson in, JsonGenerator out, StringWriter text, UnaryOperator<String> redact) {
        this.in = in;
        this.out = out;
        this.text = text;
        this.redact = redact;
    }

    /**
     * Returns the first item of {@code data}, or the only one if that is not an array.
     *
     * @param redact removes secrets from texts
     * @return null if there is none
     */
    public static @Nullable String of(Spool answer, AnswerLimits limits, UnaryOperator<String> redact)
            throws IOException {
        StringWriter text = new StringWriter();
        try (AnswerInput stream = new AnswerInput(answer);
                AnswerJson in = new AnswerJson(stream, limits.items());
                JsonGenerator out = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean data = "data".equals(in.currentName());
                JsonToken value = in.nextToken();
                if (data && value == JsonToken.START_ARRAY) {
                    value = in.nextToken();
                }
                if (data && value == JsonToken.START_OBJECT) {
                    new TaskDescription(in, out, text, redact).copyObject();
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
            String lower = name.toLowerCase(Locale.ROOT);
            in.nextToken();
            if (SECRETS.contains(lower)) {
                in.skipChildren();
                out.writeStringField(name, Redaction.MASK);
            } else if (AUDIO.contains(lower) || ("tasktype".equals(lower) && isOfTheDetails())) {
                in.skipChildren();
            } else {
                out.writeFieldName(name);
                copyValue(NAMES.contains(lower));
            }
        }
        out.writeEndObject();
    }

    private boolean isOfTheDetails() {
        return out.getOutputContext().getParent().inRoot();
    }

    private void copyValue(boolean isName) throws IOException {
        if (in.currentToken() == null) {
            throw new JsonParseException(in, "The response ends too early");
        }
        if (text.getBuffer().length() > MOST_CHARACTERS) {
            throw new JsonParseException(in, "The details of the task are too large");
        }
        switch (in.currentToken()) {
            case START_OBJECT -> copyObject();
            case START_ARRAY -> {
                out.writeStartArray();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    copyValue(isName);
                }
                out.writeEndArray();
            }
            case VALUE_STRING -> out.writeString(isName ? in.getText() : redact.apply(in.getText()));
            default -> out.copyCurrentEvent(in);
        }
    }
}
