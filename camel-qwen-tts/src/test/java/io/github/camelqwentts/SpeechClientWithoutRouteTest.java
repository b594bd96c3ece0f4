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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class SpeechClientWithoutRouteTest extends SpeakingTestSupport {

    @Test
    void speaksWithTheOptionsOfTheComponentAndWhatTheRequestSaysWins() throws Exception {
        component().getConfiguration().setVoice("vivian");
        component().getConfiguration().setOutputFormat("WAV");
        SpeechClient client = component().createSpeechClient();

        List<SpeechResult> results = client.synthesize(List.of(
                        SpeechRequest.of("One."),
                        SpeechRequest.builder().text("Two.").voice(Voice.RYAN).build()))
                .get(30, TimeUnit.SECONDS);

        assertThat(speechTasks()).extracting(task -> task.at("speech", "voice")).containsExactly("vivian", "ryan");
        assertThat(results).extracting(SpeechResult::format).containsOnly(OutputFormat.WAV);
        for (SpeechResult result : results) {
            try (InputStream audio = result.orThrow().audio().open()) {
                assertThat(audio.readNBytes(4)).asString().isEqualTo("RIFF");
            }
            result.orThrow().audio().close();
        }
    }

    @Test
    void speaksBeforeTheContextHasStarted() throws Exception {
        try (CamelContext young = newContext()) {
            SpeechClient client = component(young).createSpeechClient();

            List<SpeechResult> results =
                    client.submit(List.of(SpeechRequest.of("Early."))).get(30, TimeUnit.SECONDS);

            assertThat(results).extracting(SpeechResult::failure).containsOnlyNulls();
        }
    }

    @Test
    void rejectsSubmittedTextThatIsTooLong() throws Exception {
        SpeechClient client = component().createSpeechClient();

        assertThat(client.submit(List.of(SpeechRequest.of("a".repeat(2_001)))))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(InvalidSpeechRequestException.class);
        assertThat(speechTasks()).isEmpty();
    }

    @Test
    void aClientThatWasGivenIsTheOneThatSpeaks() throws Exception {
        SpeechClient own = requests -> CompletableFuture.completedFuture(List.of());
        component().getConfiguration().setSpeechClient(own);

        SpeechClient client = component().createSpeechClient();

        assertThat(client.synthesize(List.of(SpeechRequest.of("Hello."))).get(10, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void anOptionThatBreaksARuleIsRefusedAtOnce() {
        component().getConfiguration().setSpeed(9.0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> component().createSpeechClient())
                .withMessageContaining("speed=9 (component) is not valid");
    }

    @Test
    void cutsLongTextsAndReturnsAResultForEachRequest() throws Exception {
        component().getConfiguration().setOutputFormat("WAV");
        component().getConfiguration().setMaxPieceLength(20);
        component().getConfiguration().setJoinResults(true);
        component().getConfiguration().setSubtitles("SRT");
        SpeechClient client = component().createSpeechClient();

        List<SpeechResult> results = client.synthesize(List.of(
                        SpeechRequest.of("Short."), SpeechRequest.of("This is one.\n\nThis is two.\n\nThis is three.")))
                .get(30, TimeUnit.SECONDS);

        assertThat(results).hasSize(2);
        assertThat(results.get(0).taskUUID()).isNotNull();
        assertThat(results.get(1).taskUUID()).isNull();
        assertThat(results.get(1).orThrow().duration())
                .isGreaterThan(results.get(0).orThrow().duration());
        assertThat(speechTasks()).hasSize(4);
    }

    @Test
    void streamsLongTextsAsAWhole() throws Exception {
        component().getConfiguration().setMaxPieceLength(20);
        SpeechClient client = createClient();

        Spoken spoken =
                client.stream(SpeechRequest.of("This is one.\n\nThis is two.")).get(30, TimeUnit.SECONDS);

        assertThat(spoken.audio().size()).isPositive();
        assertThat(speechTasks()).hasSize(2);
    }

    @Test
    void refusesALongTextWithTheOptionReject() {
        component().getConfiguration().setLongText("reject");

        assertThat(createClient().synthesize(SpeechRequest.of("word ".repeat(1_000))))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(InvalidSpeechRequestException.class);
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void beginsNoPieceAfterItsCallIsCancelled() throws Exception {
        component().getConfiguration().setMaxPieceLength(20);
        component().getConfiguration().setParallelPieces(1);
        emulator().inject(new Fault.Delay(Duration.ofMinutes(1)), task -> true);

        CompletableFuture<List<SpeechResult>> call = createClient()
                .synthesize(List.of(
                        SpeechRequest.of("This is one.\n\nThis is two."),
                        SpeechRequest.of("This is three.\n\nThis is four.")));
        await().atMost(20, TimeUnit.SECONDS).until(() -> !speechTasks().isEmpty());
        call.cancel(true);
        emulator().clearFaults();

        await().during(Duration.ofMillis(500))
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> speechTasks().size() == 1);
    }

    @Test
    void findsInTheCacheWhatAnEndpointHasBought(@TempDir Path cache) throws Exception {
        component().setCacheDirectory(cache.toString());
        send("qwen-tts:synthesize", "Please hold the line.");

        Spoken found = createClient()
                .synthesize(SpeechRequest.of("Please hold the line."))
                .get(30, TimeUnit.SECONDS);
        createClient().stream(SpeechRequest.of("Please hold the line.")).get(30, TimeUnit.SECONDS);
        createClient()
                .synthesize(SpeechRequest.builder()
                        .text("Please hold the line.")
                        .voice(Voice.RYAN)
                        .build())
                .get(30, TimeUnit.SECONDS);

        assertThat(found.cached()).isTrue();
        assertThat(emulator().tasksCarriedOut()).isEqualTo(2);
        assertThat(component().monitor().totals().cache().hits()).isEqualTo(2);
    }

    private SpeechClient createClient() {
        try {
            return component().createSpeechClient();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
