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

import io.github.camelqwentts.BackendCapabilities.Feature;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Puts the list of voices into the message: those of the service if it lists them, otherwise the presets. */
class QwenTtsVoicesProducer extends DefaultAsyncProducer {

    QwenTtsVoicesProducer(QwenTtsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public QwenTtsEndpoint getEndpoint() {
        return (QwenTtsEndpoint) super.getEndpoint();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (!isAsked()) {
            putInto(exchange, null);
            callback.done(true);
            return true;
        }
        try {
            getEndpoint().client().listVoices().whenComplete((voices, failure) -> {
                Runnable rest = () -> {
                    if (failure == null) {
                        putInto(exchange, voices);
                    } else {
                        exchange.setException(QwenTtsProducer.cause(failure));
                    }
                    Continuation.run(exchange, () -> callback.done(false));
                };
                getEndpoint().getComponent().resume(rest);
            });
            return false;
        } catch (RuntimeException | Error e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private void putInto(Exchange exchange, @Nullable List<Voice> voices) {
        exchange.getMessage()
                .setBody(voices == null ? getEndpoint().backend().capabilities().voices() : voices);
    }

    private boolean isAsked() {
        return getEndpoint().backend().capabilities().features().contains(Feature.VOICE_LIST);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (isAsked()) {
            getEndpoint().attach(this);
        }
    }

    @Override
    protected void doStop() throws Exception {
        getEndpoint().detach(this);
        super.doStop();
    }
}
