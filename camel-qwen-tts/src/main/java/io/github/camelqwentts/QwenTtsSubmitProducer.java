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

import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import org.apache.camel.Exchange;

/** Hands the text of a message in, and goes on with the id of its task. */
class QwenTtsSubmitProducer extends QwenTtsProducer {

    QwenTtsSubmitProducer(QwenTtsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletableFuture<Outcome> begin(Exchange exchange) {
        QwenTtsBinding binding = getEndpoint().binding();
        String ownWebhook = getEndpoint().getComponent().webhookUrl();
        Batch<SpeechRequest> requests = binding.toRequests(exchange)
                .map(request -> request.webhookURL() != null || ownWebhook == null
                        ? request
                        : request.toBuilder().webhookURL(ownWebhook).build());
        boolean asList = QwenTtsBinding.isCollection(exchange.getMessage().getBody());
        return speak(
                exchange,
                requests,
                SpeechClient::submit,
                results -> done -> getEndpoint().results().toIds(done, results, asList));
    }
}
