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

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Processor;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Steps that Camel repeats after a failure find their earlier tasks; other messages are bought. */
class RedeliveryTest extends SpeakingTestSupport {

    private static final String SPEAK = "qwen-tts:synthesize?outputFormat=WAV";
    private static final String IMPATIENT = SPEAK + "&callTimeout=700";

    private final List<String> audio = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void aRedeliveryAfterATimeoutFindsTheTaskOfTheFirstAttempt() throws Exception {
        emulator().inject(new Fault.Delay(Duration.ofMillis(1500)), 1);
        routes(route -> {
            route.onException(SpeechException.class)
                    .maximumRedeliveries(3)
                    .redeliveryDelay(500)
                    .retryAttemptedLogLevel(LoggingLevel.DEBUG);
            route.from("direct:in").to(IMPATIENT);
        });

        Exchange exchange = send("direct:in", "Hello.");

        assertThat(exchange.getException()).isNull();
        assertThat(emulator().tasksCarriedOut()).isOne();
        assertThat(speechTasks().stream().map(RecordedTask::taskUUID).distinct())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"synthesize", "submit"})
    void aRedeliveryAfterALostAnswerBuysNothing(String operation) throws Exception {
        loseAnswers(1, task -> true);
        routes(route -> {
            redeliver(route);
            route.from("direct:in").to("qwen-tts:" + operation + "?maxRetries=0");
        });

        Exchange exchange = send("direct:in", "Hello.");

        assertThat(exchange.getException()).isNull();
        assertThat(speechTasks())
                .extracting(RecordedTask::taskUUID)
                .containsOnly(exchange.getMessage().getHeader("CamelQwenTtsTaskUuid", String.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inferenceError", "rateLimitExceeded", "providerUnavailable", "internalServerError"})
    void aRedeliveryAfterATaskThatFailedAtTheApiSucceeds(String code) throws Exception {
        emulator().inject(new Fault.TaskError(code, "Not now"), 1);
        routes(route -> {
            redeliver(route);
            route.from("direct:in").to(SPEAK + "&maxRetries=0");
        });

        Exchange exchange = send("direct:in", "Hello.");

        assertThat(exchange.getException()).isNull();
        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    @Test
    void aRedeliveredListFindsAllOfItsTasks() throws Exception {
        loseAnswers(1, first("Two."));
        routes(route -> {
            redeliver(route);
            route.from("direct:in").to(SPEAK + "&maxRetries=0&batchSize=1");
        });

        Exchange exchange = send("direct:in", List.of("One.", "Two.", "Two.", "Three."));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(List.class)).hasSize(4);
        assertThat(emulator().tasksCarriedOut()).isEqualTo(4);
        assertThat(speechTasks()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "direct:sub",
                "seda:sub?waitForTaskToComplete=Always",
                "toD:direct:${header.route}",
                "enrich:direct:sub",
                "recipientList:direct:sub",
                "routingSlip:direct:sub"
            })
    void aRedeliveredSubRouteThatHadSucceededSoFarIsNotBoughtAgain(String step) throws Exception {
        routes(route -> {
            var outer = route.from("direct:in")
                    .errorHandler(route.defaultErrorHandler()
                            .maximumRedeliveries(3)
                            .redeliveryDelay(10)
                            .retryAttemptedLogLevel(LoggingLevel.DEBUG));
            String uri = step.substring(step.indexOf(':') + 1);
            if (step.startsWith("toD")) {
                outer.toD(uri);
            } else if (step.startsWith("enrich")) {
                outer.enrich(uri);
            } else if (step.startsWith("recipientList")) {
                outer.recipientList(route.constant(uri));
            } else if (step.startsWith("routingSlip")) {
                outer.routingSlip(route.constant(uri));
            } else {
                outer.to(step);
            }
            route.from(step.startsWith("seda") ? "seda:sub" : "direct:sub")
                    .errorHandler(route.noErrorHandler())
                    .to(SPEAK)
                    .process(this::remember)
                    .process(failing(3));
        });

        Exchange exchange = send("direct:in", "Hello.", Map.of("route", "sub"));

        assertThat(exchange.getException()).isNull();
        assertThat(audio).hasSizeGreaterThanOrEqualTo(3);
        assertThat(audio.stream().distinct()).hasSize(1);
        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"split", "split parallel", "split aggregated", "multicast", "recipientList", "loop copy"})
    void aRedeliveredSubRouteWhosePartsHadSucceededIsNotBoughtAgain(String eip) throws Exception {
        routes(route -> {
            RouteDefinition sub = redeliveredSubRoute(route);
            switch (eip) {
                case "split" ->
                    sub.split(route.body().tokenize("\n")).to(SPEAK).end().process(failing(3));
                case "split parallel" ->
                    sub.split(route.body().tokenize("\n"))
                            .parallelProcessing()
                            .to(SPEAK)
                            .end()
                            .process(failing(3));
                case "split aggregated" ->
                    sub.split(route.body().tokenize("\n"), AggregationStrategies.groupedBody())
                            .to(SPEAK)
                            .end()
                            .process(failing(3));
                case "multicast" ->
                    sub.multicast().to("direct:one", "direct:two").end().process(failing(3));
                case "recipientList" ->
                    sub.recipientList(route.constant("direct:one,direct:two"))
                            .end()
                            .process(failing(3));
                default -> sub.loop(2).copy().to(SPEAK).end().process(failing(3));
            }
            route.from("direct:one")
                    .errorHandler(route.noErrorHandler())
                    .setBody(route.constant("One."))
                    .to(SPEAK);
            route.from("direct:two")
                    .errorHandler(route.noErrorHandler())
                    .setBody(route.constant("Two."))
                    .to(SPEAK);
        });

        assertThat(send("direct:in", "Hello.\nWorld.").getException()).isNull();

        assertThat(attempts).hasValue(3);
        assertThat(emulator().tasksCarriedOut()).isEqualTo(2);
    }

    @Test
    void aRedeliveredSplitFindsEachOfItsEqualParts() throws Exception {
        routes(route -> redeliveredSubRoute(route)
                .split(route.body().tokenize("\n"))
                .parallelProcessing()
                .to(SPEAK)
                .process(this::remember)
                .end()
                .process(failing(2)));

        assertThat(send("direct:in", "Same.\nSame.\nOther.\nSame.").getException())
                .isNull();

        assertThat(emulator().tasksCarriedOut()).isEqualTo(4);
        assertThat(audio).hasSize(8);
        assertThat(audio.subList(0, 4)).doesNotHaveDuplicates();
        assertThat(audio.subList(4, 8)).containsExactlyInAnyOrderElementsOf(audio.subList(0, 4));
    }

    @Test
    void aRedeliveredSplitThatBrokeOffBuysOnlyTheRest() throws Exception {
        routes(route -> redeliveredSubRoute(route)
                .split(route.body().tokenize("\n"))
                .stopOnException()
                .to(SPEAK)
                .process(failing(2)));

        assertThat(send("direct:in", "One.\nTwo.\nThree.").getException()).isNull();

        assertThat(emulator().tasksCarriedOut()).isEqualTo(3);
    }

    @Test
    void aSubRouteThatThrowsOneExceptionAgainAndAgainIsNotBoughtAgain() throws Exception {
        routes(route -> redeliveredSubRoute(route).to(SPEAK).throwException(new IllegalStateException("One instance")));

        assertThat(send("direct:in", "Hello.").getException()).hasMessage("One instance");

        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    @Test
    void aSubRouteThatRemovesAllHeadersIsNotBoughtAgain() throws Exception {
        routes(route -> redeliveredSubRoute(route).removeHeaders("*").to(SPEAK).process(failing(3)));

        assertThat(send("direct:in", "Hello.").getException()).isNull();

        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    @Test
    void aLoopThatRepeatsWhatFailedIsNotBoughtAgain() throws Exception {
        routes(route -> route.from("direct:in")
                .setProperty("text", route.body())
                .loopDoWhile(route.simple("${exchangeProperty.done} == null"))
                .setBody(route.exchangeProperty("text"))
                .doTry()
                .to(SPEAK)
                .process(failing(3))
                .setProperty("done", route.constant(true))
                .doCatch(IllegalStateException.class)
                .end());

        assertThat(send("direct:in", "Hello.").getException()).isNull();

        assertThat(attempts).hasValue(3);
        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    @Test
    void aRedeliveredSubRouteFindsEachOfItsEqualTexts() throws Exception {
        routes(route -> redeliveredSubRoute(route)
                .loop(3)
                .setBody(route.constant("Hello."))
                .to(SPEAK)
                .process(this::remember)
                .end()
                .process(failing(2)));

        assertThat(send("direct:in", "ignored").getException()).isNull();

        assertThat(emulator().tasksCarriedOut()).isEqualTo(3);
        assertThat(audio).hasSize(6);
        assertThat(audio.subList(3, 6)).isEqualTo(audio.subList(0, 3));
    }

    @Test
    void aRedeliveryWithAnotherTextIsBought() throws Exception {
        routes(route -> redeliveredSubRoute(route)
                .process(exchange -> exchange.getMessage().setBody("Attempt " + attempts.get() + "."))
                .to(SPEAK)
                .process(failing(2)));

        assertThat(send("direct:in", "Hello.").getException()).isNull();

        assertThat(speechTasks())
                .extracting(task -> task.at("speech", "text"))
                .containsExactly("Attempt 0.", "Attempt 1.");
    }

    @Test
    void redeliveredPartsOfASplitFindTheirOwnTasks() throws Exception {
        loseAnswers(4, task -> true);
        routes(route -> {
            redeliver(route);
            route.from("direct:in")
                    .split(route.body().tokenize("\n"))
                    .parallelProcessing()
                    .to(SPEAK + "&maxRetries=0")
                    .process(this::remember);
        });

        assertThat(send("direct:in", "Same.\nSame.\nOther.\nSame.").getException())
                .isNull();

        assertThat(emulator().tasksCarriedOut()).isEqualTo(4);
        assertThat(audio).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void equalTextsOfARouteThatDoesNotFailAreBoughtEach() throws Exception {
        routes(route -> {
            route.from("direct:in").to(SPEAK).to("direct:again").to("direct:loop");
            route.from("direct:again").setBody(route.constant("Hello.")).to(SPEAK);
            route.from("direct:loop")
                    .loop(3)
                    .setBody(route.constant("Hello."))
                    .to(SPEAK)
                    .process(this::remember)
                    .end()
                    .multicast()
                    .to("direct:again", "direct:again");
        });

        assertThat(send("direct:in", "Hello.").getException()).isNull();

        assertThat(speechTasks()).extracting(RecordedTask::taskUUID).hasSize(7).doesNotHaveDuplicates();
        assertThat(tasks("getTaskDetails")).isEmpty();
        assertThat(audio).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void buysForTheStepAfterASuccessfulRedelivery() throws Exception {
        loseAnswers(1, task -> true);
        routes(route -> {
            redeliver(route);
            route.from("direct:in")
                    .to(SPEAK + "&maxRetries=0")
                    .setBody(route.constant("Hello."))
                    .to(SPEAK + "&maxRetries=0");
        });

        assertThat(send("direct:in", "Hello.").getException()).isNull();

        assertThat(emulator().tasksCarriedOut()).isEqualTo(2);
    }

    @Test
    void failedElementsOfAListAreFoundWhenTheyAreSentAgain() throws Exception {
        loseAnswers(1, first("Two."));
        routes(route -> route.from("direct:in")
                .to(SPEAK + "&maxRetries=0&batchSize=1&continueOnError=true")
                .filter(exchange -> exchange.getMessage().getBody(List.class).stream()
                        .anyMatch(result -> ((SpeechResult) result).failure() != null))
                .setBody(route.constant(List.of("Two.")))
                .to(SPEAK + "&maxRetries=0&batchSize=1&continueOnError=true"));

        Exchange exchange = send("direct:in", List.of("One.", "Two."));

        assertThat(exchange.getMessage().getBody(List.class))
                .singleElement()
                .satisfies(
                        result -> assertThat(((SpeechResult) result).failure()).isNull());
        assertThat(emulator().tasksCarriedOut()).isEqualTo(2);
    }

    @Test
    void exchangesDoNotShareTasks() throws Exception {
        loseAnswers(1, task -> true);
        String uri = SPEAK + "&maxRetries=0";

        assertThat(send(uri, "Hello.").getException()).isNotNull();
        assertThat(send(uri, "Hello.").getException()).isNull();

        assertThat(emulator().tasksCarriedOut()).isEqualTo(2);
    }

    @Test
    void doesNotReadASampleThatCanBeReadOnlyOnce() {
        byte[] sample = send(SPEAK, "A sample that lasts for more than three seconds, surely it does.")
                .getMessage()
                .getBody(byte[].class);

        Exchange exchange = send(
                SPEAK + "&xVectorOnly=true&model=" + SpeechRequest.BASE,
                "Hello.",
                Map.of("CamelQwenTtsReferenceAudio", new ByteArrayInputStream(sample)));

        assertThat(exchange.getException()).isNull();
    }

    @Test
    void boundsTheRememberedTasks() throws Exception {
        routes(route -> route.from("direct:in")
                .loop(EarlierTasks.LIMIT / 4 + 5)
                .setBody(route.constant(List.of("One.", "Two.", "Three.", "Four.")))
                .to("qwen-tts:submit"));

        Exchange exchange = send("direct:in", "ignored");

        assertThat(exchange.getException()).isNull();
        assertThat(EarlierTasks.of(exchange).size()).isBetween(EarlierTasks.LIMIT, EarlierTasks.LIMIT + 4);
    }

    /** Redelivers messages whose step failed. */
    private static void redeliver(RouteBuilder route) {
        route.onException(SpeechException.class).maximumRedeliveries(3).redeliveryDelay(10);
    }

    /** Starts a sub-route that handles no failure, so that the step of the route that calls it is redelivered. */
    private static RouteDefinition redeliveredSubRoute(RouteBuilder route) {
        route.from("direct:in")
                .errorHandler(route.defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(10))
                .to("direct:sub");
        return route.from("direct:sub").errorHandler(route.noErrorHandler());
    }

    /** Loses the answers to tasks, and to the look that follows before a call without retries gives up. */
    private void loseAnswers(int times, Predicate<RecordedTask> which) {
        AtomicInteger lost = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        emulator()
                .inject(
                        new Fault.ResetAfterWork(),
                        task -> "audioInference".equals(task.taskType())
                                && which.test(task)
                                && lost.incrementAndGet() <= times);
        emulator()
                .inject(
                        new Fault.ResetBeforeWork(),
                        task -> !"audioInference".equals(task.taskType()) && looks.incrementAndGet() <= times);
    }

    /** The first task with a text. */
    private static Predicate<RecordedTask> first(String text) {
        AtomicInteger seen = new AtomicInteger();
        return task -> text.equals(task.at("speech", "text")) && seen.incrementAndGet() == 1;
    }

    private void remember(Exchange exchange) {
        audio.add(exchange.getMessage().getHeader("CamelQwenTtsAudioUuid", String.class));
    }

    /** Fails until it was called so often. */
    private Processor failing(int goodOne) {
        return exchange -> {
            if (attempts.incrementAndGet() < goodOne) {
                throw new IllegalStateException("Attempt " + attempts);
            }
        };
    }
}
