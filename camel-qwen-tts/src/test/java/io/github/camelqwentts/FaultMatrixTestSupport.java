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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One context and one emulator for all rows of the {@link FaultTable}. A single connection serves all cells, and every
 * byte goes to a file, so what is not given back shows in the cell after it, or at the end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class FaultMatrixTestSupport {

    static final String OPTIONS =
            "maxRetries=1&retryDelay=1&maxRetryDelay=2&resendDelay=0&maxConnections=1&spoolThreshold=1&outputFormat=WAV";

    /** Long enough to get all the same tries as with more, where the end is that it was not enough. */
    private static final Duration SHORT = Duration.ofMillis(400);

    /** Where the table is to change, this is what to compare it with. */
    final List<String> actualRows = new ArrayList<>();

    RunwareEmulator emulator;
    CamelContext context;
    ProducerTemplate template;

    private final String actualFile;
    private Path spools;

    /** @param actualFile name of the file that gets the rows with the actual outcomes */
    FaultMatrixTestSupport(String actualFile) {
        this.actualFile = actualFile;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        spools = directory;
        emulator = configure(RunwareEmulator.builder().engine(SpeakingTestSupport.SHORT_SILENCE))
                .build()
                .start();
        context = new DefaultCamelContext();
        prepare(context);
        context.getStreamCachingStrategy().setSpoolDirectory(spools.toFile());
        QwenTtsConfiguration defaults =
                context.getComponent("qwen-tts", QwenTtsComponent.class).getConfiguration();
        defaults.setApiKey(SpeakingTestSupport.KEY);
        defaults.setBaseUrl(emulator.url());
        context.start();
        template = context.createProducerTemplate();
    }

    /** Changes the settings of the emulator before it starts. */
    RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings;
    }

    /** Changes the context before it has the component. */
    abstract void prepare(CamelContext made) throws Exception;

    @AfterAll
    void stop() throws Exception {
        try {
            assertNoFileIsLeft();
        } finally {
            context.stop();
            emulator.close();
        }
        Files.write(Path.of("target", actualFile), actualRows);
    }

    static Duration callTimeout(String expected) {
        return expected.startsWith("timeout") ? SHORT : Duration.ofSeconds(30);
    }

    static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(10));
    }

    /** Once for all rows: collections take their time, and the component's stop deletes what is left. */
    private void assertNoFileIsLeft() {
        await().pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> {
                    System.gc();
                    assertThat(SpeakingTestSupport.spooledIn(spools))
                            .as("temporary files that the rows left behind")
                            .isEmpty();
                });
    }
}
