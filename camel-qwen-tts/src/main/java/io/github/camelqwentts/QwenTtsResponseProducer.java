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

import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.TaskQuery;
import org.apache.camel.Exchange;

/** Continues with the audio of submitted tasks, or with their status until it is available. */
class QwenTtsResponseProducer extends QwenTtsQueryProducer {

    QwenTtsResponseProducer(QwenTtsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletableFuture<List<SpeechResult>> send(SpeechClient client, List<TaskQuery> tasks) {
        return client.getResponse(tasks, getEndpoint().getConfiguration().isPollUntilDone());
    }

    @Override
    void putInto(Exchange exchange, List<SpeechResult> results, boolean asList) {
        getEndpoint().results().toMessageUnlessPending(exchange, results, asList);
    }
}
