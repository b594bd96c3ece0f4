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
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Asks the API on behalf of a message, without holding its thread, and goes on on a thread of its own. */
abstract class QwenTtsProducer extends DefaultAsyncProducer {

    QwenTtsProducer(QwenTtsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public QwenTtsEndpoint getEndpoint() {
        return (QwenTtsEndpoint) super.getEndpoint();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<Outcome> work;
        try {
            work = begin(exchange);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        work.whenComplete((outcome, failure) -> resume(() -> {
            complete(exchange, outcome, failure);
            callback.done(false);
        }));
        return false;
    }

    /**
     * Begins what a message asks for.
     *
     * @throws IllegalArgumentException if the message or an option breaks a rule
     */
    abstract CompletableFuture<Outcome> begin(Exchange exchange);

    private static void complete(Exchange exchange, Outcome outcome, Throwable failure) {
        if (failure != null) {
            exchange.setException(failure instanceof CompletionException ? failure.getCause() : failure);
            return;
        }
        try {
            outcome.putInto(exchange);
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

    /** What came of the work; put into the message on the thread on which the exchange goes on. */
    @FunctionalInterface
    interface Outcome {
        void putInto(Exchange exchange);
    }
}
