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
package io.github.camelqwentts.manual;

// tag::test[]
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.manual.spring.Greeter;
import io.github.camelqwentts.manual.spring.SpeakApplication;
import io.github.camelqwentts.speech.SpeechAudio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@DirtiesContext
@SpringBootTest(
        classes = SpeakApplication.class,
        properties = {"RUNWARE_API_KEY=any", "camel.main.run-controller=false"})
class SpringSpeechTest {

    @RegisterExtension
    static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

    @Autowired
    private Greeter greeter;

    @DynamicPropertySource
    static void emulator(DynamicPropertyRegistry properties) {
        properties.add(
                "camel.component.qwen-tts.base-url", () -> RUNWARE.emulator().url());
    }

    @Test
    void aGreetingIsSpokenOnce() {
        try (SpeechAudio audio = greeter.greet("Vivian").join()) {
            assertThat(audio.size()).isPositive();
        }

        assertThat(RUNWARE.emulator().tasksCarriedOut()).isEqualTo(1);
    }
}
// end::test[]
