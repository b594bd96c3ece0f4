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

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.camelqwentts.transport.ApiRequest;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Durations;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.Redaction;
import io.github.camelqwentts.transport.Retries;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpooledResponse;
import io.github.camelqwentts.transport.StreamedResponse;
import org.jspecify.annotations.Nullable;

/** The servers' API for the operations of a client. */
final class OpenAiApi {

    private final HttpTransport transport;
    private final OpenAiOptions options;
    private final InstantSource clock;
    private final Redaction redaction;
    private final Retries retries;
    private final Servers servers;
    private final Durations durations = new Durations();
    /** The addresses for speech by the base URLs of their servers. */
    private final Map<URI, URI> speech = new ConcurrentHashMap<>();

    private volatile boolean streamsSamplesOnly;

    /** @param clock the wall clock, for dates in Retry-After */
    OpenAiApi(HttpTransport transport, OpenAiOptions options, InstantSource clock) {
        this.transport = transport;
        this.options = options;
        this.clock = clock;
        this.redaction = options.apiKey() == null ? Redaction.of() : Redaction.of(options.apiKey());
        this.retries = new Retries(options.calls().retries(), transport.worker(), transport.scheduler());
        this.servers = new Servers(options.baseUrls(), System::nanoTime);
    }

    HttpTransport transport() {
        return transport;
    }

    OpenAiOptions options() {
        return options;
    }

    Retries retries() {
        return retries;
    }

    Servers servers() {
        return servers;
    }

    /** How long requests for speech take. */
    Durations durations() {
        return durations;
    }

    /** Servers may repeat a key that they reject. */
    @Nullable
    String redact(@Nullable String text) {
        return redaction.apply(text);
    }

    @Nullable
    Duration retryAfter(SpooledResponse response) {
        return response.delay(clock);
    }

    @Nullable
    Duration retryAfter(StreamedResponse response) {
        return response.delay(clock);
    }

    /**
     * Sends a request for speech.
     *
     * @param body stays the caller's
     */
    CompletableFuture<SpooledResponse> post(URI baseUrl, Spool body, String taskUUID, CallScope call) {
        Map<String, String> headers = headers();
        headers.put("X-Request-Id", taskUUID);
        return transport.send(
                new ApiRequest(
                        "POST",
                        speechOf(baseUrl),
                        headers,
                        body,
                        options.calls().maxAudioSize(),
                        ErrorReport.LIMIT),
                call);
    }

    /**
     * Sends a request for speech that is streamed.
     *
     * @param body stays the caller's
     */
    CompletableFuture<StreamedResponse> stream(URI baseUrl, Spool body, String taskUUID, CallScope call) {
        Map<String, String> headers = headers();
        headers.put("X-Request-Id", taskUUID);
        return transport.stream(
                speechOf(baseUrl), headers, body, options.calls().maxAudioSize(), call);
    }

    private URI speechOf(URI baseUrl) {
        return speech.computeIfAbsent(baseUrl, base -> URI.create(base + "/audio/speech"));
    }

    /** Whether a server was seen to refuse WAV in streams. */
    boolean streamsSamplesOnly() {
        return streamsSamplesOnly;
    }

    void rememberStreamsSamplesOnly() {
        streamsSamplesOnly = true;
    }

    /** Sends a query, whose response is short. */
    CompletableFuture<SpooledResponse> get(URI uri, int limit, CallScope call) {
        return transport.send(new ApiRequest("GET", uri, headers(), null, limit, ErrorReport.LIMIT), call);
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        if (options.apiKey() != null) {
            headers.put("Authorization", "Bearer " + options.apiKey());
        }
        return headers;
    }
}
