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
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ManyAsyncTest {

    private static final int MANY = 500;
    private static final Duration WORK = Duration.ofSeconds(5);

    @Test
    void oneCallerWaitsForFiveHundredTasksWithFewThreadsAndFewQuestions(@TempDir Path directory) throws Exception {
        SpeechEngine engine = utterance -> SizedSpeech.of(utterance.text());
        try (RunwareEmulator emulator =
                RunwareEmulator.builder().asyncWork(WORK).engine(engine).build().start()) {
            String printed = ChildJvm.run(directory, List.of(), Caller.class, emulator.url());

            assertThat(printed).contains("right=" + MANY + " ");
            assertThat(emulator.tasksCarriedOut()).isEqualTo(MANY);
            assertThat(ChildJvm.peakThreads(printed))
                    .as("the most live threads at a time")
                    .isBetween(2, 40);
            assertThat(emulator.requests().stream()
                            .filter(request ->
                                    request.tasks().stream().anyMatch(task -> "getResponse".equals(task.taskType())))
                            .count())
                    .as("questions in the time that the work takes, 12 a second at most")
                    .isLessThan(12 * WORK.toSeconds());
        }
    }

    /** What runs in a JVM of its own. */
    static final class Caller {

        private Caller() {}

        public static void main(String[] args) throws Exception {
            String uri = "qwen-tts:synthesize?deliveryMethod=async&outputFormat=WAV&apiKey=key&baseUrl=" + args[0];
            try (CamelContext context = new DefaultCamelContext()) {
                int right = SizedSpeech.countSpoken(SizedSpeech.request(MANY, context, uri));
                System.out.println("right=" + right + " ");
                ChildJvm.printPeakThreads();
            }
        }
    }
}
