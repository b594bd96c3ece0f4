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

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A route that has a text spoken and reads the audio. */
abstract class CamelPeer implements Peer {

    static final String TEXT = "Hello";

    private static final String FIRST_BYTE = "firstByte";

    private final CamelContext context = new DefaultCamelContext();
    private final Object body;
    private final Endpoint in;
    private final AsyncProducer producer;

    /** @param server the address of what is spoken to, as the routes expect it */
    CamelPeer(String server, Workload workload) throws Exception {
        body = workload.batch() == 1 ? TEXT : Collections.nCopies(workload.batch(), TEXT);
        prepare(context, server, workload);
        RouteBuilder.addRoutes(context, routes(server, workload));
        context.start();
        in = context.getEndpoint("direct:in");
        producer = in.createAsyncProducer();
        producer.start();
    }

    /** Sets up what the routes need. */
    void prepare(CamelContext fresh, String server, Workload workload) throws Exception {}

    /** The route from {@code direct:in}, which ends in {@link #read}. */
    abstract LambdaRouteBuilder routes(String server, Workload workload);

    @Override
    public CompletableFuture<Long> speak() {
        Exchange exchange = in.createExchange();
        exchange.getMessage().setBody(body);
        CompletableFuture<Long> read = new CompletableFuture<>();
        producer.process(exchange, doneSync -> {
            if (exchange.getException() == null) {
                read.complete(exchange.getProperty(FIRST_BYTE, Long.class));
            } else {
                read.completeExceptionally(exchange.getException());
            }
        });
        return read;
    }

    @Override
    public void close() throws Exception {
        producer.stop();
        context.stop();
    }

    /** Reads what the body is: a stream, bytes, or a list of results. */
    static void read(Exchange exchange) throws IOException {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Iterable<?> results) {
            for (Object result : results) {
                drain(exchange, ((SpeechResult.Spoken) result).audio().open());
            }
        } else {
            drain(exchange, exchange.getMessage().getBody(InputStream.class));
        }
    }

    private static void drain(Exchange exchange, InputStream audio) throws IOException {
        try (audio) {
            if (audio.read() < 0) {
                throw new IOException("There is no audio");
            }
            exchange.setProperty(FIRST_BYTE, System.nanoTime());
            audio.skipNBytes(Workload.SMALL - 1L);
            byte[] buffer = new byte[8192];
            while (audio.read(buffer) >= 0) {
                // The audio has come through; what it says is the server's affair.
            }
        }
    }
}
