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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.monitor.CallMonitor;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.TaskQuery;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Continues with the audio of earlier tasks or, with includeDetails, with the request and response of one. */
class QwenTtsDetailsProducer extends QwenTtsQueryProducer {

    QwenTtsDetailsProducer(QwenTtsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    MessageCall prepare(Exchange exchange) {
        if (!getEndpoint().getConfiguration().isIncludeDetails()) {
            return super.prepare(exchange);
        }
        List<TaskQuery> tasks = getEndpoint().binding().toQueries(exchange).tasks();
        if (tasks.size() != 1) {
            throw InvalidSpeechRequestException.of(
                    "includeDetails", true, "must not be set for several tasks, the message has " + tasks.size());
        }
        return new DescriptionCall(tasks.get(0).taskUUID(), monitor(exchange, tasks));
    }

    @Override
    CompletableFuture<List<SpeechResult>> send(SpeechClient client, List<TaskQuery> tasks) {
        return client.getTaskDetails(tasks);
    }

    @Override
    void putInto(Exchange exchange, List<SpeechResult> results, boolean asList) {
        getEndpoint().results().toMessage(exchange, results, asList);
    }

    private final class DescriptionCall extends MessageCall {

        private final String taskUUID;
        private volatile @Nullable String description;

        DescriptionCall(String taskUUID, CallMonitor monitor) {
            super(monitor);
            this.taskUUID = taskUUID;
        }

        @Override
        CompletableFuture<List<SpeechResult>> send() {
            return getEndpoint()
                    .client()
                    .withListener(Objects.requireNonNull(monitor))
                    .describeTask(taskUUID)
                    .thenApply(json -> {
                        description = json;
                        return List.of();
                    });
        }

        @Override
        void putInto(Exchange exchange, List<SpeechResult> results) {
            getEndpoint().results().toDetails(exchange, taskUUID, description);
        }
    }
}
