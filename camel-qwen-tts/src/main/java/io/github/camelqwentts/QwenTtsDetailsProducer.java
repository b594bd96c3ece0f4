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

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.TaskQuery;
import org.apache.camel.Exchange;

/** Goes on with the audio of tasks of earlier, or with how one was asked for and answered. */
class QwenTtsDetailsProducer extends QwenTtsProducer {

    QwenTtsDetailsProducer(QwenTtsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletableFuture<Outcome> begin(Exchange exchange) {
        QwenTtsBinding binding = getEndpoint().binding();
        Batch<TaskQuery> queries = binding.toQueries(exchange);
        boolean asList = binding.isListOfTasks(exchange);
        if (!getEndpoint().getConfiguration().isIncludeDetails()) {
            return ask(
                    exchange,
                    queries,
                    SpeechClient::getTaskDetails,
                    results -> done -> getEndpoint().results().toMessage(done, results, asList));
        }
        List<TaskQuery> tasks = queries.tasks();
        if (tasks.size() != 1) {
            throw InvalidSpeechRequestException.of(
                    "includeDetails", true, "must not be set for several tasks, the message has " + tasks.size());
        }
        String taskUUID = tasks.get(0).taskUUID();
        return call(
                watchEarlier(exchange, tasks),
                client -> client.describeTask(taskUUID),
                json -> List.of(),
                json -> done -> getEndpoint().results().toDetails(done, taskUUID, json));
    }
}
