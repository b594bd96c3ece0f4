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
package io.github.camelqwentts.examples.fanout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import io.github.camelqwentts.examples.fanout.Queues.Spoken;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two workers, which are killed and started again. */
@Timeout(300)
class FanOutTest {

    private static final int TEXTS = 200;
    private static final long PATIENCE_MILLIS = 60_000;
    private static final long QUIET_MILLIS = 3_000;
    private static final int BACKLOG = 120;
    private static final Duration KILLING = Duration.ofSeconds(15);
    private static final int MIN_KILLS = 5;

    @Test
    void noTextIsLostAndNoneIsSpokenTwiceThoughAWorkerIsKilled(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("workers.log");
        Set<String> asked = new LinkedHashSet<>();
        List<String> received = new ArrayList<>();
        try (Surroundings surroundings = new Surroundings(2, Duration.ZERO, Duration.ofMillis(500))) {
            surroundings.start();
            try (WorkerProcess first = WorkerProcess.start(surroundings.workerProperties(0), log);
                    WorkerProcess second = WorkerProcess.start(surroundings.workerProperties(1), log);
                    Queues queues = new Queues(surroundings.brokerUrl())) {
                for (int i = 0; i < TEXTS; i++) {
                    String id = UUID.randomUUID().toString();
                    asked.add(id);
                    queues.send(id, "Text " + i);
                }
                receive(queues, received, TEXTS / 2, log);

                first.kill();

                assertThat(first.isAlive()).isFalse();
                assertThat(second.isAlive()).isTrue();
                try (WorkerProcess again = WorkerProcess.start(surroundings.workerProperties(0), log)) {
                    receive(queues, received, TEXTS, log);
                    assertThat(queues.receive(QUIET_MILLIS))
                            .as("one more than was asked for")
                            .isNull();
                    assertThat(again.isAlive()).isTrue();
                }
            }
            assertThat(received).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(asked);
            assertThat(surroundings.emulator().tasksCarriedOut()).isEqualTo(TEXTS);
        }
    }

    @Test
    void losesNoTextOfABacklogIfWorkersAreKilledRepeatedly(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("workers.log");
        Set<String> asked = new LinkedHashSet<>();
        List<String> received = new ArrayList<>();
        Random random = new Random(1);
        try (Surroundings surroundings = new Surroundings(2, Duration.ofMillis(600), Duration.ofMillis(100))) {
            surroundings.start();
            WorkerProcess[] workers = new WorkerProcess[2];
            try (Queues queues = new Queues(surroundings.brokerUrl())) {
                for (int i = 0; i < BACKLOG; i++) {
                    String id = UUID.randomUUID().toString();
                    asked.add(id);
                    queues.send(id, "Text " + i);
                }
                for (int i = 0; i < workers.length; i++) {
                    workers[i] = WorkerProcess.start(surroundings.workerProperties(i), log);
                }
                Queue texts = surroundings.queue(Worker.TEXTS);
                long end = System.nanoTime() + KILLING.toNanos();
                int kills = 0;
                while (System.nanoTime() < end || kills < MIN_KILLS) {
                    WorkerProcess next = workers[kills % workers.length];
                    long before = texts.getMessagesAcknowledged();
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> next.isAlive()
                                    && texts.getConsumerCount() > 0
                                    && texts.getMessagesAcknowledged() > before);
                    assertThat(texts.getDeliveringCount())
                            .as("texts at hand, so few that a kill cannot wear out a backlog")
                            .isLessThanOrEqualTo(workers.length * Worker.CONSUMERS);
                    Spoken spoken = queues.receive(random.nextLong(1, 1_000));
                    if (spoken != null) {
                        received.add(spoken.id());
                    }
                    next.kill();
                    workers[kills % workers.length] =
                            WorkerProcess.start(surroundings.workerProperties(kills % workers.length), log);
                    kills++;
                }

                receive(queues, received, BACKLOG, log);

                assertThat(queues.receive(QUIET_MILLIS))
                        .as("one more than was asked for")
                        .isNull();
                assertThat(texts.getMessagesKilled()).isZero();
                assertThat(surroundings.queue(Surroundings.DEAD_LETTERS).getMessageCount())
                        .isZero();
            } finally {
                for (WorkerProcess worker : workers) {
                    if (worker != null) {
                        worker.close();
                    }
                }
            }
            assertThat(received).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(asked);
            assertThat(surroundings.emulator().tasksCarriedOut()).isEqualTo(BACKLOG);
        }
    }

    private static void receive(Queues queues, List<String> received, int number, Path log) throws Exception {
        while (received.size() < number) {
            Spoken spoken = queues.receive(PATIENCE_MILLIS);
            assertThat(spoken)
                    .as(() -> "after " + received.size() + " results; the workers wrote:\n" + textOf(log))
                    .isNotNull();
            assertThat(spoken.audio()).isNotEmpty();
            received.add(spoken.id());
        }
    }

    private static String textOf(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
