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
package io.github.camelqwentts.runware;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.runware.wire.TaskWriter;
import io.github.camelqwentts.speech.TaskListener;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Deadline;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is thrown while an answer is read, the task that it is about may be done, and is looked up. */
class RunwareApiTest {

    @AutoClose
    private final TestTransport transport = new TestTransport();

    @Test
    void anErrorWhileAnAnswerIsReadLeavesItOpenWhetherTheTaskIsDone() throws Exception {
        try (RunwareEmulator emulator = RunwareEmulator.builder().build().start()) {
            RunwareApi api = new RunwareApi(
                    transport.http(), TestTransport.options(emulator).build(), Clock.systemUTC());
            List<String> ids = List.of("7a687894-17db-4452-a7c4-87929a5f31a7");
            CallScope call = new CallScope(Deadline.in(Duration.ofSeconds(10)), TaskListener.NONE);

            CompletableFuture<ApiResponse> reply = api.exchange(
                    writer -> TaskWriter.responseTasks(ids, writer), api.limits(1, true), call, (answer, limits) -> {
                        throw new OutOfMemoryError("provoked");
                    });

            assertThat(reply)
                    .succeedsWithin(Duration.ofSeconds(10))
                    .satisfies(came -> assertThat(came.certainty()).isEqualTo(ApiResponse.Certainty.UNKNOWN));
        }
    }
}
