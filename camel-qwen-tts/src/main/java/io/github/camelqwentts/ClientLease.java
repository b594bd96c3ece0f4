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

import io.github.camelqwentts.speech.EndpointClient;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.transport.HttpTransport;
import org.jspecify.annotations.Nullable;

/** A client that an endpoint uses until it releases it, with its share of the connections. */
final class ClientLease {

    private final EndpointClient client;
    private final Object access;
    private final @Nullable SharedResources resources;
    private final @Nullable HttpTransport transport;

    /** @param transport the shared connections of the client; null if it uses its own */
    private ClientLease(
            SpeechClient client,
            Object access,
            @Nullable SharedResources resources,
            @Nullable HttpTransport transport) {
        this.client = EndpointClient.of(client);
        this.access = access;
        this.resources = resources;
        this.transport = transport;
    }

    /** Returns a lease of a client that the component does not close. */
    static ClientLease of(SpeechClient ready) {
        return new ClientLease(ready, ready, null, null);
    }

    /**
     * Creates the client of a backend.
     *
     * @throws IllegalArgumentException if an option breaks a rule, or if one is missing
     */
    static ClientLease of(SpeechBackend backend, QwenTtsConfiguration options, SharedResources resources)
            throws Exception {
        HttpTransport[] opened = new HttpTransport[1];
        SpeechClient client = backend.createClient(baseUrl -> {
            opened[0] = resources.acquire(baseUrl, options);
            return opened[0];
        });
        return new ClientLease(client, backend.access(), resources, opened[0]);
    }

    EndpointClient client() {
        return client;
    }

    /** Identifies the access to the service: endpoints with the same access share the requests of the health check. */
    Object access() {
        return access;
    }

    /** Whether the component was stopped since. */
    boolean isOver() {
        return transport != null && transport.calls().isClosed();
    }

    /** Whether the HTTP client has failed; the next call creates a new one. */
    boolean isBroken() {
        return transport != null && transport.isBroken();
    }

    /** Called once, when the client is no longer needed. */
    void release() {
        if (resources != null && transport != null) {
            resources.release(transport);
        }
    }
}
