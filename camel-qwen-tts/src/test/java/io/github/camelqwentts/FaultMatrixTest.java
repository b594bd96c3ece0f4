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

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.speech.SpeechAccessException;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRejectedException;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every fault of the emulator, once and always, against every way to have something spoken. A cell of the table says how
 * it ends, and how many tasks were carried out. No tasks, timers or files may be left.
 */
class FaultMatrixTest extends FaultMatrixTestSupport {

    private static final String POLLING = "&pollInitialDelay=1&pollInterval=5&pollMaxInterval=20";

    private static final Map<String, Class<? extends SpeechException>> EXCEPTIONS = Map.ofEntries(
            Map.entry("validation", SpeechRejectedException.class),
            Map.entry("safety", SpeechRejectedException.class),
            Map.entry("auth", SpeechAccessException.class),
            Map.entry("quota", SpeechAccessException.class),
            Map.entry("rateLimit", SpeechUnavailableException.class),
            Map.entry("provider", SpeechUnavailableException.class),
            Map.entry("timeout", SpeechUnavailableException.class),
            Map.entry("serverError", SpeechUnavailableException.class),
            Map.entry("connection", SpeechUnavailableException.class),
            Map.entry("notFound", SpeechException.class),
            Map.entry("unknown", SpeechException.class));

    private ScheduledExecutorService timers;

    FaultMatrixTest() {
        super("faults-actual.csv");
    }

