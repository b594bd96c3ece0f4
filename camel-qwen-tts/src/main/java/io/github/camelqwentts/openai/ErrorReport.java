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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.camelqwentts.speech.SpeechAudio;
import org.jspecify.annotations.Nullable;

/**
 * An error as a server reported it, in any of the shapes that servers have.
 *
 * @param message what the server reported
 * @param code its code or type; null if there is none
 * @param status the HTTP status that the body has instead of the response; 0 if it has none
 * @param parameter the field at fault; null if none is named
 */
record ErrorReport(
        String message,
        @Nullable String code,
        int status,
        @Nullable String parameter) {

    /** Maximum size in bytes of a body that is read. */
    static final int LIMIT = 64 * 1024;

    private static final int LONGEST_TEXT = 500;

    /** Reads the body of an error, which stays the caller's. */
    static ErrorReport read(SpeechAudio body) throws IOException {
        try (InputStream in = body.open()) {
            return read(in.readNBytes(LIMIT));
        }
    }

    /** Reads the beginning of the body of an error. */
    static ErrorReport read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                return ofJson(JsonTree.read(new ByteArrayInputStream(bytes), LIMIT));
            } catch (IOException e) {
                return ofText("The server reported an error that is not valid JSON");
            }
        }
        if (text.isEmpty()) {
            return ofText("The server reported no reason");
        }
        return ofText(text.startsWith("<") ? "The server responded with a web page" : text);
    }

    /** Reads an error that was parsed. */
    static ErrorReport ofJson(@Nullable Object json) {
        Map<?, ?> body = JsonTree.map(json);
        Object error = body.get("error");
        if (error instanceof Map<?, ?> object) {
            return of(object);
        }
        Object detail = body.get("detail");
        if (detail instanceof Map<?, ?> object) {
            return of(object);
        } else if (detail instanceof List<?> list) {
            return ofValidation(list);
        } else if (detail != null) {
            return ofText(detail.toString());
        }
        return of(body);
    }

    ErrorReport withMessage(String clean) {
        return new ErrorReport(clean, code, status, parameter);
    }

    private static ErrorReport of(Map<?, ?> error) {
        Object text = error.get("message") == null ? error.get("error") : error.get("message");
        Object code = error.get("code");
        Object type = error.get("type") == null && text != error.get("error") ? error.get("error") : error.get("type");
        int status = statusOf(code);
        return new ErrorReport(
                text == null ? "The server reported no reason" : shorten(text.toString()),
                code instanceof String && status == 0 ? code.toString() : text(type),
                status,
                text(error.get("param")));
    }

    private static ErrorReport ofValidation(List<?> items) {
        String message = items.stream()
                .map(JsonTree::map)
                .map(item -> location(item) + item.get("msg"))
                .collect(Collectors.joining("; "));
        Map<?, ?> first = items.isEmpty() ? Map.of() : JsonTree.map(items.get(0));
        List<?> path = JsonTree.list(first.get("loc"));
        String parameter = path.isEmpty() ? null : String.valueOf(path.get(path.size() - 1));
        return new ErrorReport(shorten(message), text(first.get("type")), 0, parameter);
    }

    private static String location(Map<?, ?> item) {
        List<?> path = JsonTree.list(item.get("loc"));
        return path.isEmpty() ? "" : path.get(path.size() - 1) + ": ";
    }

    private static ErrorReport ofText(String text) {
        return new ErrorReport(shorten(text), null, 0, null);
    }

    private static int statusOf(@Nullable Object code) {
        if (code == null || !code.toString().matches("[45]\\d\\d")) {
            return 0;
        }
        return Integer.parseInt(code.toString());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String shorten(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "...";
    }
}
