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
package io.github.camelqwentts.speech;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Operations that endpoints need beyond the public client API.
 *
 * @hidden
 */
@Internal
public interface EndpointClient extends SpeechClient {

    /** Adapts a client for endpoints. A user's own client has no webhook, and reports nothing. */
    static EndpointClient of(SpeechClient client) {
        return client instanceof EndpointClient complete ? complete : new Adapter(client);
    }

    /**
     * Speaks texts under IDs that were created just now, so that they need not be looked up before they are sent.
     *
     * @param requests as for {@link #synthesize(List)}, each with its ID
     */
    default CompletableFuture<List<SpeechResult>> synthesizeNew(List<SpeechRequest> requests) {
        return synthesize(requests);
    }

    /**
     * Reads what the API posted to a webhook. Audio behind URLs is not fetched.
     *
     * @param posted the body; read on the calling thread, and closed by the caller
     * @param limit maximum size of the body in bytes
     * @return its results and failures
     * @throws PayloadTooLargeException if the body is larger
     * @throws UnreadableResultException if it is not an envelope
     * @throws IOException if it cannot be read or stored; another attempt may succeed
     */
    default List<SpeechResult> read(InputStream posted, long limit) throws IOException {
        throw new UnsupportedOperationException("This client does not support webhooks");
    }

    /**
     * Checks whether the API can be reached and accepts the key, by one request that is free of charge and not retried.
     *
     * @return completes if both are true; otherwise fails with a {@link SpeechException}
     */
    default CompletableFuture<Void> checkAccess() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Lists the voices of the service.
     *
     * @return the voices; completes with null if the service does not list voices, so that the presets apply. Fails
     *     with a {@link SpeechException}
     */
    default CompletableFuture<@Nullable List<Voice>> listVoices() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Fetches the audio of a result, if it is to be downloaded.
     *
     * @return the result with its audio, the same result if there is nothing to download, or a failed result
     */
    default CompletableFuture<SpeechResult> download(SpeechResult result) {
        return CompletableFuture.completedFuture(result);
    }

    /**
     * Returns the same client, whose calls report the progress of their tasks to a listener.
     *
     * @return this client if it reports nothing
     */
    default EndpointClient withListener(TaskListener listener) {
        return this;
    }

    /**
     * Adds nothing to a user's own client.
     *
     * @hidden
     */
    final class Adapter extends ForwardingSpeechClient implements EndpointClient {

        private final SpeechClient client;

        private Adapter(SpeechClient client) {
            this.client = client;
        }

        @Override
        protected SpeechClient client() {
            return client;
        }
    }
}
