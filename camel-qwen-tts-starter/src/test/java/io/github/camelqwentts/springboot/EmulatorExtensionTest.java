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
package io.github.camelqwentts.springboot;

import io.github.camelqwentts.emulator.RunwareEmulator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/** One test instance for the class is what asks for the emulator's address earliest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(classes = EmulatorExtensionTest.Application.class)
class EmulatorExtensionTest extends RunwareTestSupport {

    @RepeatedTest(2)
    void resetsCountsBeforeEachTest(RunwareEmulator emulator) {
        assertSpeaksOnceThrough(emulator);
    }

    @Nested
    class WithATestInside {

        @Test
        void speaksInTheSameApplication(RunwareEmulator emulator) {
            assertSpeaksOnceThrough(emulator);
        }
    }

    private void assertSpeaksOnceThrough(RunwareEmulator emulator) {
        byte[] audio = template.requestBody("qwen-tts:synthesize", "Hello", byte[].class);

        assertThat(audio).isNotEmpty();
        assertThat(emulator.tasksCarriedOut()).isEqualTo(1);
        assertThat(emulator).isSameAs(RUNWARE.emulator());
    }

    @SpringBootApplication
    static class Application {}
}
