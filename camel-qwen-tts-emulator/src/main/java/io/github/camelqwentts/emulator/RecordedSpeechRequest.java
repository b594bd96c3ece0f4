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

import java.util.Map;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A request that an {@link OpenAiSpeechEmulator} received, before it is validated.
 *
 * @param method the HTTP method
 * @param path the path, without the query
 * @param headers the headers by their names in lower case, the last of several with one name
 * @param body the body; empty if there is none
 */
public record RecordedSpeechRequest(String method, String path, Map<String, String> headers, String body) {

    /** Copies the headers. */
    public RecordedSpeechRequest {
        headers = Map.copyOf(headers);
    }

    /**
     * Returns a value in the body.
     *
     * @param names names from the outside in, such as {@code "extra_params", "top_k"}
     * @return a string, number, boolean, map or list; null if there is none, or if the body is
     *     not a JSON object
     */
    public @Nullable Object at(String... names) {
        Object value = json();
        for (String name : names) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    /** The fields of the body; empty if it is not a JSON object. */
    public Map<String, Object> json() {
        try {
            return body.isBlank() ? Map.of() : new JsonObject(body).getMap();
        } catch (DecodeException e) {
            return Map.of();
        }
    }
}
