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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import io.github.camelqwentts.monitor.PieceProgress;
import io.github.camelqwentts.narration.Narration;
import io.github.camelqwentts.narration.StreamedText;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Speaks a message whose audio is passed on while the rest is spoken. */
final class StreamedCall extends MessageCall {

    /** Exchange property with the time in milliseconds until the first audio had arrived, for the span. */
    static final String FIRST_AUDIO = "CamelQwenTtsFirstAudio";

    private final @Nullable Narration narration;
    private final PreparedPieces pieces;
    private final long begin = System.nanoTime();
    private volatile Duration untilFirstAudio = Duration.ZERO;

    /** @param narration null for a text of one piece */
    StreamedCall(@Nullable Narration narration, PreparedPieces pieces) {
        super(null);
        this.narration = narration;
        this.pieces = pieces;
    }

    @Override
    CompletableFuture<List<SpeechResult>> send() {
        Function<SpeechRequest, CompletableFuture<SpeechResult>> speaker = pieces.speaker();
        SpeechRequest first = pieces.requests().get(0);
        CompletableFuture<SpeechResult> begun = narration == null ? speaker.apply(first) : narrate(narration, speaker);
        return begun.exceptionally(failure -> failed(first, failure)).thenApply(result -> {
            untilFirstAudio = Duration.ofNanos(System.nanoTime() - begin);
            return List.of(result);
        });
    }

    private CompletableFuture<SpeechResult> narrate(
            Narration text, Function<SpeechRequest, CompletableFuture<SpeechResult>> speaker) {
        QwenTtsEndpoint endpoint = pieces.endpoint();
        // Each piece has callTimeout.
        Duration timeout = endpoint.getConfiguration()
                .getCallTimeout()
                .multipliedBy(pieces.requests().size());
        PieceStream stream = endpoint.getComponent().resources().pieces().stream(
                endpoint.getConfiguration().getSpoolThreshold(), timeout);
        PieceProgress progress = pieces.watch().get();
        stream.over().whenComplete((whole, failure) -> progress.end());
        return StreamedText.speak(
                text,
                pieces.requests(),
                piece -> {
                    CompletableFuture<SpeechResult> spoken = speaker.apply(piece);
                    spoken.whenComplete((result, failure) -> progress.pieceDone());
                    return spoken;
                },
                stream,
                endpoint.getComponent().resources().blocking());
    }

    /** Failures other than API failures are failures of the call. */
    private static SpeechResult failed(SpeechRequest piece, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof SpeechException speech) {
            return SpeechResult.failed(speech.getError().taskUUID(), piece.effectiveOutputFormat(), speech);
        }
        throw new CompletionException(cause);
    }

    @Override
    void putInto(Exchange exchange, List<SpeechResult> results) {
        QwenTtsEndpoint endpoint = pieces.endpoint();
        endpoint.results().toMessage(exchange, results, false);
        endpoint.getComponent()
                .resources()
                .monitor()
                .firstAudio(endpoint.getOperation().name(), untilFirstAudio);
        exchange.setProperty(FIRST_AUDIO, untilFirstAudio.toMillis());
        if (narration != null) {
            exchange.getMessage()
                    .setHeader(QwenTtsConstants.PIECES, pieces.requests().size());
        }
        EarlierTasks.end(exchange, results);
    }
}
