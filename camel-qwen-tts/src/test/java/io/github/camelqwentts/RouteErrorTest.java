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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A step after the endpoint throws an Error, which Camel does not catch. */
class RouteErrorTest extends SpeakingTestSupport {

    private static final String BROKEN = "broken";

    @ParameterizedTest
    @ValueSource(strings = {"qwen-tts:synthesize", "qwen-tts:submit"})
    void exchangeFailsWithTheErrorAndItsNextStepsNeverRun(String uri) throws Exception {
        assertFails(uri);
    }

    @Test
    void exchangeOfARequestForVoicesFailsWithTheErrorToo() throws Exception {
        try (OpenAiSpeechEmulator server =
                OpenAiSpeechEmulator.builder().build().start()) {
            assertFails("qwen-tts:listVoices?backend=openai&baseUrl=" + server.baseUrl());
        }
    }

    @Test
    void exchangeFailsWithTheErrorBehindADeadLetterChannelToo() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(deadLetterChannel("mock:dead"));
                from("direct:in")
                        .to("qwen-tts:synthesize")
                        .process(RouteErrorTest::fail)
                        .to("mock:out");
            }
        });
        assertFailsBefore("mock:out");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void errorInAPartOfASplitFailsTheExchange(boolean parallel) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .split(body().tokenize(","))
                        .parallelProcessing(parallel)
                        .stopOnException()
                        .to("qwen-tts:synthesize")
                        .process(RouteErrorTest::fail)
                        .to("mock:part")
                        .end()
                        .to("mock:out");
            }
        });
        assertFailsBefore("mock:part", "mock:out");
    }

    @Test
    void errorInASplitOfTheAudioFailsTheExchange() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to("qwen-tts:synthesize")
                        .split(constant(List.of(1)))
                        .stopOnException()
                        .process(RouteErrorTest::fail)
                        .to("mock:part")
                        .end()
                        .to("mock:out");
            }
        });
        assertFailsBefore("mock:out");
    }

    private void assertFailsBefore(String... steps) throws Exception {
        for (String step : steps) {
            context.getEndpoint(step, MockEndpoint.class).expectedMessageCount(0);
        }

        assertThat(sendBroken())
                .succeedsWithin(20, TimeUnit.SECONDS)
                .extracting(Exchange::getException)
                .isNotNull();
        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
    }

    private CompletableFuture<Exchange> sendBroken() {
        return context.createProducerTemplate().asyncSend("direct:in", exchange -> {
            exchange.getMessage().setBody("Hello");
            exchange.getMessage().setHeader(BROKEN, true);
        });
    }

    private void assertFails(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(uri).process(RouteErrorTest::fail).to("mock:out");
            }
        });
        int later = 2 * Runtime.getRuntime().availableProcessors() + 2;
        MockEndpoint out = context.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMessageCount(later);

        assertThat(sendBroken())
                .succeedsWithin(20, TimeUnit.SECONDS)
                .extracting(exchange -> exchange.getException().getCause())
                .isInstanceOf(AssertionError.class);
        for (int i = 0; i < later; i++) {
            assertThat(send("direct:in", "Hello", Map.of()).getException()).isNull();
        }
        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
        assertThat(context.getInflightRepository().size()).isZero();
    }

    private static void fail(Exchange exchange) {
        if (exchange.getMessage().getHeader(BROKEN) != null) {
            throw new AssertionError("Not today");
        }
    }
}
