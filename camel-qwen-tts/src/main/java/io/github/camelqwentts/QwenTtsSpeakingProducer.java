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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

import io.github.camelqwentts.monitor.CallMonitor;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Sends texts, as tasks whose IDs are derived from the message's idempotency key or, without a key, reused from an
 * earlier attempt of the exchange. A request that has a task ID is looked up at the API before it is sent.
 */
abstract class QwenTtsSpeakingProducer extends QwenTtsProducer {

    private final BiFunction<SpeechClient, List<SpeechRequest>, CompletableFuture<List<SpeechResult>>> method;

    /** @param method the client's method for the operation */
    QwenTtsSpeakingProducer(
            QwenTtsEndpoint endpoint,
            BiFunction<SpeechClient, List<SpeechRequest>, CompletableFuture<List<SpeechResult>>> method) {
        super(endpoint);
        this.method = method;
    }

    /** Puts all results into the message, those of refused elements of a list included. */
    abstract void putInto(Exchange exchange, Batch<SpeechRequest> batch, List<SpeechResult> results);

    /** Converts a message to requests. */
    Batch<SpeechRequest> toRequests(Exchange exchange) {
        return getEndpoint().binding().toRequests(exchange);
    }

    @Override
    final MessageCall prepare(Exchange exchange) {
        return prepare(exchange, toRequests(exchange));
    }

    MessageCall prepare(Exchange exchange, Batch<SpeechRequest> batch) {
        if (batch.tasks().isEmpty()) {
            return new Call(batch, null, false);
        }
        String key = IdempotencyKey.of(exchange);
        if (key != null) {
            long maxSample = getEndpoint().getConfiguration().getMaxAudioSize();
            Batch<SpeechRequest> named = batch.with(TaskIds.assign(key, batch.tasks(), maxSample));
            return new Call(named, monitor(exchange, named.tasks()), false);
        }
        List<UUID> contents = TaskIds.contents(getEndpoint().getEndpointUri(), batch.tasks());
        EarlierTasks earlier = EarlierTasks.of(exchange);
        Batch<SpeechRequest> named = batch.with(earlier.assign(contents, batch.tasks()));
        CallMonitor monitor = monitor(exchange, named.tasks());
        return new Call(named, monitor.whenNamed(ids -> earlier.begin(exchange, contents, ids)), true);
    }

    final CallMonitor monitor(Exchange exchange, List<SpeechRequest> requests) {
        QwenTtsEndpoint endpoint = getEndpoint();
        return endpoint.getComponent()
                .resources()
                .monitor()
                .watch(
                        exchange,
                        endpoint.getOperation().name(),
                        endpoint.getConfiguration().getModel(),
                        requests,
                        statistics());
    }

    private final class Call extends MessageCall {

        private final Batch<SpeechRequest> batch;
        private final boolean isRemembered;

        /** @param isRemembered whether the exchange remembers the tasks */
        Call(Batch<SpeechRequest> batch, @Nullable CallMonitor monitor, boolean isRemembered) {
            super(monitor);
            this.batch = batch;
            this.isRemembered = isRemembered;
        }

        @Override
        CompletableFuture<List<SpeechResult>> send() {
            return monitor == null
                    ? CompletableFuture.completedFuture(List.of())
                    : method.apply(getEndpoint().client().withListener(monitor), batch.tasks());
        }

        @Override
        void putInto(Exchange exchange, List<SpeechResult> results) {
            QwenTtsSpeakingProducer.this.putInto(exchange, batch, batch.withRefused(results));
            if (isRemembered) {
                EarlierTasks.end(exchange, results);
            }
        }
    }
}
