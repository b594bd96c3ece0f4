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
package io.github.camelqwentts.examples.talkingwebpage;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

import io.github.camelqwentts.speech.SpeechException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.ObjectHelper;

/**
 * Sends the audio of a route to the page while it arrives. A route from {@code platform-http} would collect 16 kB first, and
 * would not notice that the page has gone.
 */
final class StreamingHandler implements Handler<RoutingContext> {

    private static final int CHUNK = 8192;

    private final String route;
    private final ProducerTemplate template;
    private final ExecutorService listeners;

    StreamingHandler(CamelContext context, String route) {
        this.route = route;
        this.template = context.createProducerTemplate();
        this.listeners = context.getExecutorServiceManager().newCachedThreadPool(this, "Listeners");
    }

    @Override
    public void handle(RoutingContext request) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        request.addEndHandler(end -> over.complete(null));
        String text = request.body().asString("UTF-8");
        template.asyncSend(route, exchange -> exchange.getMessage().setBody(text))
                .thenAcceptAsync(spoken -> send(request.response(), spoken, over), listeners);
    }

    private static void send(HttpServerResponse response, Exchange spoken, CompletableFuture<Void> over) {
        if (spoken.isFailed()) {
            response.setStatusCode(502)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(reason(spoken.getException()));
            return;
        }
        response.setChunked(true)
                .putHeader("Content-Type", spoken.getMessage().getHeader("Content-Type", String.class));
        try (InputStream audio = spoken.getMessage().getBody(InputStream.class)) {
            // A page that has gone closes the audio, which ends the request at the server that speaks.
            over.thenRun(() -> IOHelper.close(audio));
            byte[] chunk = new byte[CHUNK];
            for (int read = audio.read(chunk); read >= 0 && !response.closed(); read = audio.read(chunk)) {
                response.write(Buffer.buffer().appendBytes(chunk, 0, read))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get();
            }
            response.end();
        } catch (IOException | ExecutionException e) {
            // A clean end would hide that audio is missing.
            response.reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.reset();
        }
    }

    private static String reason(Exception failure) {
        SpeechException reason = ObjectHelper.getException(SpeechException.class, failure);
        return reason == null ? "The text cannot be spoken." : reason.getMessage();
    }
}
