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

import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.transport.HttpTransport;
import org.jspecify.annotations.Nullable;

/**
 * A speech service with the options of one endpoint: its capabilities, its rules for requests, and its client.
 * Thread-safe. Internal: it may change in any release.
 *
 * @hidden
 */
@Internal
public interface SpeechBackend {

    /** Capabilities of the service with these options. */
    BackendCapabilities capabilities();

    /**
     * Checks parameters that options or headers set. Required parameters may still be missing.
     *
     * @return the parameters, with the model's name as the service spells it
     * @throws InvalidSpeechRequestException if a rule is broken
     */
    default SpeechRequest checkOptions(SpeechRequest options) {
        return options;
    }

    /**
     * Checks a request before anything is sent, by the service's own rules and limits. Task IDs and parameters with a
     * default may be missing. The length of the text is checked by the capabilities: a long text may be cut.
     *
     * @return the request, with the model's name as the service spells it, and with the default model and voice
     * @throws InvalidSpeechRequestException if a rule is broken, or if a required parameter is missing
     */
    default SpeechRequest check(SpeechRequest request) {
        if (request.text() == null) {
            throw InvalidSpeechRequestException.missing("text", "must be a text");
        }
        return request;
    }

    /** Address of the service; null if it has none. */
    default @Nullable String baseUrl() {
        return null;
    }

    /**
     * Identifies the service and the settings that determine the sound beyond the request, equally in every process.
     * Only endpoints with the same value share cached audio.
     */
    default String origin() {
        return capabilities().backend() + " " + baseUrl();
    }

    /**
     * Identifies the access to the service, such as its address and key: endpoints with equal accesses share the requests
     * of the health check. Kept in memory, never printed.
     */
    default Object access() {
        return this;
    }

    /**
     * Creates the client of the endpoint.
     *
     * @param connections opens HTTP connections, which are shared with other endpoints and never closed by the client;
     *     used at most once
     * @throws IllegalArgumentException if an option breaks a rule, or if one is missing
     */
    SpeechClient createClient(Connections connections) throws Exception;

    /**
     * Opens the HTTP connections of an endpoint.
     *
     * @hidden
     */
    @FunctionalInterface
    interface Connections {

        /** Opens connections to an http or https URL, with the TLS, proxy and limits of the endpoint's options. */
        HttpTransport open(String baseUrl) throws Exception;
    }
}
