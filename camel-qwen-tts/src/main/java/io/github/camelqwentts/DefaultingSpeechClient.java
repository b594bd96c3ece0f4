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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.speech.ForwardingSpeechClient;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;

/** A client that fills in what requests leave open, as an endpoint would. */
final class DefaultingSpeechClient extends ForwardingSpeechClient {

    private final SpeechClient client;
    private final SpeechRequest defaults;

    DefaultingSpeechClient(SpeechClient client, SpeechRequest defaults) {
        this.client = client;
        this.defaults = defaults;
    }

    @Override
    protected SpeechClient client() {
        return client;
    }

    @Override
    public CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> requests) {
        return client.synthesize(fill(requests));
    }

    @Override
    public CompletableFuture<Spoken> synthesize(SpeechRequest request) {
        return client.synthesize(request.orElse(defaults));
    }

    @Override
    public CompletableFuture<Spoken> stream(SpeechRequest request) {
        return client.stream(request.orElse(defaults));
    }

    @Override
    public CompletableFuture<List<SpeechResult>> submit(List<SpeechRequest> requests) {
        return client.submit(fill(requests));
    }

    private List<SpeechRequest> fill(List<SpeechRequest> requests) {
        return requests.stream().map(request -> request.orElse(defaults)).toList();
    }
}
