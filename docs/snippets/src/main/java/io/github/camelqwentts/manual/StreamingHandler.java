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
package io.github.camelqwentts.manual;

// tag::handler[]
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.util.IOHelper;

/**
 * Sends the audio of a route to an HTTP client while it arrives. Each client has a thread of its own. When a client has gone, its
 * stream of the audio is closed, and the rest is not spoken.
 */
public class StreamingHandler implements Handler<RoutingContext> {

    private final String route;
    private final ProducerTemplate template;
    private final ExecutorService listeners;

    public StreamingHandler(CamelContext context, String route) {
        this.route = route;
        this.template = context.createProducerTemplate();
        this.listeners = context.getExecutorServiceManager().newCachedThreadPool(this, "Listeners");
    }

    @Override
    public void handle(RoutingContext request) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        request.addEndHandler(end -> over.complete(null));
        String text = request.body().asString();
        template.asyncSend(route, exchange -> exchange.getMessage().setBody(text))
                .thenAcceptAsync(exchange -> answer(request.response(), exchange, over), listeners);
    }

    private static void answer(HttpServerResponse response, Exchange exchange, CompletableFuture<Void> over) {
        if (exchange.isFailed()) {
            response.setStatusCode(502).end();
            return;
        }
        response.setChunked(true)
                .putHeader("Content-Type", exchange.getMessage().getHeader("Content-Type", String.class));
        try (InputStream audio = exchange.getMessage().getBody(InputStream.class)) {
            // The model may be silent for long, so the audio is closed when the client goes, not with the next chunk.
            over.thenRun(() -> IOHelper.close(audio));
            byte[] chunk = new byte[8192];
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
}
// end::handler[]
