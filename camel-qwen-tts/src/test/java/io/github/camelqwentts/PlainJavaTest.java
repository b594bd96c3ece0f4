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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.runware.RunwareOptions;
import io.github.camelqwentts.runware.RunwareSpeech;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRejectedException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The client without Camel. */
@Timeout(60)
class PlainJavaTest {

    @RegisterExtension
    static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

    @Test
    void speaksAndStopsItsThreads() throws Exception {
        try (SpeechClient client = connect()) {
            SpeechResult.Spoken spoken =
                    client.synthesize(SpeechRequest.of("Hello.")).get(30, TimeUnit.SECONDS);

            assertThat(spoken.audio().bytes()).hasSize((int) spoken.audio().size());
        }

        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("QwenTts")));
    }

    @Test
    void failsWithTheFailureOfTheText() {
        RUNWARE.emulator().inject(new Fault.TaskError("promptBlocked", "No"), task -> true);

        try (SpeechClient client = connect()) {
            assertThatThrownBy(
                            () -> client.synthesize(SpeechRequest.of("Hello.")).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(SpeechRejectedException.class);
        }
    }

    @Test
    void rejectsSeveralResultsOfASingleText() {
        try (SpeechClient client = connect()) {
            CompletableFuture<?> speech = client.synthesize(
                    SpeechRequest.of("Hello.").toBuilder().numberResults(2).build());

            assertThat(speech).isCompletedExceptionally();
            assertThatThrownBy(speech::join).hasCauseInstanceOf(InvalidSpeechRequestException.class);
        }
        assertThat(RUNWARE.emulator().requests()).isEmpty();
    }

    @Test
    void cancellingASingleTextCancelsItsCall() {
        CompletableFuture<List<SpeechResult>> call = new CompletableFuture<>();
        SpeechClient client = requests -> call;

        client.synthesize(SpeechRequest.of("Hello.")).cancel(true);

        assertThat(call).isCancelled();
    }

    private static SpeechClient connect() {
        return RunwareSpeech.connect(RunwareOptions.builder()
                .apiKey("key")
                .baseUrl(RUNWARE.emulator().url())
                .maxRetries(0)
                .build());
    }
}
