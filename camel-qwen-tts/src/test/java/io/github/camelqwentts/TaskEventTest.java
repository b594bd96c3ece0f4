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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.monitor.PieceEvent;
import io.github.camelqwentts.monitor.TaskEvent;
import io.github.camelqwentts.monitor.TaskEvent.Stage;
import io.github.camelqwentts.speech.SpeechError.Kind;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Camel's event notifiers hear. */
class TaskEventTest extends SilentTestSupport {

    private final Queue<PieceEvent> pieces = new ConcurrentLinkedQueue<>();
    private final Queue<TaskEvent> events = new ConcurrentLinkedQueue<>();
    private volatile CountDownLatch mayReturn = new CountDownLatch(0);

    @Override
    protected void prepare(CamelContext made) {
        made.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) throws Exception {
                if (event instanceof PieceEvent piece) {
                    pieces.add(piece);
                    throw new IllegalStateException("This notifier is broken");
                }
                if (event instanceof TaskEvent task) {
                    mayReturn.await(30, TimeUnit.SECONDS);
                    events.add(task);
                    throw new IllegalStateException("This notifier is broken");
                }
            }
        });
    }

    @Test
    void aTaskIsSubmittedAndCompleted() {
        Exchange exchange = send("qwen-tts:synthesize", "Hello");

        awaitStages(Stage.SUBMITTED, Stage.COMPLETED);
        String taskUUID = exchange.getMessage().getHeader("CamelQwenTtsTaskUuid", String.class);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getTaskUUID()).isEqualTo(taskUUID);
            assertThat(event.getOperation()).isEqualTo("synthesize");
            assertThat(event.getExchange().getExchangeId()).isEqualTo(exchange.getExchangeId());
            assertThat(event.getFailure()).isNull();
            assertThat(event.getTimestamp()).isPositive();
            assertThat(event.toString()).contains(taskUUID).doesNotContain("Hello");
        });
    }

    @Test
    void aTaskWhoseAnswerWasLostIsRecoveredInBetween() {
        emulator().inject(new Fault.ResetAfterWork());

        send("qwen-tts:synthesize", "Hello");

        awaitStages(Stage.SUBMITTED, Stage.RECOVERED, Stage.COMPLETED);
    }

    @Test
    void aFailedTaskIsCompletedWithTheKind() {
        emulator().inject(new Fault.TaskError("invalidVoice", "No"));

        send("qwen-tts:synthesize", "Hello");

        awaitStages(Stage.SUBMITTED, Stage.COMPLETED);
        assertThat(events).last().extracting(TaskEvent::getFailure).isEqualTo(Kind.VALIDATION);
    }

    @Test
    void aTaskThatWasHandedInIsCompletedWhenItsAudioIsFetched() {
        Exchange submitted = send("qwen-tts:submit", "Hello");
        awaitStages(Stage.SUBMITTED);

        send(
                "qwen-tts:getResponse?pollUntilDone=true&pollInterval=50",
                submitted.getMessage().getBody());

        awaitStages(Stage.SUBMITTED, Stage.COMPLETED);
        assertThat(events).extracting(TaskEvent::getOperation).containsExactly("submit", "getResponse");
    }

    @Test
    void theEndOfEachPieceIsAnnouncedInOrder() {
        String text = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> "This is piece " + i + ".")
                .collect(Collectors.joining("\n\n"));

        Exchange exchange = send("qwen-tts:synthesize?maxPieceLength=20&outputFormat=WAV", text);

        assertThat(exchange.getException()).isNull();
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(pieces)
                        .extracting(PieceEvent::getDone)
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, 20).boxed().toList()));
        assertThat(pieces).allSatisfy(event -> {
            assertThat(event.getPieces()).isEqualTo(20);
            assertThat(event.getOperation()).isEqualTo("synthesize");
            assertThat(event.getExchange().getExchangeId()).isEqualTo(exchange.getExchangeId());
            assertThat(event.getTimestamp()).isPositive();
            assertThat(event.toString()).contains(" of 20 ").doesNotContain("This is");
        });
    }

    @Test
    void aNotifierThatBlocksKeepsNoTaskFromTheApi() {
        mayReturn = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            template.asyncSend(
                    "qwen-tts:synthesize", exchange -> exchange.getMessage().setBody("Hello"));
        }

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(emulator().tasksCarriedOut()).isEqualTo(8));
        assertThat(events).isEmpty();

        mayReturn.countDown();
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(events).hasSize(16));
    }

    private void awaitStages(Stage... stages) {
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(events).extracting(TaskEvent::getStage).containsExactly(stages));
    }
}
