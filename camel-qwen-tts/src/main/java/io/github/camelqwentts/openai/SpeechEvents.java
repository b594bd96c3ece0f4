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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import org.jspecify.annotations.Nullable;

/**
 * Decodes server-sent events with audio, which may arrive in any pieces. The audio is written to a stream as its events are
 * complete. For one thread at a time.
 */
final class SpeechEvents {

    /** Servers that do not stream send the whole audio in one event. */
    private static final int LARGEST_EVENT = 64 * 1024 * 1024;

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final String DONE = "[DONE]";

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LARGEST_EVENT)
                    .build())
            .build();

    private final OutputStream audio;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private String event = "";
    private boolean afterReturn;
    private boolean isFirstLine = true;
    private boolean hasData;
    private boolean done;
    private @Nullable ErrorReport error;

    /** @param audio stays open */
    SpeechEvents(OutputStream audio) {
        this.audio = audio;
    }

    /**
     * Decodes the next bytes.
     *
     * @throws IOException if they are not events with JSON and base64, or if the audio cannot be written
     */
    void accept(byte[] bytes, int offset, int length) throws IOException {
        int begin = offset;
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            if (b == '\n' && afterReturn) {
                begin = i + 1;
            } else if (b == '\n' || b == '\r') {
                append(line, bytes, begin, i - begin);
                endLine();
                begin = i + 1;
            }
            afterReturn = b == '\r';
        }
        append(line, bytes, begin, offset + length - begin);
    }

    /** Ends the decoding, at the end of the body. */
    void end() throws IOException {
        endLine();
        dispatch();
    }

    /** Whether the server reported that the audio is complete. */
    boolean isDone() {
        return done;
    }

    /** The error that ended the events; null if there was none. */
    @Nullable
    ErrorReport error() {
        return error;
    }

    private void endLine() throws IOException {
        byte[] bytes = line.toByteArray();
        line.reset();
        int begin = isFirstLine ? lengthOfMark(bytes) : 0;
        isFirstLine = false;
        if (begin == bytes.length) {
            dispatch();
            return;
        }
        int colon = begin;
        while (colon < bytes.length && bytes[colon] != ':') {
            colon++;
        }
        String field = new String(bytes, begin, colon - begin, StandardCharsets.UTF_8);
        boolean isSpaced = colon + 1 < bytes.length && bytes[colon + 1] == ' ';
        int value = Math.min(bytes.length, colon + (isSpaced ? 2 : 1));
        if (field.equals("data")) {
            if (hasData) {
                data.write('\n');
            }
            hasData = true;
            append(data, bytes, value, bytes.length - value);
        } else if (field.equals("event")) {
            event = new String(bytes, value, bytes.length - value, StandardCharsets.UTF_8);
        }
    }

    private static int lengthOfMark(byte[] bytes) {
        boolean isMarked = bytes.length >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
        return isMarked ? MARK.length : 0;
    }

    private static void append(ByteArrayOutputStream target, byte[] bytes, int offset, int length) throws IOException {
        if ((long) target.size() + length > LARGEST_EVENT) {
            throw new IOException("An event has more than " + LARGEST_EVENT + " bytes");
        }
        target.write(bytes, offset, length);
    }

    private void dispatch() throws IOException {
        if (hasData) {
            String name = event;
            byte[] content = data.toByteArray();
            data.reset();
            hasData = false;
            if (Arrays.equals(content, DONE.getBytes(StandardCharsets.US_ASCII))) {
                done = true;
            } else {
                read(content, name);
            }
        }
        event = "";
    }

    private void read(byte[] content, String name) throws IOException {
        String type = name;
        boolean isError = false;
        try (JsonParser json = JSON.createParser(content)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                switch (field) {
                    case "type", "object" -> type = value == JsonToken.VALUE_STRING ? json.getText() : type;
                    case "audio" -> readAudio(json);
                    case "delta", "data" -> readText(json);
                    case "error" -> isError |= value != JsonToken.VALUE_NULL;
                    default -> {
                        // Usage and the like.
                    }
                }
                json.skipChildren();
            }
        }
        if (isError || type.endsWith(".error") || type.equals("error")) {
            error = ErrorReport.ofJson(JsonTree.read(new ByteArrayInputStream(content), ErrorReport.LIMIT));
        } else if (type.endsWith(".done")) {
            done = true;
        }
    }

    private void readAudio(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            readText(json);
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isData = json.currentName().equals("data");
            json.nextToken();
            if (isData) {
                readText(json);
            }
            json.skipChildren();
        }
    }

    private void readText(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            json.readBinaryValue(audio);
        }
    }
}
