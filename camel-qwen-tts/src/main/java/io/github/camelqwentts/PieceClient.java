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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.github.camelqwentts.monitor.CallMonitor;
import io.github.camelqwentts.speech.EndpointClient;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.Futures;

/** Speaks pieces of a message, or texts that are not in a cache, each by a call of its own with its own monitor. */
final class PieceClient implements SpeechClient {

    private final QwenTtsEndpoint endpoint;
    private final Set<String> newIds;
    private final Function<List<SpeechRequest>, CallMonitor> monitors;
    private final Executor blocking;

    /**
     * @param newIds the IDs that need not be looked up
     * @param monitors creates a monitor for tasks that are about to be sent
     */
    PieceClient(QwenTtsEndpoint endpoint, Set<String> newIds, Function<List<SpeechRequest>, CallMonitor> monitors) {
        this.endpoint = endpoint;
        this.newIds = newIds;
        this.monitors = monitors;
        this.blocking = endpoint.getComponent().resources().blocking();
    }

    @Override
    public CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> pieces) {
        boolean areNew = pieces.stream().map(SpeechRequest::taskUUID).allMatch(newIds::contains);
        return monitored(
                pieces,
                client -> areNew ? client.synthesizeNew(pieces) : client.synthesize(pieces),
                results -> results);
    }

    @Override
    public CompletableFuture<Spoken> stream(SpeechRequest piece) {
        return monitored(List.of(piece), client -> client.stream(piece), List::of);
    }

    private <T> CompletableFuture<T> monitored(
            List<SpeechRequest> pieces,
            Function<EndpointClient, CompletableFuture<T>> call,
            Function<T, List<SpeechResult>> results) {
        CallMonitor monitor = monitors.apply(pieces);
        CompletableFuture<T> answer;
        try {
            answer = call.apply(endpoint.client().withListener(monitor));
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        // The monitor calls notifiers, which may block.
        CompletableFuture<T> monitored = answer.whenCompleteAsync(
                (ended, failure) -> {
                    if (failure == null) {
                        monitor.end(results.apply(ended));
                    } else {
                        monitor.fail(failure);
                    }
                },
                blocking);
        return Futures.cancelling(answer, monitored);
    }
}
