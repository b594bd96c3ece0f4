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

import io.github.camelqwentts.monitor.TaskStatistics;
import io.github.camelqwentts.monitor.WatchedExchange;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import org.apache.camel.Exchange;

/**
 * The pieces of a message with their task IDs. All have IDs before the first is sent, so that a repetition finds those
 * that were sent.
 *
 * @param pieces the requests for the pieces in their order
 * @param newIds the newly created IDs, under which the API cannot have a task yet
 */
record PieceIds(List<SpeechRequest> pieces, Set<String> newIds) {

    /** Assigns IDs that follow from the key of the message, or from an earlier attempt of its exchange. */
    static PieceIds assign(Exchange exchange, QwenTtsEndpoint endpoint, List<SpeechRequest> pieces) {
        long maxSample = endpoint.getConfiguration().getMaxAudioSize();
        String key = IdempotencyKey.of(exchange);
        if (key != null) {
            return new PieceIds(TaskIds.assign(key, pieces, maxSample), Set.of());
        }
        List<UUID> contents = TaskIds.contents(endpoint.getEndpointUri(), pieces);
        EarlierTasks earlier = EarlierTasks.of(exchange);
        List<SpeechRequest> found = earlier.assign(contents, pieces);
        List<SpeechRequest> named = TaskIds.assign(UUID.randomUUID().toString(), found, maxSample);
        List<String> ids = named.stream().map(SpeechRequest::taskUUID).toList();
        earlier.begin(exchange, contents, ids);
        Set<String> newIds = new HashSet<>(ids);
        found.forEach(piece -> newIds.remove(piece.taskUUID()));
        return new PieceIds(named, newIds);
    }

    /** Returns a client that speaks the pieces, each with a monitor. It does not keep the exchange reachable. */
    SpeechClient client(QwenTtsEndpoint endpoint, Exchange exchange, TaskStatistics statistics) {
        WatchedExchange watched = new WatchedExchange(exchange);
        return new PieceClient(
                endpoint,
                newIds,
                tasks -> endpoint.getComponent()
                        .resources()
                        .monitor()
                        .watch(
                                watched.get(),
                                endpoint.getOperation().name(),
                                endpoint.getConfiguration().getModel(),
                                tasks,
                                statistics));
    }
}
