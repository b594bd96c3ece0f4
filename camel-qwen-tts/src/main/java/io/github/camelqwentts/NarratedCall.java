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

import io.github.camelqwentts.monitor.PieceProgress;
import io.github.camelqwentts.narration.Narrated;
import io.github.camelqwentts.narration.Narration;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;

/** Speaks a message whose texts are cut into pieces or joined. */
final class NarratedCall extends MessageCall {

    private final Batch<SpeechRequest> batch;
    private final Narration narration;
    private final PreparedPieces pieces;

    private volatile List<Narrated> spoken = List.of();

    NarratedCall(Batch<SpeechRequest> batch, Narration narration, PreparedPieces pieces) {
        super(null);
        this.batch = batch;
        this.narration = narration;
        this.pieces = pieces;
    }

    @Override
    int rounds() {
        return narration.rounds();
    }

    @Override
    CompletableFuture<List<SpeechResult>> send() {
        SharedResources resources = pieces.endpoint().getComponent().resources();
        PieceProgress progress = pieces.watch().get();
        SpeechClient watched =
                piece -> pieces.client().synthesize(piece).whenComplete((results, failure) -> progress.pieceDone());
        try {
            return narration
                    .speak(watched, pieces.requests(), resources.pieces(), resources.blocking())
                    .whenComplete((texts, failure) -> progress.end())
                    .thenApply(texts -> {
                        spoken = texts;
                        return texts.stream()
                                .flatMap(text -> text.results().stream())
                                .toList();
                    });
        } catch (RuntimeException | Error e) {
            progress.end();
            throw e;
        }
    }

    @Override
    void putInto(Exchange exchange, List<SpeechResult> results) {
        boolean asList = batch.isList() && !narration.isJoined();
        pieces.endpoint().results().toMessage(exchange, batch.withRefused(results), asList);
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
