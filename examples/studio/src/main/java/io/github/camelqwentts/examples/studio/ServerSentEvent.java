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
package io.github.camelqwentts.examples.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Writes events for the page. Each response has one event and ends, so no thread and no connection is held while a text
 * is spoken; the browser requests the next event by itself.
 */
final class ServerSentEvent {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DELAY_MILLIS = 400;

    private ServerSentEvent() {}

    /** An event after which there is no other. */
    static String of(String name, Object data) {
        try {
            return "event: " + name + "\ndata: " + JSON.writeValueAsString(data) + "\n\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An event after which the browser requests the next one. */
    static String repeated(String name, Object data) {
        return "retry: " + DELAY_MILLIS + "\n" + of(name, data);
    }
}
