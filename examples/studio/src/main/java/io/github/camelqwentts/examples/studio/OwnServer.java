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
package io.github.camelqwentts.examples.studio;

import java.time.Duration;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A server of one's own that speaks with the backend openai. An emulator stands in for it if {@code studio.server} is not set. */
@Configuration(proxyBeanMethods = false)
class OwnServer {

    private static final int FRAMES = 12;

    /** @param work the time until the first audio of a text, and between two chunks of about a second */
    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "studio.server", havingValue = "", matchIfMissing = true)
    OpenAiSpeechEmulator serverEmulator(@Value("${studio.emulator-work}") Duration work) {
        return OpenAiSpeechEmulator.builder()
                .latency(work)
                .firstChunkFrames(FRAMES)
                .laterChunkFrames(FRAMES)
                .chunkDelay(work)
                .build()
                .start();
    }
}
