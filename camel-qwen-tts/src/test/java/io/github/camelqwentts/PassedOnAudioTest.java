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

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.saga.InMemorySagaService;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.Policy;
import org.apache.camel.spi.TransactedPolicy;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Patterns through which one message passes: each leaves the audio whole for the next step. */
class PassedOnAudioTest extends AudioInRoutes {

    @Test
    void twoStepsInARow() throws Exception {
        assertHeardThrice(r -> r.from("direct:in")
                .to(SPEAK)
                .process(hear)
                .pipeline()
                .process(hear)
                .end()
                .process(hear));
    }

    @Test
    void twoFiles() throws Exception {
        routes(r -> r.from("direct:in")
                .to(SPEAK)
                .to("file:" + directory + "/out?fileName=a.wav")
                .to("file:" + directory + "/out?fileName=b.wav"));

        say("One");

        heard.add(recognize(Files.readAllBytes(directory.resolve("out/a.wav"))));
        heard.add(recognize(Files.readAllBytes(directory.resolve("out/b.wav"))));
        assertHeard("One", "One");
    }

    @Test
    void aProcessorThatReadsALittleAndDoesNotClose() throws Exception {
        assertHeardAfter((r, spoken) -> spoken.process(exchange -> assertThat(
                        exchange.getMessage().getBody(InputStream.class).readNBytes(4))
                .startsWith('R', 'I', 'F', 'F')));
    }

    @Test
    void aStreamCacheThatIsWrittenOutTwice() throws Exception {
        assertHeardOnce(r -> r.from("direct:in").to(SPEAK).process(exchange -> {
            StreamCache body = exchange.getMessage().getBody(StreamCache.class);
            ByteArrayOutputStream once = new ByteArrayOutputStream();
            body.writeTo(once);
            ByteArrayOutputStream twice = new ByteArrayOutputStream();
            body.writeTo(twice);
            assertThat(twice.toByteArray()).isEqualTo(once.toByteArray());
            heard.add(recognize(twice.toByteArray()));
        }));
    }

    @Test
    void bean() throws Exception {
        context.getRegistry().bind("ears", new Ears());

        assertHeardThrice(r -> r.from("direct:in")
                .to(SPEAK)
                .bean("ears", "bytes")
                .bean("ears", "stream")
                .process(hear));
    }

    @Test
    void choice() throws Exception {
        assertHeardTwice(r -> r.from("direct:in")
                .choice()
                .when(r.header("mute"))
                .setBody(r.constant("Something else"))
                .otherwise()
                .to(SPEAK)
                .end()
                .choice()
                .when(r.body().isNotNull())
                .process(hear)
                .end()
                .process(hear));
    }

    @Test
    void convertBody() throws Exception {
        assertHeardOnce(r -> r.from("direct:in")
                .to(SPEAK)
                .convertBodyTo(InputStream.class)
                .convertBodyTo(byte[].class)
                .process(exchange ->
                        heard.add(recognize((byte[]) exchange.getMessage().getBody()))));
    }

    @Test
    void delay() throws Exception {
        assertHeardAfter((r, spoken) -> spoken.delay(50).asyncDelayed());
    }

    @Test
    void tryCatchFinally() throws Exception {
        assertHeardThrice(r -> r.from("direct:in")
                .doTry()
                .to(SPEAK)
                .process(this::readAndFail)
                .doCatch(IllegalStateException.class)
                .process(hear)
                .doFinally()
                .process(hear)
                .end()
                .process(hear));
    }

    @Test
    void dynamicRouter() throws Exception {
        AtomicInteger visits = new AtomicInteger();

        assertHeardThrice(r -> {
            r.from("direct:in")
                    .dynamicRouter(r.method(new Itinerary(visits, SPEAK, "direct:a", "direct:b"), "next"))
                    .process(hear);
            r.from("direct:a").process(hear);
            r.from("direct:b").process(hear);
        });
    }

    @Test
    void routingSlip() throws Exception {
        assertHeardThrice(r -> {
            r.from("direct:in")
                    .routingSlip(r.constant(SPEAK + ";direct:a;direct:b"), ";")
                    .process(hear);
            r.from("direct:a").process(hear);
            r.from("direct:b").process(hear);
        });
    }

    @Test
    void filter() throws Exception {
        assertHeardTwice(r -> r.from("direct:in")
                .to(SPEAK)
                .filter(r.body().isNotNull())
                .process(hear)
                .end()
                .process(hear));
    }

    @Test
    void idempotentConsumer() throws Exception {
        assertHeardOnce(r -> r.from("direct:in")
                .idempotentConsumer(r.body(), MemoryIdempotentRepository.memoryIdempotentRepository())
                .to(SPEAK)
                .process(hear));
    }

