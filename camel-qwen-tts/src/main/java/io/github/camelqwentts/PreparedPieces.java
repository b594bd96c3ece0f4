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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.camelqwentts.monitor.PieceProgress;
import io.github.camelqwentts.monitor.TaskMonitor;
import io.github.camelqwentts.monitor.TaskStatistics;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.Futures;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a message, ready to be spoken.
 *
 * @param requests the pieces with their task IDs
 * @param client speaks them
 * @param watch begins to follow the progress of the message
 */
record PreparedPieces(
        QwenTtsEndpoint endpoint, List<SpeechRequest> requests, SpeechClient client, Supplier<PieceProgress> watch) {

    /**
     * Assigns task IDs to the pieces of a message.
     *
     * @param lookUp adds the cache to a client; null for no cache
     */
    static PreparedPieces of(
            Exchange exchange,
            QwenTtsEndpoint endpoint,
            List<SpeechRequest> pieces,
            @Nullable UnaryOperator<SpeechClient> lookUp,
            TaskStatistics statistics) {
        PieceIds ids = PieceIds.assign(exchange, endpoint, pieces);
        SpeechClient buyer = ids.client(endpoint, exchange, statistics);
        SpeechClient client = lookUp == null ? buyer : lookUp.apply(buyer);
        int count = ids.pieces().size();
        return new PreparedPieces(endpoint, ids.pieces(), client, () -> watch(exchange, endpoint, count, statistics));
    }

    private static PieceProgress watch(
            Exchange exchange, QwenTtsEndpoint endpoint, int pieces, TaskStatistics statistics) {
        TaskMonitor monitor = endpoint.getComponent().resources().monitor();
        return monitor.watchPieces(exchange, endpoint.getOperation().name(), pieces, statistics);
    }

    /** Returns a function that speaks a piece, unless its future is cancelled. */
    Function<SpeechRequest, CompletableFuture<SpeechResult>> speaker() {
        return speaker(client, endpoint.streamedTexts().isNative());
    }

    /**
     * The function does not refer to the pieces, which refer to the exchange: unreachable audio is cancelled.
     *
     * @param isNative whether the client returns audio that is still arriving
     */
    private static Function<SpeechRequest, CompletableFuture<SpeechResult>> speaker(
            SpeechClient client, boolean isNative) {
        if (isNative) {
            return piece -> {
                CompletableFuture<Spoken> begun = client.stream(piece);
                return Futures.cancelling(begun, begun.thenApply(spoken -> spoken));
            };
        }
        return piece -> {
            CompletableFuture<List<SpeechResult>> whole = client.synthesize(List.of(piece));
            return Futures.cancelling(whole, whole.thenApply(results -> results.get(0)));
        };
    }
}
