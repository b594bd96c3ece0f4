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
package io.github.camelqwentts;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.github.camelqwentts.speech.Internal;

/**
 * Operation of an endpoint, spelled as in its URI.
 *
 * @hidden
 */
@Internal
public enum QwenTtsOperation {
    /** Turns text into audio. */
    synthesize,
    /** Submits text that is turned into audio later. */
    submit,
    /** Fetches the audio of submitted text. */
    getResponse,
    /** Fetches the audio of an earlier task, or its request and response. */
    getTaskDetails,
    /** Lists the preset voices. */
    listVoices,
    /** Receives results that the API posts; the only operation of a consumer. */
    webhook;

    /**
     * Returns the operation of a name.
     *
     * @throws IllegalArgumentException if no operation has this name
     */
    static QwenTtsOperation of(String name) {
        return Arrays.stream(values())
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("operation=" + name
                        + " is not valid: must be one of "
                        + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
    }

    /** Whether it requires a client of the API. */
    boolean needsClient() {
        return this != listVoices;
    }

    /** Whether its messages are texts to be spoken. */
    boolean speaks() {
        return this == synthesize || this == submit;
    }
}
