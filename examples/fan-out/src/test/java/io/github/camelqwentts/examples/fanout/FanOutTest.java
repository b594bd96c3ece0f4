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
import java.util.Set;
import java.util.UUID;

import io.github.camelqwentts.examples.fanout.Queues.Spoken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two workers, of which one is killed half way and started again. */
@Timeout(180)
class FanOutTest {

    private static final int TEXTS = 200;
    private static final long PATIENCE_MILLIS = 60_000;
    private static final long QUIET_MILLIS = 3_000;

    @TempDir
    private Path directory;

    @Test
    void noTextIsLostAndNoneIsSpokenTwiceThoughAWorkerIsKilled() throws Exception {
        Path log = directory.resolve("workers.log");
        Set<String> asked = new LinkedHashSet<>();
        List<String> received = new ArrayList<>();
        try (Surroundings surroundings = new Surroundings(2, Duration.ofMillis(500))) {
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

    private static void receive(Queues queues, List<String> received, int number, Path log) throws Exception {
        while (received.size() < number) {
            Spoken spoken = queues.receive(PATIENCE_MILLIS);
            assertThat(spoken)
                    .as(() -> "after " + received.size() + " results; the workers wrote:\n" + textOf(log))
                    .isNotNull();
            assertThat(spoken.size()).isPositive();
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
