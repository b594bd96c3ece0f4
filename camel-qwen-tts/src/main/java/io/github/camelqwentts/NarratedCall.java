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
import io.github.camelqwentts.narration.Narrated;
import io.github.camelqwentts.narration.Narration;
import io.github.camelqwentts.speech.EndpointClient;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;

/** Speaks a message whose texts are cut into pieces or joined; each piece is a task with a monitor of its own. */
final class NarratedCall extends MessageCall {

    private final QwenTtsEndpoint endpoint;
    private final Batch<SpeechRequest> batch;
    private final Narration narration;
    private final List<SpeechRequest> pieces;
    private final Set<String> newIds;
    private final Function<List<SpeechRequest>, CallMonitor> monitors;
    private final Executor blocking;

    private volatile List<Narrated> spoken = List.of();

    /**
     * @param pieces the pieces of the narration with their task IDs
     * @param newIds the IDs that were created just now
     * @param monitors creates a monitor for tasks that are about to be sent
     */
    NarratedCall(
            QwenTtsEndpoint endpoint,
            Batch<SpeechRequest> batch,
            Narration narration,
            List<SpeechRequest> pieces,
            Set<String> newIds,
            Function<List<SpeechRequest>, CallMonitor> monitors) {
        super(null);
        this.endpoint = endpoint;
        this.batch = batch;
        this.narration = narration;
        this.pieces = pieces;
        this.newIds = newIds;
        this.monitors = monitors;
        this.blocking = endpoint.getComponent().resources().blocking();
    }

    @Override
    CompletableFuture<List<SpeechResult>> begin(QwenTtsEndpoint same) {
        return send(requests -> speak(requests));
    }

    @Override
    CompletableFuture<List<SpeechResult>> send(SpeechClient client) {
        return narration
                .speak(client, pieces, endpoint.getComponent().resources().pieces(), blocking)
                .thenApply(texts -> {
                    spoken = texts;
                    return texts.stream()
                            .flatMap(text -> text.results().stream())
                            .toList();
                });
    }

    private CompletableFuture<List<SpeechResult>> speak(List<SpeechRequest> piece) {
        CallMonitor monitor = monitors.apply(piece);
        CompletableFuture<List<SpeechResult>> results;
        try {
            EndpointClient client = endpoint.client().withListener(monitor);
            results = newIds.contains(piece.get(0).taskUUID()) ? client.synthesizeNew(piece) : client.synthesize(piece);
        } catch (RuntimeException e) {
            results = CompletableFuture.failedFuture(e);
        }
        // Notifiers of the monitor may block.
        return results.whenCompleteAsync(
                (ended, failure) -> {
                    if (failure == null) {
                        monitor.end(ended);
                    } else {
                        monitor.fail(failure);
                    }
                },
                blocking);
    }

    @Override
    void putInto(Exchange exchange, List<SpeechResult> results) {
        boolean asList = batch.isList() && !narration.isJoined();
        endpoint.results().toMessage(exchange, batch.withRefused(results), asList);
        if (!asList) {
            Narrated only = spoken.get(0);
            exchange.getMessage().setHeader(QwenTtsConstants.PIECES, only.pieces());
            if (only.subtitles() != null) {
                exchange.getMessage().setHeader(QwenTtsConstants.SUBTITLES, only.subtitles());
            }
        }
        EarlierTasks.end(
                exchange, spoken.stream().flatMap(text -> text.tasks().stream()).toList());
    }
}
