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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.model.dataformat.JsonLibrary;

/** A hand-written route of Camel's HTTP component. It holds its thread from the request on. */
final class HandWrittenStreamPeer extends CamelStreamPeer {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String url;
    private final int inFlight;
    private final boolean isStreamed;

    /** @param isStreamed whether the body is the stream of the connection; by default it is read before the route continues */
    HandWrittenStreamPeer(String url, int inFlight, boolean isStreamed) throws Exception {
        this.url = url;
        this.inFlight = inFlight;
        this.isStreamed = isStreamed;
        start();
    }

    @Override
    void prepare(CamelContext fresh) {
        HttpComponent http = fresh.getComponent("http", HttpComponent.class);
        http.setMaxTotalConnections(inFlight);
        http.setConnectionsPerRoute(inFlight);
        fresh.setStreamCaching(!isStreamed);
    }

    @Override
    LambdaRouteBuilder routes() {
        return route -> route.from("direct:in")
                .process(exchange -> exchange.getMessage()
                        .setBody(SpeechBodies.streamed(exchange.getMessage().getBody(String.class))))
                .marshal()
                .json(JsonLibrary.Jackson)
                .setHeader(Exchange.HTTP_METHOD, route.constant("POST"))
                .setHeader(Exchange.CONTENT_TYPE, route.constant("application/json"))
                .to(url + "/v1/audio/speech?disableStreamCache=" + isStreamed)
                .process(this::read);
    }

    @Override
    CompletableFuture<Void> listen(Listening listening) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            countAsListener();
                            return super.listen(listening);
                        },
                        threads)
                .thenCompose(heard -> heard);
    }

    @Override
    public void close() throws Exception {
        threads.shutdown();
        super.close();
    }
}
