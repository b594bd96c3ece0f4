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

import java.io.InputStream;
import java.time.Duration;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.emulator.OpenAiSpeechEmulatorExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The speech server stops speaking with one of the next chunks when the HTTP client has gone. */
@TestPropertySource(properties = "camel.component.qwen-tts.backend=openai")
class GoneListenerTest extends HttpTestSupport {

    @RegisterExtension
    static final OpenAiSpeechEmulatorExtension SPEECH = new OpenAiSpeechEmulatorExtension(
            settings -> settings.laterChunkFrames(5).chunkDelay(Duration.ofMillis(500)));

    @DynamicPropertySource
    static void emulator(DynamicPropertyRegistry properties) {
        properties.add(
                "camel.component.qwen-tts.base-url", () -> SPEECH.emulator().baseUrl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/route", "/controller"})
    void stopsTheServerWhenTheClientHasGone(String path, OpenAiSpeechEmulator emulator) throws Exception {
        String text = "This sentence takes the server some seconds to speak. ".repeat(20);
        try (InputStream audio = post(path, text)) {
            assertThat(audio.readNBytes(44)).startsWith('R', 'I', 'F', 'F');
        }

        await().atMost(Duration.ofMinutes(1))
                .until(() -> emulator.speechesAborted() > 0 && emulator.speechesInFlight() == 0);
    }
}
