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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.manual.spring.Greeter;
import io.github.camelqwentts.manual.spring.SpeakApplication;
import io.github.camelqwentts.speech.SpeechAudio;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
@DirtiesContext
@SpringBootTest(
        classes = SpeakApplication.class,
        properties = {"RUNWARE_API_KEY=any", "camel.main.run-controller=false"})
class SpringSnippetsTest {

    private static final RunwareEmulator EMULATOR =
            RunwareEmulator.builder().build().start();

    @Autowired
    private Greeter greeter;

    @DynamicPropertySource
    static void emulator(DynamicPropertyRegistry properties) {
        properties.add("camel.component.qwen-tts.base-url", EMULATOR::url);
    }

    @AfterAll
    static void stopEmulator() {
        EMULATOR.close();
    }

    @Test
    void theApplicationSpeaksWhatIsInItsFolder() throws Exception {
        Path audio = Path.of("audio", "spring.mp3");
        Files.deleteIfExists(audio);
        Files.writeString(Files.createDirectories(Path.of("scripts")).resolve("spring.txt"), "Hello from Spring.");

        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(audio) && Files.size(audio) > 2_000);
    }

    @Test
    void theServiceSpeaksWithoutARoute() throws Exception {
        try (SpeechAudio audio = greeter.greet("Vivian").get(30, TimeUnit.SECONDS)) {
            assertThat(audio.size()).isGreaterThan(2_000);
        }
    }
}
