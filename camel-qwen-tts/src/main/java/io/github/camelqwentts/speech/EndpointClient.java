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
 * What endpoints need of a client beyond what is promised to users.
 *
 * @hidden
 */
@Internal
public interface EndpointClient extends SpeechClient {

    /** Returns a client as endpoints need it. A user's own client has no webhook, and nothing to report. */
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
     * @param posted the body; read on the calling thread, and the caller's to close
     * @param limit the most bytes that it may have
     * @return its results and failures
     * @throws PayloadTooLargeException if there is more
     * @throws UnreadableResultException if it is not an envelope
     * @throws IOException if it cannot be read or kept, so that another attempt may succeed
     */
    default List<SpeechResult> read(InputStream posted, long limit) throws IOException {
        throw new UnsupportedOperationException("This client has no webhook");
    }

    /**
     * Asks whether the API can be reached and takes the key, by one request that costs nothing and is not repeated.
     *
     * @return completed where both is so; otherwise it fails with a {@link SpeechException}
     */
    default CompletableFuture<Void> checkAccess() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Lists the voices of the service.
     *
     * @return the voices; null in it if the service does not list any, so that the presets hold. Fails with a
     *     {@link SpeechException}
     */
    default CompletableFuture<@Nullable List<Voice>> listVoices() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Fetches the audio of a result, if it is to be downloaded.
     *
     * @return the result with its audio, or as it is, or with what went wrong
     */
    default CompletableFuture<SpeechResult> download(SpeechResult result) {
        return CompletableFuture.completedFuture(result);
    }

    /**
     * Returns the same client, whose calls report to a listener what becomes of their tasks.
     *
     * @return this client where it has nothing to tell
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