    @Override
    void prepare(CamelContext made) throws Exception {
        made.getExecutorServiceManager().setThreadPoolFactory(new DefaultThreadPoolFactory() {
            @Override
            public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
                timers = super.newScheduledThreadPool(profile, threads);
                return timers;
            }
        });
        RouteBuilder.addRoutes(
                made, r -> r.from("direct:way").toD("${header.way}").process(FaultMatrixTest::keepAudio));
    }

    @AfterAll
    @Override
    void stop() throws Exception {
        super.stop();
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.contains("QwenTts") || name.contains("qwen-tts-http")));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(resources = FaultTable.FILE, delimiter = '|', numLinesToSkip = 1, maxCharsPerColumn = 100)
    void everyWayEndsAsTheTableSays(ArgumentsAccessor row) {
        SoftAssertions cells = new SoftAssertions();

        actualRows.add(FaultTable.play(row, 2, List.of(Way.values()), cells, (way, fault, times, expected) -> {
            String actual = play(way, fault, times, expected);
            assertNothingIsLeft(cells, way);
            return actual;
        }));

        cells.assertAll();
    }

    @Test
    void theTableHasARowForEveryFaultAndACellForEveryWay() throws IOException {
        List<String> lines = Files.readAllLines(new File("src/test/resources" + FaultTable.FILE).toPath());

        assertThat(lines)
                .allSatisfy(line -> assertThat(line.split("\\|"))
                        .hasSize(2 + Way.values().length + FaultTable.WEBHOOK_COLUMNS)
                        .noneMatch(String::isBlank));
        for (String times : List.of("once", "always")) {
            assertThat(lines.stream()
                            .map(line -> line.split("\\|"))
                            .filter(cells -> cells[1].strip().equals(times))
                            .map(cells -> cells[0].strip()))
                    .containsExactlyInAnyOrderElementsOf(FaultTable.faults().keySet());
        }
    }

    private String play(Way way, Fault fault, int times, String expected) {
        Object body = way.earlier == null ? "Hello" : earlier(way);
        int before = emulator.tasksCarriedOut();
        emulator.inject(fault, times);
        Exchange exchange;
        try {
            exchange = send(way.uri, "&callTimeout=" + callTimeout(expected).toMillis(), body);
        } finally {
            emulator.clearFaults();
        }
        return outcome(way, exchange) + " " + tasksCarriedOutSince(before, expected);
    }

    /** What is asynchronous may be carried out a little later. */
    private int tasksCarriedOutSince(int before, String expected) {
        int tasks = Integer.parseInt(expected.substring(expected.length() - 1));
        try {
            soon().until(() -> emulator.tasksCarriedOut() - before >= tasks);
        } catch (ConditionTimeoutException e) {
            // The comparison with the table tells it better.
        }
        return emulator.tasksCarriedOut() - before;
    }

    /** The id of a task that was carried out before, without a fault. */
    private Object earlier(Way way) {
        int before = emulator.tasksCarriedOut();
        Exchange exchange = send(way.earlier, "&callTimeout=30s", "Hello");
        soon().until(() -> emulator.tasksCarriedOut() > before);
        return exchange.getMessage().getHeader(QwenTtsConstants.TASK_UUID);
    }

    private Exchange send(String uri, String more, Object body) {
        String endpoint = "qwen-tts:" + uri + (uri.contains("?") ? "&" : "?") + OPTIONS + POLLING + more;
        return template.request("direct:way", exchange -> {
            exchange.getMessage().setHeader("way", endpoint);
            exchange.getMessage().setBody(body);
        });
    }

    /** Its file ends with the exchange. */
    private static void keepAudio(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof StreamCache) {
            exchange.getMessage().setBody(exchange.getMessage().getBody(byte[].class));
        }
    }

    private static String outcome(Way way, Exchange exchange) {
        if (exchange.getException() instanceof SpeechException failure) {
            String kind = failure.getError().kind().wireName();
            return failure.getClass() == EXCEPTIONS.get(kind) ? kind : kind + " in " + failure.getClass();
        }
        if (exchange.getException() != null) {
            return exchange.getException().toString();
        }
        boolean good = switch (way.result) {
            case AUDIO -> isAudio(exchange.getMessage().getBody(byte[].class));
            case ID -> exchange.getMessage().getBody(String.class).length() == 36;
            case JSON -> exchange.getMessage().getBody(String.class).contains("\"response\"");
            case LIST -> exchange.getMessage().getBody(List.class).size() == 9;
        };
        return good ? "ok" : "garbage";
    }

    private static boolean isAudio(byte[] body) {
        return body != null && body.length > 4_000 && new String(body, 0, 4, StandardCharsets.US_ASCII).equals("RIFF");
    }

    private void assertNothingIsLeft(SoftAssertions cells, Way way) {
        QwenTtsComponent component = context.getComponent("qwen-tts", QwenTtsComponent.class);
        cells.assertThatCode(() -> soon().untilAsserted(() -> {
                    assertThat(component.monitor().inFlight()).isEmpty();
                    assertThat(timers)
                            .as("pauses, deadlines, polls")
                            .extracting("delegate.queue", InstanceOfAssertFactories.COLLECTION)
                            .filteredOn(task -> !((RunnableScheduledFuture<?>) task).isPeriodic())
                            .isEmpty();
                }))
                .as("What %s left behind", way)
                .doesNotThrowAnyException();
    }

    private enum Result {
        AUDIO,
        ID,
        JSON,
        LIST
    }

    /** The ways to have something spoken; a column each, in this order. */
    private enum Way {
        SYNC_URL("synthesize?outputType=URL"),
        SYNC_BASE64("synthesize?outputType=base64Data"),
        SYNC_DATA_URI("synthesize?outputType=dataURI"),
        ASYNC_URL("synthesize?deliveryMethod=async&outputType=URL"),
        ASYNC_BASE64("synthesize?deliveryMethod=async&outputType=base64Data"),
        ASYNC_DATA_URI("synthesize?deliveryMethod=async&outputType=dataURI"),
        SUBMIT_URL("submit?outputType=URL", null, Result.ID),
        SUBMIT_BASE64("submit?outputType=base64Data", null, Result.ID),
        SUBMIT_DATA_URI("submit?outputType=dataURI", null, Result.ID),
        RESPONSE_URL("getResponse?pollUntilDone=true", "submit?outputType=URL", Result.AUDIO),
        RESPONSE_BASE64("getResponse?pollUntilDone=true", "submit?outputType=base64Data", Result.AUDIO),
        RESPONSE_DATA_URI("getResponse?pollUntilDone=true", "submit?outputType=dataURI", Result.AUDIO),
        DETAILS_SYNC_URL("getTaskDetails", "synthesize?outputType=URL", Result.AUDIO),
        DETAILS_SYNC_BASE64("getTaskDetails", "synthesize?outputType=base64Data", Result.AUDIO),
        DETAILS_SYNC_DATA_URI("getTaskDetails", "synthesize?outputType=dataURI", Result.AUDIO),
        DETAILS_ASYNC_URL("getTaskDetails", "submit?outputType=URL", Result.AUDIO),
        DETAILS_ASYNC_BASE64("getTaskDetails", "submit?outputType=base64Data", Result.AUDIO),
        DETAILS_ASYNC_DATA_URI("getTaskDetails", "submit?outputType=dataURI", Result.AUDIO),
        DETAILS_AS_JSON("getTaskDetails?includeDetails=true", "synthesize?outputType=URL", Result.JSON),
        VOICES("listVoices", null, Result.LIST);

        private final String uri;
        private final String earlier;
        private final Result result;

        Way(String uri) {
            this(uri, null, Result.AUDIO);
        }

        Way(String uri, String earlier, Result result) {
            this.uri = uri;
            this.earlier = earlier;
            this.result = result;
        }
    }
}
