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

/** Has the text of a message spoken. */
class QwenTtsSynthesizeProducer extends QwenTtsProducer {

    QwenTtsSynthesizeProducer(QwenTtsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletableFuture<Outcome> begin(Exchange exchange) {
        QwenTtsBinding binding = getEndpoint().binding();
        Batch<SpeechRequest> requests = binding.toRequests(exchange);
        boolean asList = binding.isList(exchange, requests);
        return speak(
                exchange,
                requests,
                SpeechClient::synthesize,
                results -> done -> getEndpoint().results().toMessage(done, results, asList));
    }
}
