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

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.apache.camel.Exchange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the MBean of a producer shows, read from the MBean server. */
class ManagedTasksTest extends SpeakingTestSupport {

    private static final double SECONDS = 1.5;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final HeldEngine engine = new HeldEngine(SECONDS);

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(engine);
    }

    @Test
    void tasksResultsCharactersAndCostAddUp() throws Exception {
        routeTo("qwen-tts:synthesize?includeCost=true");

        Exchange first = send("direct:in", "Hi \uD83D\uDE00");
        send("direct:in", List.of("One", "Two"));

        assertAttributes(Map.of("TasksTotal", 3L, "ResultsTotal", 3L, "CharactersTotal", 4L + 3 + 3));
        assertAttributes(Map.of("FailuresTotal", 0L, "FailuresByKind", Map.of(), "TasksInFlight", 0L));
        BigDecimal cost = first.getMessage().getHeader("CamelQwenTtsCost", BigDecimal.class);
        assertThat((BigDecimal) attribute("CostTotal")).isGreaterThan(cost);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MP3", "WAV", "FLAC"})
    void theSecondsOfAudioAreTakenFromItsHeaders(String format) throws Exception {
        routeTo("qwen-tts:synthesize?outputFormat=" + format);

        send("direct:in", "Hello");

        assertThat((double) attribute("AudioSecondsTotal")).isCloseTo(SECONDS, Offset.offset(0.2));
    }

    @Test
    void failuresAreToldApartByTheirKind() throws Exception {
        routeTo("qwen-tts:synthesize?maxRetries=0");
        emulator().inject(new Fault.TaskError("invalidVoice", "No"));
        send("direct:in", "Hello");
        emulator().inject(new Fault.Status(429));
        send("direct:in", "Hello");
        send("direct:in", "Hello");

        assertAttributes(Map.of("FailuresTotal", 2L, "FailuresByKind", Map.of("rateLimit", 1L, "validation", 1L)));
        assertAttributes(Map.of("TasksTotal", 3L, "ResultsTotal", 1L));
    }

    @Test
    void retriesAndRecoveredResultsAreCounted() throws Exception {
        routeTo("qwen-tts:synthesize");
        emulator().inject(new Fault.Status(429), 2);
        send("direct:in", "Hello");

        assertAttributes(Map.of("RetriesTotal", 2L, "RecoveredTotal", 0L));

        emulator().inject(new Fault.ResetAfterWork());
        send("direct:in", "Hello");

        assertAttributes(Map.of("RetriesTotal", 3L, "RecoveredTotal", 1L, "ResultsTotal", 2L));
    }

    @Test
    void aTaskIsInFlightUntilItsOutcomeIsKnown() throws Exception {
        routeTo("qwen-tts:synthesize");
        engine.hold();
        CompletableFuture<Object> spoken = template.asyncRequestBody("direct:in", "Hello");

        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(attribute("TasksInFlight")).isEqualTo(1L));

        engine.release();
        spoken.get(20, TimeUnit.SECONDS);
        assertThat(attribute("TasksInFlight")).isEqualTo(0L);
    }

    @Test
    void hitsAndMissesOfACacheAddUp(@TempDir Path cache) throws Exception {
        component().setCacheDirectory(cache.toString());
        routeTo("qwen-tts:synthesize?outputFormat=WAV");

        send("direct:in", "Hello");
        Exchange second = send("direct:in", List.of("Hello", "Bye"));

        long size = ((Spoken) second.getMessage().getBody(List.class).get(0))
                .audio()
                .size();
        assertAttributes(
                Map.of("CacheHitsTotal", 1L, "CacheMissesTotal", 2L, "CacheBytesTotal", size, "TasksTotal", 2L));
    }

    @Test
    void messagesInPiecesAreInProgressUntilTheyAreSpoken() throws Exception {
        routeTo("qwen-tts:synthesize?maxPieceLength=20&parallelPieces=1");
        engine.hold();
        CompletableFuture<Exchange> spoken = template.asyncSend(
                "direct:in",
                exchange -> exchange.getMessage().setBody("This is one.\n\nThis is two.\n\nThis is three."));

        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(((Map<?, ?>) attribute("PiecesInProgress")).toString())
                        .matches("\\{[^,]+=0 of 3}"));

        engine.release();
        assertThat(spoken.get(20, TimeUnit.SECONDS).getException()).isNull();
        assertThat((Map<?, ?>) attribute("PiecesInProgress")).isEmpty();
    }

    @Test
    void producersOfOneEndpointCountForThemselves() throws Exception {
        routeTo("qwen-tts:submit");
        send("direct:in", "Hello");

        send("qwen-tts:submit", "Hello");

        assertThat(attribute("TasksTotal")).isEqualTo(1L);
        assertThat(component().monitor().totals().tasks()).isEqualTo(2);
    }

    private void assertAttributes(Map<String, Object> expected) throws JMException {
        for (Map.Entry<String, Object> one : expected.entrySet()) {
            assertThat(attribute(one.getKey())).as(one.getKey()).isEqualTo(one.getValue());
        }
    }

    private Object attribute(String name) throws JMException {
        List<ObjectName> found = List.copyOf(server.queryNames(
                new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=producers,*"), null));
        ObjectName producer = found.stream()
                .filter(bean -> bean.getKeyProperty("name").contains("QwenTts"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Only " + found));
        return server.getAttribute(producer, name);
    }
}
