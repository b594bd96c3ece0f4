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

import io.github.camelqwentts.monitor.CallMonitor;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.TaskQuery;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Fetches the results of the earlier tasks that a message names. */
abstract class QwenTtsQueryProducer extends QwenTtsProducer {

    QwenTtsQueryProducer(QwenTtsEndpoint endpoint) {
        super(endpoint);
    }

    abstract CompletableFuture<List<SpeechResult>> send(SpeechClient client, List<TaskQuery> tasks);

    /** Puts all results into the message, those of refused IDs included. */
    abstract void putInto(Exchange exchange, List<SpeechResult> results, boolean asList);

    @Override
    MessageCall prepare(Exchange exchange) {
        Batch<TaskQuery> batch = getEndpoint().binding().toQueries(exchange);
        return new Call(batch, batch.tasks().isEmpty() ? null : monitor(exchange, batch.tasks()));
    }

    CallMonitor monitor(Exchange exchange, List<TaskQuery> tasks) {
        return getEndpoint()
                .getComponent()
                .resources()
                .monitor()
                .watchEarlier(
                        exchange,
                        getEndpoint().getOperation().name(),
                        tasks.stream().map(TaskQuery::taskUUID).toList(),
                        statistics());
    }

    private final class Call extends MessageCall {

        private final Batch<TaskQuery> batch;

        Call(Batch<TaskQuery> batch, @Nullable CallMonitor monitor) {
            super(monitor);
            this.batch = batch;
        }

        @Override
        CompletableFuture<List<SpeechResult>> send() {
            return monitor == null
                    ? CompletableFuture.completedFuture(List.of())
                    : QwenTtsQueryProducer.this.send(getEndpoint().client().withListener(monitor), batch.tasks());
        }

        @Override
        void putInto(Exchange exchange, List<SpeechResult> results) {
            QwenTtsQueryProducer.this.putInto(exchange, batch.withRefused(results), batch.isList());
        }
    }
}