    @Test
    void intercept() throws Exception {
        assertHeardThrice(r -> {
            r.interceptSendToEndpoint("direct:next").process(hear);
            r.interceptFrom("direct:next").process(hear);
            r.intercept().process(exchange -> {});
            r.from("direct:in").to(SPEAK).to("direct:next");
            r.from("direct:next").process(hear);
        });
    }

    @Test
    void loadBalance() throws Exception {
        assertHeardOnce(r -> {
            r.from("direct:in").to(SPEAK).loadBalance().failover(3, false, true).to("direct:a", "direct:b");
            r.from("direct:a").errorHandler(r.noErrorHandler()).process(this::readAndFail);
            r.from("direct:b").process(hear);
        });
    }

    @Test
    void log() throws Exception {
        assertHeardAfter((r, spoken) ->
                spoken.log(LoggingLevel.DEBUG, "${body}").to("log:audio?level=DEBUG&showAll=true&showStreams=true"));
    }

    @Test
    void loop() throws Exception {
        assertHeardThrice(
                r -> r.from("direct:in").to(SPEAK).loop(2).process(hear).end().process(hear));
    }

    @Test
    void loopWithCopies() throws Exception {
        assertHeardThrice(r ->
                r.from("direct:in").to(SPEAK).loop(2).copy().process(hear).end().process(hear));
    }

    @Test
    void loopWhile() throws Exception {
        assertHeardOnce(r -> r.from("direct:in")
                .loopDoWhile(r.header("spoken").isNull())
                .to(SPEAK)
                .setHeader("spoken", r.constant(true))
                .end()
                .process(hear));
    }

    @Test
    void marshalAndUnmarshal() throws Exception {
        assertHeardAfter((r, spoken) -> spoken.marshal(new InBase64()).unmarshal(new InBase64()));
    }

    @Test
    void removeHeadersPropertiesAndVariables() throws Exception {
        assertHeardAfter(
                (r, spoken) -> spoken.removeHeaders("*").removeProperties("*").removeVariable("*"));
    }

    @Test
    void rollback() throws Exception {
        assertHeardOnce(r -> {
            r.onException(Exception.class).handled(true).process(hear);
            r.from("direct:in").to(SPEAK).rollback("no");
        });
    }

    @Test
    void saga() throws Exception {
        context.addService(new InMemorySagaService());

        assertHeardTwice(r -> {
            r.from("direct:in").to("direct:saga").process(hear);
            r.from("direct:saga").saga().to(SPEAK).process(hear);
        });
    }

    @Test
    void sample() throws Exception {
        assertHeardAfter((r, spoken) -> spoken.sample(1));
    }

    @Test
    void script() throws Exception {
        assertHeardAfter((r, spoken) -> spoken.script(r.simple("${body}")));
    }

    @Test
    void setBodyHeaderPropertyAndVariable() throws Exception {
        routes(r -> r.from("direct:in")
                .to(SPEAK)
                .setHeader("kept", r.body())
                .setProperty("kept", r.body())
                .setVariable("kept", r.body())
                .setBody(r.constant("Two"))
                .to(SPEAK)
                .process(hear)
                .setBody(r.header("kept"))
                .process(hear)
                .setBody(r.exchangeProperty("kept"))
                .process(hear)
                .setBody(r.variable("kept"))
                .process(hear));

        say("One");

        assertHeard("Two", "One", "One", "One");
    }

    @Test
    void variablesThatSendAndReceive() throws Exception {
        assertHeardOnce(r -> r.from("direct:in")
                .setVariable("text", r.body())
                .toV(SPEAK, "text", "audio")
                .setBody(r.variable("audio"))
                .process(hear));
    }

    @Test
    void globalVariable() throws Exception {
        routes(r -> {
            r.from("direct:in").to(SPEAK).setVariable("global:audio", r.body());
            r.from("direct:later").setBody(r.variable("global:audio")).process(hear);
        });

        say("One");
        send("direct:later", "Something else");

        assertHeard("One");
    }

    @Test
    void sort() throws Exception {
        assertHeardTwice(r -> r.from("direct:in")
                .to(SPEAK)
                .split(r.body(), AggregationStrategies.groupedBody())
                .process(hear)
                .end()
                .sort(r.body(), (unusedOne, unusedOther) -> 0)
                .process(this::hearEach));
    }

    @Test
    void stepAndStop() throws Exception {
        routes(r ->
                r.from("direct:in").step("speak").to(SPEAK).end().process(hear).stop());

        Exchange done = say("One");

        heard.add(listen(done, done.getMessage().getBody()));
        assertHeard("One", "One");
    }

    @Test
    void throttle() throws Exception {
        assertHeardAfter((r, spoken) -> spoken.throttle(10));
    }

