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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.WebhookDelivery;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The last columns of the table of {@link FaultMatrixTest}: a text is handed in, and a cell says what reaches the route of
 * the webhook. Where the text could not be handed in and nothing does, it is what the message that handed it in failed with.
 */
class WebhookFaultMatrixTest extends FaultMatrixTestSupport {

    private static final List<String> OUTPUT_TYPES = List.of("URL", "base64Data", "dataURI");
    private static final int FIRST_COLUMN = 22;
    private static final int DELIVERIES = 3;

    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    WebhookFaultMatrixTest() {
        super("faults-actual-webhook.csv");
    }

    @Override
    RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.webhookRetries(Duration.ofMillis(5), Duration.ofMillis(5));
    }

    @Override
    void prepare(CamelContext made) throws Exception {
        int port = LocalHttpServer.addTo(made);
        made.getComponent("qwen-tts", QwenTtsComponent.class).setWebhookExternalUrl("http://127.0.0.1:" + port);
        RouteBuilder.addRoutes(
                made,
                r -> r.from("qwen-tts:webhook?webhookToken=" + SpeakingTestSupport.TOKEN + "&" + OPTIONS)
                        .process(exchange -> received.add(outcome(exchange))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(resources = FaultTable.FILE, delimiter = '|', numLinesToSkip = 1, maxCharsPerColumn = 100)
    void whatReachesTheRouteIsWhatTheTableSays(ArgumentsAccessor row) {
        SoftAssertions cells = new SoftAssertions();

        actualRows.add(FaultTable.play(row, FIRST_COLUMN, OUTPUT_TYPES, cells, (outputType, fault, times, expected) -> {
            String actual = play(outputType, fault, times, expected);
            assertNothingIsLeft(cells);
            return actual;
        }));

        cells.assertAll();
    }

    private String play(String outputType, Fault fault, int times, String expected) {
        received.clear();
        int tasksBefore = emulator.tasksCarriedOut();
        int deliveriesBefore = emulator.webhookDeliveries().size();
        emulator.inject(fault, times);
        Exchange submitted = template.request(
                "qwen-tts:submit?outputType=" + outputType + "&" + OPTIONS + "&callTimeout="
                        + callTimeout(expected).toMillis(),
                exchange -> exchange.getMessage().setBody("Hello"));
        boolean isSubmitted = submitted.getException() == null;
        int atLeast = fault instanceof Fault.WebhookTwice ? 2 : 1;
        soon().until(() -> {
            List<WebhookDelivery> deliveries = emulator.webhookDeliveries();
            List<WebhookDelivery> ours = deliveries.subList(deliveriesBefore, deliveries.size());
            boolean isKnown = isSubmitted || !expected.endsWith(" 0");
            return !isKnown || ours.size() >= DELIVERIES || (!received.isEmpty() && ours.size() >= atLeast);
        });
        emulator.clearFaults();
        String outcome = received.isEmpty()
                ? isSubmitted ? "undelivered" : kind((SpeechException) submitted.getException())
                : String.join(", ", received);
        return outcome + " " + (emulator.tasksCarriedOut() - tasksBefore);
    }

    private static String outcome(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof SpeechError error) {
            return error.kind().wireName();
        }
        byte[] audio = exchange.getMessage().getBody(byte[].class);
        return audio.length > 4_000 && audio[0] == 'R' ? "ok" : "garbage";
    }

    private static String kind(SpeechException failure) {
        return failure.getError().kind().wireName();
    }

    private void assertNothingIsLeft(SoftAssertions cells) {
        QwenTtsComponent component = context.getComponent("qwen-tts", QwenTtsComponent.class);
        cells.assertThatCode(() -> soon().untilAsserted(() -> {
                    assertThat(component.monitor().inFlight()).isEmpty();
                }))
                .as("What was left behind")
                .doesNotThrowAnyException();
    }
}
