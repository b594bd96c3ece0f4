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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.Exchange;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsole.MediaType;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Camel's developer console shows; {@link ManagementOverHttpTest} asks for it over HTTP. */
class DevConsoleTest extends SpeakingTestSupport {

    private static final String TEXT = "Nobody else's business";

    private final HeldEngine engine = new HeldEngine(0.1);

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        engine.hold();
        return settings.engine(engine);
    }

    @Test
    void aTaskInFlightHasAnAgeAndAState() throws Exception {
        CompletableFuture<Exchange> speaking = template.asyncSend(
                "qwen-tts:synthesize?voice=ryan",
                exchange -> exchange.getMessage().setBody(TEXT));

        JsonObject task = await().atMost(10, TimeUnit.SECONDS)
                .until(this::firstInFlight, found -> found != null && "sent".equals(found.get("state")));

        await().atMost(10, TimeUnit.SECONDS).until(() -> !speechTasks().isEmpty());
        assertThat(task)
                .containsEntry("operation", "synthesize")
                .containsEntry("voice", "ryan")
                .containsEntry("characters", TEXT.length())
                .containsEntry("taskUUID", speechTasks().get(0).taskUUID());
        assertThat(task.getLong("ageMillis")).isNotNegative();
        assertThat(text())
                .contains(task.getString("taskUUID") + " sent for ", "1 tasks, 1 in flight")
                .doesNotContain(TEXT, KEY);

        engine.release();
        assertThat(speaking.get(20, TimeUnit.SECONDS).getException()).isNull();
        assertThat(firstInFlight()).isNull();
        assertThat(text()).contains("1 tasks, 0 in flight, 1 results, 0 failures {}");
    }

    @Test
    void aTaskWhoseAnswerIsLostIsSoUntilTheApiTells() throws Exception {
        engine.release();
        emulator().inject(new Fault.ResetAfterWork());
        emulator().inject(new Fault.Delay(Duration.ofMinutes(1)), task -> "getTaskDetails".equals(task.taskType()));
        CompletableFuture<Exchange> speaking = template.asyncSend(
                "qwen-tts:synthesize?callTimeout=3s",
                exchange -> exchange.getMessage().setBody(TEXT));

        await().atMost(10, TimeUnit.SECONDS)
                .until(this::firstInFlight, found -> found != null && "lost".equals(found.get("state")));

        assertThat(speaking.get(20, TimeUnit.SECONDS).getException()).isNotNull();
        assertThat(json().getMap("totals").get("failures")).isEqualTo(1L);
    }

    @Test
    void anAcknowledgedTaskIsAccepted() throws Exception {
        CompletableFuture<Exchange> speaking = template.asyncSend(
                "qwen-tts:synthesize?deliveryMethod=async&pollInterval=50",
                exchange -> exchange.getMessage().setBody(TEXT));

        await().atMost(10, TimeUnit.SECONDS)
                .until(this::firstInFlight, found -> found != null && "accepted".equals(found.get("state")));

        engine.release();
        assertThat(speaking.get(20, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void aMessageInPiecesShowsHowManyAreDone() throws Exception {
        engine.release();
        emulator()
                .inject(new Fault.Delay(Duration.ofMinutes(1)), task -> "Piece two.".equals(task.at("speech", "text")));
        CompletableFuture<Exchange> speaking = template.asyncSend(
                "qwen-tts:synthesize?maxPieceLength=20&parallelPieces=1&maxRetries=0&callTimeout=3s",
                exchange -> exchange.getMessage().setBody("Piece one.\n\nPiece two.\n\nPiece three."));

        JsonObject message = await().atMost(10, TimeUnit.SECONDS)
                .until(
                        this::firstInPieces,
                        found -> found != null && Integer.valueOf(1).equals(found.get("done")));

        assertThat(message).containsEntry("pieces", 3).containsEntry("operation", "synthesize");
        assertThat(message.getLong("ageMillis")).isNotNegative();
        assertThat(text())
                .contains("synthesize of exchange " + message.getString("exchangeId"), "1 of 3 pieces are done")
                .doesNotContain("Piece two");

        assertThat(speaking.get(20, TimeUnit.SECONDS).getException()).isNotNull();
        assertThat(firstInPieces()).isNull();
    }

    @Test
    void theTotalsHaveHitsAndMissesOfTheCache(@TempDir Path cache) {
        engine.release();
        component().setCacheDirectory(cache.toString());
        send("qwen-tts:synthesize", TEXT);
        Exchange hit = send("qwen-tts:synthesize", TEXT);

        long size = hit.getMessage().getBody(byte[].class).length;
        Map<String, Object> totals = json().getMap("totals");
        assertThat(totals)
                .containsEntry("cacheHits", 1L)
                .containsEntry("cacheMisses", 1L)
                .containsEntry("cacheBytes", size);
        assertThat(text()).contains("1 cache hits of " + size + " bytes, 1 cache misses");
    }

    private JsonObject firstInPieces() {
        JsonArray messages = json().getCollection("inPieces");
        return messages.isEmpty() ? null : (JsonObject) messages.get(0);
    }

    private JsonObject firstInFlight() {
        JsonArray tasks = json().getCollection("inFlight");
        return tasks.isEmpty() ? null : (JsonObject) tasks.get(0);
    }

    private JsonObject json() {
        JsonObject all = (JsonObject) console().call(MediaType.JSON);
        return (JsonObject) ((JsonArray) all.get("components")).get(0);
    }

    private String text() {
        return (String) console().call(MediaType.TEXT);
    }

    private DevConsole console() {
        return context.getCamelContextExtension()
                .getContextPlugin(DevConsoleRegistry.class)
                .resolveById("qwen-tts");
    }
}
