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

import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;

/** Submits the text of a message, and continues with the ID of its task. */
class QwenTtsSubmitProducer extends QwenTtsSpeakingProducer {

    QwenTtsSubmitProducer(QwenTtsEndpoint endpoint) {
        super(endpoint, SpeechClient::submit);
    }

    @Override
    Batch<SpeechRequest> toRequests(Exchange exchange) {
        Batch<SpeechRequest> batch = super.toRequests(exchange);
        String ownWebhook = getEndpoint().getComponent().webhookUrl();
        if (ownWebhook == null) {
            return batch;
        }
        return batch.with(batch.tasks().stream()
                .map(request -> request.webhookURL() != null
                        ? request
                        : request.toBuilder().webhookURL(ownWebhook).build())
                .toList());
    }

    @Override
    void putInto(Exchange exchange, Batch<SpeechRequest> batch, List<SpeechResult> results) {
        getEndpoint().results().toIds(exchange, results, batch.isList());
    }
}
