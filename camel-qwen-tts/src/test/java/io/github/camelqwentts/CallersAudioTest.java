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

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.ProxyBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who calls a route from Java has the audio when the exchange is done, in whatever type he asks for. */
class CallersAudioTest extends AudioInRoutes {

    @BeforeEach
    void addRoute() throws Exception {
        routes(r -> r.from("direct:in").to(SPEAK));
    }

    @Test
    void requestBody() throws Exception {
        Object body = template.requestBody("direct:in", "One");

        assertThat(listen(context.getEndpoint("direct:in").createExchange(), body))
                .isEqualTo("One");
    }

    @Test
    void requestBodyOfTheEndpointItself() throws Exception {
        Object body = template.requestBody(SPEAK, "One");

        assertThat(listen(context.getEndpoint(SPEAK).createExchange(), body)).isEqualTo("One");
    }

    @Test
    void requestBodyAsAStream() throws Exception {
        InputStream audio = template.requestBody("direct:in", (Object) "One", InputStream.class);

        forgetWhatNobodyHolds();
        assertThat(recognize(audio.readAllBytes())).isEqualTo("One");
        assertThat(audio.read()).isEqualTo(-1);
    }

    @Test
    void requestBodyAsBytes() throws Exception {
        assertThat(recognize(template.requestBody("direct:in", (Object) "One", byte[].class)))
                .isEqualTo("One");
    }

    @Test
    void requestBodyAsABuffer() throws Exception {
        ByteBuffer audio = template.requestBody("direct:in", (Object) "One", ByteBuffer.class);

        byte[] bytes = new byte[audio.remaining()];
        audio.get(bytes);
        assertThat(recognize(bytes)).isEqualTo("One");
    }

    @Test
    void requestBodyAsText() {
        String description = template.requestBody("direct:in", (Object) "One", String.class);

        assertThat(description).matches("Audio of [0-9]+ bytes");
    }

    @Test
    void requestBodyAndHeader() throws Exception {
        Object body = template.requestBodyAndHeader("direct:in", "One", "CamelQwenTtsVoice", "vivian");

        assertThat(listen(context.getEndpoint("direct:in").createExchange(), body))
                .isEqualTo("One");
    }

    @Test
    void requestBodyOfAList() throws Exception {
        List<?> results = template.requestBody("direct:in", List.of("One", "Two"), List.class);

        hearEach(context.getEndpoint("direct:in").createExchange(), results);
        assertHeard("One", "Two");
    }

    @Test
    void sendOfAnExchange() throws Exception {
        Exchange done = template.send("direct:in", exchange -> {
            exchange.setPattern(ExchangePattern.InOut);
            exchange.getMessage().setBody("One");
        });

        assertThat(listen(done, done.getMessage().getBody())).isEqualTo("One");
    }

    @Test
    void asyncRequestBody() throws Exception {
        InputStream audio =
                template.asyncRequestBody("direct:in", "One", InputStream.class).get(20, TimeUnit.SECONDS);

        forgetWhatNobodyHolds();
        assertThat(recognize(audio.readAllBytes())).isEqualTo("One");
    }

    @Test
    void asyncSend() throws Exception {
        Exchange done = template.asyncSend(
                        "direct:in", exchange -> exchange.getMessage().setBody("One"))
                .get(20, TimeUnit.SECONDS);

        assertThat(listen(done, done.getMessage().getBody())).isEqualTo("One");
    }

    @Test
    void fluentTemplate() throws Exception {
        InputStream audio = context.createFluentProducerTemplate()
                .to("direct:in")
                .withBody("One")
                .request(InputStream.class);

        forgetWhatNobodyHolds();
        assertThat(recognize(audio.readAllBytes())).isEqualTo("One");
    }

    @Test
    void fluentTemplateThatSends() throws Exception {
        Exchange done = context.createFluentProducerTemplate()
                .to("direct:in")
                .withBody("One")
                .send();

        assertThat(listen(done, done.getMessage().getBody())).isEqualTo("One");
    }

    @Test
    void consumerTemplate() throws Exception {
        speakIntoQueue();

        try (ConsumerTemplate consumer = context.createConsumerTemplate()) {
            Object body = consumer.receiveBody("seda:spoken", 20_000);

            assertThat(listen(context.getEndpoint("direct:in").createExchange(), body))
                    .isEqualTo("One");
        }
    }

    @Test
    void consumerTemplateThatReceivesAnExchange() throws Exception {
        speakIntoQueue();

        try (ConsumerTemplate consumer = context.createConsumerTemplate()) {
            Exchange received = consumer.receive("seda:spoken", 20_000);
            consumer.doneUoW(received);

            assertThat(listen(received, received.getMessage().getBody())).isEqualTo("One");
        }
    }

    @Test
    void proxyOfAnInterface() throws Exception {
        Voice voice = new ProxyBuilder(context).endpoint("direct:in").build(Voice.class);

        InputStream audio = voice.say("One");

        forgetWhatNobodyHolds();
        assertThat(recognize(audio.readAllBytes())).isEqualTo("One");
    }

    @Test
    void severalThreadsReadTheSameBody() throws Exception {
        Object body = template.requestBody("direct:in", "One");
        Exchange later = context.getEndpoint("direct:in").createExchange();

        List<CompletableFuture<Void>> readers = Stream.generate(
                        () -> Background.run(() -> heard.add(listen(later, body))))
                .limit(4)
                .toList();

        for (CompletableFuture<Void> reader : readers) {
            reader.get(20, TimeUnit.SECONDS);
        }
        assertHeard("One", "One", "One", "One");
    }

    /** What a user's code calls; {@link ProxyBuilder} makes a route of it. */
    private void speakIntoQueue() throws Exception {
        routes(r -> r.from("direct:queue").to(SPEAK).to(ExchangePattern.InOnly, "seda:spoken"));
        template.sendBody("direct:queue", "One");
    }

    public interface Voice {

        /** The audio of a text. */
        InputStream say(String text);
    }
}