    @Test
    void toD() throws Exception {
        routes(r -> {
            r.from("direct:in").toD(SPEAK + "&voice=${header.who}").toD("direct:${header.where}");
            r.from("direct:a").process(hear);
        });

        template.send("direct:in", exchange -> {
            exchange.getMessage().setBody("One");
            exchange.getMessage().setHeader("who", "vivian");
            exchange.getMessage().setHeader("where", "a");
        });

        assertHeard("One");
    }

    @Test
    void transacted() throws Exception {
        context.getRegistry().bind("PROPAGATION_REQUIRED", new NoTransaction());

        assertHeardOnce(r -> r.from("direct:in").transacted().to(SPEAK).process(hear));
    }

    @Test
    void policy() throws Exception {
        assertHeardOnce(r ->
                r.from("direct:in").policy(new NoTransaction()).to(SPEAK).end().process(hear));
    }

    @Test
    void transform() throws Exception {
        assertHeardAfter((r, spoken) -> spoken.transform(r.body()));
    }

    @Test
    void validate() throws Exception {
        assertHeardAfter(
                (r, spoken) -> spoken.validate(r.body().convertTo(byte[].class).isNotNull()));
    }

    @Test
    void errorThatIsHandled() throws Exception {
        assertHeardOnce(r -> {
            r.onException(IllegalStateException.class).handled(true).process(hear);
            r.from("direct:in").to(SPEAK).process(this::readAndFail);
        });
    }

    @Test
    void errorAfterWhichTheRouteContinues() throws Exception {
        assertHeardOnce(r -> {
            r.onException(IllegalStateException.class).continued(true);
            r.from("direct:in").to(SPEAK).process(this::readAndFail).process(hear);
        });
    }

    @Test
    void redelivery() throws Exception {
        AtomicInteger attempts = new AtomicInteger();

        assertHeardThrice(r -> {
            r.errorHandler(r.defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(10));
            r.from("direct:in").to(SPEAK).process(exchange -> {
                hear.process(exchange);
                if (attempts.incrementAndGet() < 3) {
                    throw new IllegalStateException("not yet");
                }
            });
        });
    }

    @Test
    void deadLetterChannel() throws Exception {
        assertHeardOnce(r -> {
            r.errorHandler(
                    r.deadLetterChannel("seda:dead").maximumRedeliveries(1).redeliveryDelay(10));
            r.from("direct:in").to(SPEAK).process(this::readAndFail);
            r.from("seda:dead").process(awaitEndOfSay).process(hear);
        });
    }

    @Test
    void routeInARoute() throws Exception {
        assertHeardOnce(r -> {
            r.from("direct:in").to("direct:speak").process(hear);
            r.from("direct:speak").to(SPEAK);
        });
    }

    @Test
    void routeTemplate() throws Exception {
        routes(r -> {
            r.routeTemplate("speaker")
                    .templateParameter("from")
                    .from("direct:{{from}}")
                    .to(SPEAK);
            r.from("direct:in").to("direct:speak").process(hear);
        });
        TemplatedRouteBuilder.builder(context, "speaker")
                .parameter("from", "speak")
                .add();

        say("One");

        assertHeard("One");
    }

    /** What a user's bean may take: Camel converts the body to it. */
    public final class Ears {

        /** Leaves the body as it is. */
        public void bytes(byte[] audio) throws Exception {
            heard.add(recognize(audio));
        }

        /** Leaves the body as it is. */
        public void stream(InputStream audio) throws Exception {
            heard.add(recognize(audio.readAllBytes()));
        }
    }

    /** Goes from one place to the next. */
    public static final class Itinerary {

        private final AtomicInteger visits;
        private final String[] places;

        Itinerary(AtomicInteger visits, String... places) {
            this.visits = visits;
            this.places = places;
        }

        /** The next place, or null at the end. */
        public String next() {
            int visit = visits.getAndIncrement();
            return visit < places.length ? places[visit] : null;
        }
    }

    /** Does nothing, as a transaction that never fails. */
    private static final class NoTransaction implements TransactedPolicy, Policy {

        @Override
        public void beforeWrap(Route route, NamedNode definition) {}

        @Override
        public Processor wrap(Route route, Processor processor) {
            return processor;
        }
    }

    private static final class InBase64 extends ServiceSupport implements DataFormat {

        @Override
        public void marshal(Exchange exchange, Object graph, OutputStream stream) throws Exception {
            InputStream in =
                    exchange.getContext().getTypeConverter().mandatoryConvertTo(InputStream.class, exchange, graph);
            try (OutputStream encoded = Base64.getEncoder().wrap(stream)) {
                in.transferTo(encoded);
            }
        }

        @Override
        public Object unmarshal(Exchange exchange, InputStream stream) throws Exception {
            return Base64.getDecoder().wrap(stream).readAllBytes();
        }
    }
}
