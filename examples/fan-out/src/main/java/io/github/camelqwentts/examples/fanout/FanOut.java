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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.github.camelqwentts.examples.fanout.Queues.Spoken;

/** Has twenty texts spoken by two workers, with all that they need on this machine. */
public final class FanOut {

    private static final int TEXTS = 20;
    private static final long PATIENCE_MILLIS = 60_000;

    private FanOut() {}

    public static void main(String[] args) throws Exception {
        Path out = Files.createDirectories(Path.of(System.getProperty("out", "fan-out")));
        Path log = out.resolve("workers.log");
        Files.deleteIfExists(log);
        System.out.println("Two workers speak " + TEXTS + " texts into the folder " + out + ", and write to " + log
                + ". The local emulator speaks, whose voice is not Qwen. Ctrl+C stops.");
        try (Surroundings surroundings = new Surroundings(2, Duration.ZERO, Duration.ofSeconds(1))) {
            surroundings.start();
            int spoken = run(surroundings, out, log);
            System.out.println(spoken + " of " + TEXTS + " texts spoken, "
                    + surroundings.emulator().tasksCarriedOut() + " tasks carried out");
        }
    }

    /** Returns the number of texts that were spoken. */
    private static int run(Surroundings surroundings, Path out, Path log) throws Exception {
        Map<String, Integer> asked = new HashMap<>();
        try (WorkerProcess first = WorkerProcess.start(surroundings.workerProperties(0), log);
                WorkerProcess second = WorkerProcess.start(surroundings.workerProperties(1), log);
                Queues queues = new Queues(surroundings.brokerUrl())) {
            for (int i = 1; i <= TEXTS; i++) {
                String id = UUID.randomUUID().toString();
                asked.put(id, i);
                queues.send(id, "This is text number " + i + ".");
            }
            for (Spoken spoken = queues.receive(PATIENCE_MILLIS);
                    spoken != null;
                    spoken = asked.isEmpty() ? null : queues.receive(PATIENCE_MILLIS)) {
                Path file = out.resolve("text-" + asked.remove(spoken.id()) + ".mp3");
                Files.write(file, spoken.audio());
                System.out.println("Spoken: " + file);
            }
        }
        return TEXTS - asked.size();
    }
}
