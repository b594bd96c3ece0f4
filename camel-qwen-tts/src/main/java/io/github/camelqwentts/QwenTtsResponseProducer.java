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

import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.speech.TaskQuery;
import org.apache.camel.Exchange;

/** Goes on with the audio of tasks that were handed in, or with the news that it is not there yet. */
class QwenTtsResponseProducer extends QwenTtsProducer {

    QwenTtsResponseProducer(QwenTtsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletableFuture<Outcome> begin(Exchange exchange) {
        QwenTtsBinding binding = getEndpoint().binding();
        Batch<TaskQuery> queries = binding.toQueries(exchange);
        boolean untilDone = getEndpoint().getConfiguration().isPollUntilDone();
        boolean asList = binding.isListOfTasks(exchange);
        return ask(
                exchange,
                queries,
                (client, tasks) -> client.getResponse(tasks, untilDone),
                results -> done -> getEndpoint().results().toMessageUnlessPending(done, results, asList));
    }
}
