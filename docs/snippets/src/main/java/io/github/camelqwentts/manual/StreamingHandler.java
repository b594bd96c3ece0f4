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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Sends the audio of a route to an HTTP client while it arrives. Each client has a thread of its own. When a client has gone, the
 * next chunk cannot be written, and the rest is not spoken.
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
        byte[] text = request.body().buffer().getBytes();
        template.asyncSend(route, exchange -> exchange.getMessage().setBody(text))
                .thenAcceptAsync(exchange -> answer(request, exchange), listeners);
    }

    private static void answer(RoutingContext request, Exchange exchange) {
        HttpServerResponse response = request.response();
        if (exchange.isFailed()) {
            response.setStatusCode(502).end();
            return;
        }
        response.setChunked(true)
                .putHeader("Content-Type", exchange.getMessage().getHeader("Content-Type", String.class));
        try (InputStream audio = exchange.getMessage().getBody(InputStream.class)) {
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
