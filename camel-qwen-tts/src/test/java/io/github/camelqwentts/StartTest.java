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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.model.SagaCompletionMode;
import org.apache.camel.model.SagaPropagation;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A context starts whatever surrounds the endpoint, and whatever comes first. */
class StartTest extends StartingTestSupport {

    static Stream<String> eips() {
        return EIPS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("eips")
    void startsWithTheEndpointInAnEip(String eip) throws Exception {
        assertThatTextIsSpoken(routes(eip), true);
    }

    @ParameterizedTest
    @MethodSource("eips")
    void startsARouteWithTheEndpointInAnEipLater(String eip) throws Exception {
        assertThatTextIsSpoken(routes(eip), false);
    }

    @Test
    void startsInCamelMain() throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(routes("split"));
        main.start();
        try {
            assertThatTextIsSpoken(main.getCamelContext());
        } finally {
            main.stop();
        }
    }

    @Test
    void speaksBeforeTheContextIsStarted() throws Exception {
        try (CamelContext context = newContext()) {
            Producer producer = context.getEndpoint(speak()).createProducer();
            Exchange exchange = producer.getEndpoint().createExchange();
            exchange.getMessage().setBody("Hello");
            producer.process(exchange);

            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getBody(byte[].class)).isNotEmpty();

            context.addRoutes(routes("split"));
            context.start();
            assertThatTextIsSpoken(context);
        }
    }

    @Test
    void startsAgainAfterAStop() throws Exception {
        CamelContext context = newContext();
        context.addRoutes(routes("multicast"));
        context.start();
        assertThatTextIsSpoken(context);
        QwenTtsComponent component = context.getComponent("qwen-tts", QwenTtsComponent.class);

        component.stop();
        component.start();

        assertThatTextIsSpoken(context);
        context.stop();
    }

    @Test
    void theFirstMessagesMayComeAllAtOnce() throws Exception {
        int contexts = 100;
        int messages = 4;
        ExecutorService callers = Executors.newFixedThreadPool(messages);
        try {
            for (int i = 0; i < contexts; i++) {
                try (CamelContext context = new DefaultCamelContext()) {
                    context.start();
                    ProducerTemplate template = context.createProducerTemplate();
                    CyclicBarrier together = new CyclicBarrier(messages);
                    List<CompletableFuture<Exchange>> all = IntStream.range(0, messages)
                            .mapToObj(number -> CompletableFuture.supplyAsync(
                                    () -> {
                                        await(together);
                                        return template.request(
                                                speak(),
                                                exchange ->
                                                        exchange.getMessage().setBody("Hello"));
                                    },
                                    callers))
                            .toList();
                    assertThat(all)
                            .allSatisfy(one -> assertThat(one)
                                    .succeedsWithin(Duration.ofSeconds(20))
                                    .extracting(Exchange::getException)
                                    .isNull());
                }
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(runware.emulator().tasksCarriedOut()).isEqualTo(contexts * messages);
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private RouteBuilder routes(String eip) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                EIPS.get(eip).add(this, speak());
            }
        };
    }

    /** The EIPs of Camel's core that have steps of their own, or send. */
    private static final Map<String, Eip> EIPS = new LinkedHashMap<>();

    static {
        EIPS.put("none", (r, uri) -> r.from("direct:in").to(uri));
        EIPS.put("split", (r, uri) -> r.from("direct:in").split(r.body()).to(uri));
        EIPS.put(
                "split, parallel and streaming",
                (r, uri) -> r.from("direct:in")
                        .split(r.body())
                        .parallelProcessing()
                        .streaming()
                        .to(uri));
        EIPS.put("multicast", (r, uri) -> r.from("direct:in").multicast().to(uri, "mock:out"));
        EIPS.put(
                "multicast, parallel",
                (r, uri) -> r.from("direct:in").multicast().parallelProcessing().to(uri, "mock:out"));
        EIPS.put("recipientList", (r, uri) -> r.from("direct:in").recipientList(r.constant(uri), "none"));
        EIPS.put("routingSlip", (r, uri) -> r.from("direct:in").routingSlip(r.constant(uri), "none"));
        EIPS.put("dynamicRouter", (r, uri) -> r.from("direct:in").dynamicRouter(r.method(new Once(uri), "next")));
        EIPS.put("toD", (r, uri) -> r.from("direct:in").toD(uri));
        EIPS.put("toD, uncached", (r, uri) -> r.from("direct:in").toD(uri, -1));
        EIPS.put("to, in only", (r, uri) -> r.from("direct:in").to(ExchangePattern.InOnly, uri));
        EIPS.put(
                "choice",
                (r, uri) -> r.from("direct:in")
                        .choice()
                        .when(r.body().isNull())
                        .to("mock:out")
                        .otherwise()
                        .to(uri));
        EIPS.put(
                "filter",
                (r, uri) -> r.from("direct:in").filter(r.body().isNotNull()).to(uri));
        EIPS.put(
                "doTry",
                (r, uri) -> r.from("direct:in").doTry().to(uri).doFinally().to("mock:out"));
        EIPS.put(
                "doCatch",
                (r, uri) -> r.from("direct:in")
                        .doTry()
                        .throwException(new IllegalStateException("Provoked"))
                        .doCatch(Exception.class)
                        .to(uri));
        EIPS.put(
                "doFinally",
                (r, uri) ->
                        r.from("direct:in").doTry().to("mock:out").doFinally().to(uri));
        EIPS.put("loop", (r, uri) -> r.from("direct:in").loop(2).copy().to(uri));
        EIPS.put(
                "loopDoWhile",
                (r, uri) -> r.from("direct:in")
                        .loopDoWhile(r.body().isInstanceOf(String.class))
                        .to(uri));
        EIPS.put("enrich", (r, uri) -> r.from("direct:in").enrich(uri));
        EIPS.put("enrich by a route", (r, uri) -> {
            r.from("direct:in").enrich("direct:speak");
            r.from("direct:speak").to(uri);
        });
        EIPS.put("wireTap", (r, uri) -> r.from("direct:in").wireTap(uri));
        EIPS.put(
                "saga",
                (r, uri) -> r.from("direct:in")
                        .saga()
                        .propagation(SagaPropagation.REQUIRED)
                        .completionMode(SagaCompletionMode.AUTO)
                        .to(uri));
        EIPS.put(
                "idempotentConsumer",
                (r, uri) -> r.from("direct:in")
                        .idempotentConsumer(r.body(), MemoryIdempotentRepository.memoryIdempotentRepository())
                        .to(uri));
        EIPS.put(
                "aggregate",
                (r, uri) -> r.from("direct:in")
                        .aggregate(r.constant(true), new GroupedBodyAggregationStrategy())
                        .completionSize(1)
                        .to(uri));
        EIPS.put(
                "resequence",
                (r, uri) ->
                        r.from("direct:in").resequence(r.body()).batch().size(1).to(uri));
        EIPS.put("throttle", (r, uri) -> r.from("direct:in").throttle(10).to(uri));
        EIPS.put("delay", (r, uri) -> r.from("direct:in").delay(1).to(uri));
        EIPS.put("threads", (r, uri) -> r.from("direct:in").threads(2).to(uri));
        EIPS.put(
                "loadBalance",
                (r, uri) -> r.from("direct:in").loadBalance().roundRobin().to(uri));
        EIPS.put(
                "loadBalance, failover",
                (r, uri) -> r.from("direct:in").loadBalance().failover().to(uri));
        EIPS.put("pipeline", (r, uri) -> r.from("direct:in").pipeline().to(uri).to("mock:out"));
        EIPS.put("step", (r, uri) -> r.from("direct:in").step("speaking").to(uri));
        EIPS.put("seda", (r, uri) -> {
            r.from("direct:in").to("seda:speak");
            r.from("seda:speak").to(uri);
        });
        EIPS.put("onCompletion", (r, uri) -> {
            r.onCompletion().to(uri);
            r.from("direct:in").to("mock:out");
        });
        EIPS.put("onException", (r, uri) -> {
            r.onException(IllegalStateException.class).handled(true).to(uri);
            r.from("direct:in").throwException(new IllegalStateException("Provoked"));
        });
        EIPS.put("deadLetterChannel", (r, uri) -> {
            r.errorHandler(r.deadLetterChannel(uri));
            r.from("direct:in").throwException(new IllegalStateException("Provoked"));
        });
        EIPS.put("intercept", (r, uri) -> {
            r.intercept().to(uri);
            r.from("direct:in").to("mock:out");
        });
        EIPS.put("interceptFrom", (r, uri) -> {
            r.interceptFrom("direct:*").to(uri);
            r.from("direct:in").to("mock:out");
        });
        EIPS.put("interceptSendToEndpoint", (r, uri) -> {
            r.interceptSendToEndpoint("mock:out").to(uri);
            r.from("direct:in").to("mock:out");
        });
    }

    @FunctionalInterface
    private interface Eip {
        void add(RouteBuilder routes, String uri);
    }

    /** Tells a dynamic router one endpoint and then the end. */
    public static final class Once {

        private final String uri;

        Once(String uri) {
            this.uri = uri;
        }

        public String next(Exchange exchange) {
            boolean isFirst = exchange.getProperty(Exchange.SLIP_ENDPOINT) == null;
            return isFirst ? uri : null;
        }
    }
}
