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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.ClaimCheckOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns that copy messages, merge them, or keep them for later than the exchange that made the audio. */
class SharedAudioTest extends AudioInRoutes {

    private static final AggregationStrategy LISTS = AggregationStrategies.groupedBody();

    @Test
    void splitOfTexts() throws Exception {
        routes(r -> r.from("direct:in").split(r.body().tokenize("\n")).to(SPEAK).process(hear));

        say("One\nTwo");

        assertHeard("One", "Two");
    }

    @Test
    void splitOfTextsInParallelWithStreaming() throws Exception {
        routes(r -> r.from("direct:in")
                .split(r.body().tokenize("\n"))
                .streaming()
                .parallelProcessing()
                .to(SPEAK)
                .process(hear));

        say("One\nTwo\nThree");

        assertHeard("One", "Two", "Three");
    }

    @Test
    void splitThatCollectsTheAudioOfItsParts() throws Exception {
        routes(r -> r.from("direct:in")
                .split(r.body().tokenize("\n"), LISTS)
                .to(SPEAK)
                .end()
                .process(this::hearEach));

        say("One\nTwo");

        assertHeard("One", "Two");
    }

    @Test
    void splitThatGoesOnWithTheAudioOfItsLastPart() throws Exception {
        routes(r -> r.from("direct:in")
                .split(r.body().tokenize("\n"), AggregationStrategies.useLatest())
                .to(SPEAK)
                .end()
                .process(hear));

        say("One\nTwo");

        assertHeard("Two");
    }

    @Test
    void splitOfTheResultsOfAList() throws Exception {
        routes(r -> r.from("direct:in").to(SPEAK).split(r.body()).process(hear));

        say(List.of("One", "Two"));

        assertHeard("One", "Two");
    }

    @Test
    void splitThatQueuesTheAudioOfTexts() throws Exception {
        routes(r -> {
            r.from("direct:in").split(r.body().tokenize("\n")).to(SPEAK).to(ExchangePattern.InOnly, "seda:later");
            r.from("seda:later").process(awaitEndOfSay).process(hear);
        });

        say("One\nTwo");

        assertHeard("One", "Two");
    }

    @Test
    void splitThatQueuesTheResultsOfAList() throws Exception {
        routes(r -> {
            r.from("direct:in").to(SPEAK).split(r.body()).to(ExchangePattern.InOnly, "seda:later");
            r.from("seda:later").process(awaitEndOfSay).process(hear);
        });

        say(List.of("One", "Two"));

        assertHeard("One", "Two");
    }

    @Test
    void splitInASplit() throws Exception {
        routes(r -> r.from("direct:in")
                .split(r.body().tokenize(";"), LISTS)
                .split(r.body().tokenize("\n"), LISTS)
                .to(SPEAK)
                .end()
                .end()
                .process(this::hearEachOfEachList));

        say("One\nTwo;Three");

        assertHeard("One", "Two", "Three");
    }

    @Test
    void aggregateOfSeveralExchanges() throws Exception {
        aggregate(3, this::hearEach);

        sayEach("One", "Two", "Three");

        assertHeard("One", "Two", "Three");
    }

    @Test
    void aggregateThatKeepsExchangesUntilATimeout() throws Exception {
        routes(r -> r.from("direct:in")
                .to(SPEAK)
                .aggregate(r.constant(true), AggregationStrategies.groupedExchange())
                .completionTimeout(300)
                .process(exchange -> {
                    for (Object one : exchange.getMessage().getBody(List.class)) {
                        heard.add(listen(exchange, ((Exchange) one).getMessage().getBody()));
                    }
                }));

        sayEach("One", "Two");

        assertHeard("One", "Two");
    }

    @Test
    void aggregateOfALists() throws Exception {
        aggregate(2, this::hearEachOfEachList);

        sayEach(List.of("One"), List.of("Two", "Three"));

        assertHeard("One", "Two", "Three");
    }

