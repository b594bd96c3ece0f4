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
import java.util.function.UnaryOperator;

import io.github.camelqwentts.narration.Narration;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;

/**
 * Replaces the text of a message with its audio. A long text becomes several tasks, whose audio is joined. Texts that are
 * in the cache are not sent.
 */
class QwenTtsSynthesizeProducer extends QwenTtsSpeakingProducer {

    QwenTtsSynthesizeProducer(QwenTtsEndpoint endpoint) {
        super(endpoint, SpeechClient::synthesize);
    }

    @Override
    MessageCall prepare(Exchange exchange, Batch<SpeechRequest> batch) {
        QwenTtsEndpoint endpoint = getEndpoint();
        Narration narration = endpoint.longTexts().narrationOf(batch);
        UnaryOperator<SpeechClient> lookUp = endpoint.cachedTexts().lookUpOf(batch.tasks(), statistics());
        boolean isStreamed = endpoint.streamedTexts().isOn(batch);
        if ((narration == null && lookUp == null && !isStreamed)
                || batch.tasks().isEmpty()) {
            return super.prepare(exchange, batch);
        }
        PreparedPieces pieces = PreparedPieces.of(
                exchange, endpoint, narration == null ? batch.tasks() : narration.pieces(), lookUp, statistics());
        if (isStreamed) {
            return new StreamedCall(narration, pieces);
        }
        return narration == null ? new CachedCall(batch, pieces) : new NarratedCall(batch, narration, pieces);
    }

    @Override
    void putInto(Exchange exchange, Batch<SpeechRequest> batch, List<SpeechResult> results) {
        boolean asList = batch.isList() || batch.tasks().get(0).effectiveNumberResults() > 1;
        getEndpoint().results().toMessage(exchange, results, asList);
    }

    /** Speaks a message whose texts may be in a cache. */
    private final class CachedCall extends MessageCall {

        private final Batch<SpeechRequest> batch;
        private final PreparedPieces texts;

        CachedCall(Batch<SpeechRequest> batch, PreparedPieces texts) {
            super(null);
            this.batch = batch;
            this.texts = texts;
        }

        @Override
        CompletableFuture<List<SpeechResult>> send() {
            return texts.client().synthesize(texts.requests());
        }

        @Override
        void putInto(Exchange exchange, List<SpeechResult> results) {
            QwenTtsSynthesizeProducer.this.putInto(exchange, batch, batch.withRefused(results));
            EarlierTasks.end(exchange, results);
        }
    }
}
