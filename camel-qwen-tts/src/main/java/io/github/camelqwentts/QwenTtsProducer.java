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
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Has the text of a message spoken, without holding its thread, and goes on with the audio on a thread of its own. */
class QwenTtsProducer extends DefaultAsyncProducer {

    QwenTtsProducer(QwenTtsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public QwenTtsEndpoint getEndpoint() {
        return (QwenTtsEndpoint) super.getEndpoint();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        QwenTtsBinding binding = getEndpoint().binding();
        List<SpeechRequest> requests;
        boolean asList;
        try {
            requests = binding.toRequests(exchange);
            asList = binding.isList(exchange, requests);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        getEndpoint()
                .client()
                .synthesize(requests)
                .whenComplete((results, failure) -> resume(() -> {
                    complete(exchange, asList, results, failure);
                    callback.done(false);
                }));
        return false;
    }

    private void complete(Exchange exchange, boolean asList, List<SpeechResult> results, Throwable failure) {
        if (failure != null) {
            exchange.setException(failure instanceof CompletionException ? failure.getCause() : failure);
            return;
        }
        try {
            getEndpoint().binding().toMessage(exchange, results, asList);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    /** The route behind us may block, so it does not go on on a thread of the client. */
    private void resume(Runnable rest) {
        try {
            getEndpoint().getComponent().routeExecutor().execute(rest);
        } catch (RejectedExecutionException e) {
            // Camel is stopping, and the exchange has to end nevertheless.
            rest.run();
        }
    }
}