    private void aggregate(int size, Processor listener) throws Exception {
        routes(r -> r.from("direct:in")
                .to(SPEAK)
                .aggregate(r.constant(true), LISTS)
                .completionSize(size)
                .process(listener));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void multicast(boolean inParallel) throws Exception {
        routes(r -> {
            r.from("direct:in")
                    .to(SPEAK)
                    .multicast()
                    .parallelProcessing(inParallel)
                    .to("direct:a", "direct:b")
                    .end()
                    .process(hear);
            r.from("direct:a").process(hear);
            r.from("direct:b").process(hear);
        });

        say("One");

        assertHeard("One", "One", "One");
    }

    @Test
    void multicastThatSpeaksInEachBranch() throws Exception {
        routes(r -> {
            r.from("direct:in")
                    .multicast(LISTS)
                    .parallelProcessing()
                    .to("direct:a", "direct:b")
                    .end()
                    .process(this::hearEach);
            r.from("direct:a").setBody(r.constant("One")).to(SPEAK);
            r.from("direct:b").setBody(r.constant("Two")).to(SPEAK);
        });

        say("Both");

        assertHeard("One", "Two");
    }

    @Test
    void recipientList() throws Exception {
        assertHeardTwice(r -> {
            r.from("direct:in")
                    .to(SPEAK)
                    .recipientList(r.constant("direct:a,seda:b?waitForTaskToComplete=Never"))
                    .parallelProcessing();
            r.from("direct:a").process(hear);
            r.from("seda:b").process(hear);
        });
    }

    @Test
    void recipientListThatSpeaks() throws Exception {
        assertHeardOnce(r -> r.from("direct:in")
                .recipientList(r.constant(SPEAK))
                .aggregationStrategy(AggregationStrategies.useLatest())
                .end()
                .process(hear));
    }

    @Test
    void wireTap() throws Exception {
        assertHeardTwice(r -> {
            r.from("direct:in").to(SPEAK).wireTap("direct:tap").process(hear);
            r.from("direct:tap").process(awaitEndOfSay).process(hear);
        });
    }

    @Test
    void wireTapOfAList() throws Exception {
        routes(r -> {
            r.from("direct:in").to(SPEAK).wireTap("direct:tap");
            r.from("direct:tap").process(awaitEndOfSay).process(this::hearEach);
        });

        say(List.of("One", "Two"));

        assertHeard("One", "Two");
    }

    @Test
    void enrich() throws Exception {
        assertHeardOnce(r -> {
            r.from("direct:in").enrich("direct:speak").process(hear);
            r.from("direct:speak").to(SPEAK);
        });
    }

    @Test
    void enrichByTheEndpointItself() throws Exception {
        assertHeardOnce(r -> r.from("direct:in")
                .enrich(SPEAK, (text, audio) -> {
                    text.setProperty("audio", audio.getMessage().getBody());
                    return text;
                })
                .process(exchange -> heard.add(listen(exchange, exchange.getProperty("audio")))));
    }

    @Test
    void pollEnrich() throws Exception {
        routes(r -> {
            r.from("direct:speak").to(SPEAK).to(ExchangePattern.InOnly, "seda:spoken");
            r.from("direct:in").pollEnrich("seda:spoken", 10_000).process(hear);
        });
        send("direct:speak", "One");

        say("Something else");

        assertHeard("One");
    }

    @Test
    void seda() throws Exception {
        assertHeardOnce(r -> {
            r.from("direct:in").to(SPEAK).to(ExchangePattern.InOnly, "seda:later");
            r.from("seda:later").process(awaitEndOfSay).process(hear);
        });
    }

    @Test
    void sedaWithSeveralConsumers() throws Exception {
        assertHeardTwice(r -> {
            r.from("direct:in").to(SPEAK).to(ExchangePattern.InOnly, "seda:all?multipleConsumers=true");
            r.from("seda:all?multipleConsumers=true").process(hear);
            r.from("seda:all?multipleConsumers=true").routeId("second").process(hear);
        });
    }

    @Test
    void resequence() throws Exception {
        routes(r -> r.from("direct:in")
                .to(SPEAK)
                .resequence(r.header("number"))
                .batch()
                .size(3)
                .timeout(10_000)
                .process(hear));

        template.sendBodyAndHeader("direct:in", "One", "number", 3);
        template.sendBodyAndHeader("direct:in", "Two", "number", 2);
        template.sendBodyAndHeader("direct:in", "Three", "number", 1);

        assertHeard("One", "Two", "Three");
    }

    @Test
    void claimCheck() throws Exception {
        assertHeardAfter((r, spoken) -> spoken.claimCheck(ClaimCheckOperation.Push)
                .setBody(r.constant("Something else"))
                .claimCheck(ClaimCheckOperation.Pop));
    }

    @Test
    void claimCheckByKey() throws Exception {
        assertHeardAfter((r, spoken) -> spoken.claimCheck(ClaimCheckOperation.Set, "audio")
                .setBody(r.constant("Something else"))
                .claimCheck(ClaimCheckOperation.GetAndRemove, "audio"));
    }

    @Test
    void onCompletion() throws Exception {
        assertHeardOnce(
                r -> r.from("direct:in").onCompletion().process(hear).end().to(SPEAK));
    }

    @Test
    void onCompletionOnAnotherThread() throws Exception {
        assertHeardOnce(r -> r.from("direct:in")
                .onCompletion()
                .parallelProcessing()
                .process(hear)
                .end()
                .to(SPEAK));
    }

    @Test
    void onCompletionBeforeTheConsumer() throws Exception {
        assertHeardOnce(r -> r.from("direct:in")
                .onCompletion()
                .modeBeforeConsumer()
                .process(hear)
                .end()
                .to(SPEAK));
    }

    @Test
    void threads() throws Exception {
        assertHeardAfter((r, spoken) -> spoken.threads(2));
    }

    @Test
    void listThatAProcessorKeeps() throws Exception {
        List<Object> kept = new CopyOnWriteArrayList<>();
        routes(r -> r.from("direct:in").to(SPEAK).process(exchange -> {
            kept.add(exchange.getMessage().getBody());
            exchange.getMessage().setBody(null);
        }));

        sayEach("One", "Two");
        hearEach(context.getEndpoint("direct:in").createExchange(), kept);

        assertHeard("One", "Two");
    }

    @Test
    void mockThatIsLookedAtAfterwards() throws Exception {
        MockEndpoint mock = context.getEndpoint("mock:out", MockEndpoint.class);
        mock.expectedMessageCount(2);
        routes(r -> r.from("direct:in").to(SPEAK).to("mock:out"));

        sayEach("One", "Two");

        MockEndpoint.assertIsSatisfied(context, 10, TimeUnit.SECONDS);
        for (Exchange exchange : mock.getExchanges()) {
            heard.add(listen(exchange, exchange.getMessage().getBody()));
        }
        assertHeard("One", "Two");
    }

    private void sayEach(Object... bodies) {
        for (Object body : bodies) {
            say(body);
        }
    }

    private void hearEachOfEachList(Exchange exchange) throws Exception {
        for (Object list : exchange.getMessage().getBody(List.class)) {
            hearEach(exchange, (List<?>) list);
        }
    }
}
