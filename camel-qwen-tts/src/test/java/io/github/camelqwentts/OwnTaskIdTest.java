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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Senders that keep a task ID of their own, in a {@link SpeechRequest}, may repeat it, and nothing is bought twice. */
class OwnTaskIdTest extends SpeakingTestSupport {

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async"})
    void aRepeatedMessageGetsTheAudioOfTheFirst(String deliveryMethod) throws Exception {
        String uri = "qwen-tts:synthesize?deliveryMethod=" + deliveryMethod + "&" + QUICK_POLLS;
        SpeechRequest own = once();
        Exchange first = send(uri, own);

        Exchange second = sendElsewhere(uri, own, Map.of());

        assertThat(second.getException()).isNull();
        assertThat(second.getMessage().getHeader("CamelQwenTtsAudioUuid"))
                .isEqualTo(first.getMessage().getHeader("CamelQwenTtsAudioUuid"));
        assertThat(emulator().tasksCarriedOut()).isOne();
        assertThat(speechTasks()).hasSize(1);
    }

    @Test
    void aRepeatedSubmitGetsTheIdAndBuysNothing() {
        SpeechRequest own = once();

        Exchange first = send("qwen-tts:submit", own);
        Exchange second = send("qwen-tts:submit", own);

        assertThat(first.getMessage().getBody()).isEqualTo(own.taskUUID());
        assertThat(second.getMessage().getBody()).isEqualTo(own.taskUUID());
        assertThat(speechTasks()).hasSize(1);
    }

    @Test
    void theApiMayBeRestartedInBetween(@TempDir Path directory) throws Exception {
        Path state = directory.resolve("state");
        SpeechRequest own = once();
        int port;
        try (RunwareEmulator first =
                RunwareEmulator.builder().stateFile(state).build().start()) {
            port = java.net.URI.create(first.url()).getPort();
            assertThat(send("qwen-tts:synthesize?baseUrl=" + first.url(), own).getException())
                    .isNull();
        }
        try (RunwareEmulator second =
                RunwareEmulator.builder().stateFile(state).port(port).build().start()) {
            Exchange again = send("qwen-tts:synthesize?baseUrl=" + second.url(), own);

            assertThat(again.getException()).isNull();
            assertThat(again.getMessage().getBody(byte[].class)).hasSizeGreaterThan(1_000);
            assertThat(second.tasksCarriedOut()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async"})
    void whatTheApiNoLongerKeepsIsNotBoughtAgain(String deliveryMethod) {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        try (RunwareEmulator forgetful = RunwareEmulator.builder()
                .taskLife(Duration.ofMinutes(1))
                .clock(now::get)
                .build()
                .start()) {
            String uri = "qwen-tts:synthesize?callTimeout=30s&deliveryMethod=" + deliveryMethod + "&" + QUICK_POLLS
                    + "&baseUrl=" + forgetful.url();
            SpeechRequest own = once();
            assertThat(send(uri, own).getException()).isNull();

            now.set(now.get().plusSeconds(61));
            Exchange late = send(uri, own);

            assertThat(late.getException())
                    .isInstanceOfSatisfying(
                            SpeechException.class,
                            failure -> assertThat(failure.getError().code()).isEqualTo("taskExpired"));
            assertThat(forgetful.requests().stream()
                            .flatMap(request -> request.tasks().stream())
                            .filter(task -> "audioInference".equals(task.taskType())))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async"})
    void whereTheApiDoesNotAnswerAboutAnIdNothingIsBoughtAndTheReasonIsTold(String deliveryMethod) {
        emulator()
                .inject(
                        new Fault.TaskError("rateLimitExceeded", "Slowly"),
                        task -> !"audioInference".equals(task.taskType()));

        Exchange exchange = send("qwen-tts:synthesize?maxRetries=1&deliveryMethod=" + deliveryMethod, once());

        assertThat(exchange.getException())
                .isInstanceOf(SpeechUnavailableException.class)
                .hasMessageContaining("rateLimitExceeded");
        assertThat(speechTasks()).isEmpty();
    }

    @Test
    void elementsOfACollectionKeepTheirOwnIds() {
        List<SpeechRequest> own = List.of(once(), once());

        send("qwen-tts:synthesize", own);

        assertThat(speechTasks())
                .extracting(RecordedTask::taskUUID)
                .isEqualTo(own.stream().map(SpeechRequest::taskUUID).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"synthesize", "submit"})
    void ignoresTheTaskIdHeaderOfAResult(String operation) {
        Object earlier = send("qwen-tts:" + operation, "Hello.").getMessage().getHeader("CamelQwenTtsTaskUuid");

        Exchange exchange = send("qwen-tts:" + operation, "Goodbye.", Map.of("CamelQwenTtsTaskUuid", earlier));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("CamelQwenTtsTaskUuid"))
                .isNotNull()
                .isNotEqualTo(earlier);
        assertThat(speechTasks()).extracting(task -> task.at("speech", "text")).containsExactly("Hello.", "Goodbye.");
        assertThat(tasks("getTaskDetails")).isEmpty();
    }

    @Test
    void everyPartOfASplitIsSpokenThoughItHasTheHeaderOfAResult() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:lines").split(body().tokenize("\n")).to("qwen-tts:synthesize");
            }
        });

        send(
                "direct:lines",
                "One.\nTwo.\nThree.",
                Map.of("CamelQwenTtsTaskUuid", UUID.randomUUID().toString()));

        assertThat(speechTasks())
                .extracting(task -> task.at("speech", "text"))
                .containsExactly("One.", "Two.", "Three.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"getResponse", "getTaskDetails"})
    void earlierTasksAreFoundByIdsOfTypeUUID(String operation) {
        UUID one = UUID.fromString(send("qwen-tts:submit", "One.").getMessage().getBody(String.class));
        UUID two = UUID.fromString(send("qwen-tts:submit", "Two.").getMessage().getBody(String.class));
        await().atMost(Duration.ofSeconds(20)).until(() -> emulator().tasksCarriedOut() == 2);
        String uri = "qwen-tts:" + operation + "?pollUntilDone=true&" + QUICK_POLLS;

        assertThat(send(uri, one).getMessage().getHeader("CamelQwenTtsTaskUuid"))
                .isEqualTo(one.toString());
        assertThat(send(uri, "ignored", Map.of("CamelQwenTtsTaskUuid", two))
                        .getMessage()
                        .getHeader("CamelQwenTtsTaskUuid"))
                .isEqualTo(two.toString());
        assertThat(send(uri, List.of(one, two)).getMessage().getBody(List.class))
                .hasSize(2);
        assertThat(send(uri, "ignored", Map.of("CamelQwenTtsTaskUuid", new UUID[] {one, two}))
                        .getMessage()
                        .getBody(List.class))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-17", "c232ab00-9414-11ec-b3c8-9f6bdeced846"})
    void whatIsNoVersion4IsRefusedBeforeAnythingIsSent(String id) {
        Exchange exchange = send("qwen-tts:getResponse", "ignored", Map.of("CamelQwenTtsTaskUuid", id));

        assertRefused(exchange, "taskUUID=" + id, "version 4");
    }

    private static SpeechRequest once() {
        return SpeechRequest.builder()
                .text("Once.")
                .taskUUID(UUID.randomUUID().toString())
                .build();
    }
}
