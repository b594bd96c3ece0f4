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

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.narration.Narration;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;

/** Replaces the text of a message with its audio. A long text becomes several tasks, whose audio is joined. */
class QwenTtsSynthesizeProducer extends QwenTtsSpeakingProducer {

    QwenTtsSynthesizeProducer(QwenTtsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    MessageCall prepare(Exchange exchange, Batch<SpeechRequest> batch) {
        Narration narration = getEndpoint().longTexts().narrationOf(batch);
        return narration == null ? super.prepare(exchange, batch) : narrate(exchange, batch, narration);
    }

    /** All pieces have IDs before the first is sent, so that a repetition finds those that were sent. */
    private MessageCall narrate(Exchange exchange, Batch<SpeechRequest> batch, Narration narration) {
        long maxSample = getEndpoint().getConfiguration().getMaxAudioSize();
        List<SpeechRequest> pieces = narration.pieces();
        String key = IdempotencyKey.of(exchange);
        if (key != null) {
            return call(exchange, batch, narration, TaskIds.assign(key, pieces, maxSample), Set.of());
        }
        List<UUID> contents = TaskIds.contents(getEndpoint().getEndpointUri(), pieces);
        EarlierTasks earlier = EarlierTasks.of(exchange);
        List<SpeechRequest> found = earlier.assign(contents, pieces);
        List<SpeechRequest> named = TaskIds.assign(UUID.randomUUID().toString(), found, maxSample);
        List<String> ids = named.stream().map(SpeechRequest::taskUUID).toList();
        earlier.begin(exchange, contents, ids);
        Set<String> newIds = new HashSet<>(ids);
        found.forEach(piece -> newIds.remove(piece.taskUUID()));
        return call(exchange, batch, narration, named, newIds);
    }

    private MessageCall call(
            Exchange exchange,
            Batch<SpeechRequest> batch,
            Narration narration,
            List<SpeechRequest> pieces,
            Set<String> newIds) {
        return new NarratedCall(getEndpoint(), batch, narration, pieces, newIds, piece -> monitor(exchange, piece));
    }

    @Override
    CompletableFuture<List<SpeechResult>> send(SpeechClient client, List<SpeechRequest> requests) {
        return client.synthesize(requests);
    }

    @Override
    void putInto(Exchange exchange, Batch<SpeechRequest> batch, List<SpeechResult> results) {
        boolean asList = batch.isList() || batch.tasks().get(0).effectiveNumberResults() > 1;
        getEndpoint().results().toMessage(exchange, results, asList);
    }
}
