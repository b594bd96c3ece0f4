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
package io.github.camelqwentts.benchmarks;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A route that has a text spoken, and reads the body while it arrives. */
abstract class CamelStreamPeer extends StreamPeer {

    private static final String LISTENING = "listening";

    private final CamelContext context = new DefaultCamelContext();
    private Endpoint in;
    private AsyncProducer producer;

    /** Sets up what the routes need, and starts them. */
    final void start() throws Exception {
        prepare(context);
        RouteBuilder.addRoutes(context, routes());
        context.start();
        in = context.getEndpoint("direct:in");
        producer = in.createAsyncProducer();
        producer.start();
    }

    void prepare(CamelContext fresh) {}

    /** The route from {@code direct:in}, which ends in {@link #read}. */
    abstract LambdaRouteBuilder routes();

    @Override
    CompletableFuture<Void> listen(Listening listening) {
        Exchange exchange = in.createExchange();
        exchange.getMessage().setBody(TEXT);
        exchange.setProperty(LISTENING, listening);
        CompletableFuture<Void> heard = new CompletableFuture<>();
        producer.process(exchange, doneSync -> {
            if (exchange.getException() == null) {
                heard.complete(null);
            } else {
                heard.completeExceptionally(exchange.getException());
            }
        });
        return heard;
    }

    final void read(Exchange exchange) throws Exception {
        countAsListener();
        try (InputStream audio = exchange.getMessage().getBody(InputStream.class)) {
            exchange.getProperty(LISTENING, Listening.class).hear(audio);
        }
    }

    @Override
    public void close() throws Exception {
        producer.stop();
        context.stop();
    }
}
