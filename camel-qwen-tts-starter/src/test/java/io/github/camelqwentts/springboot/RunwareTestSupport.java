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

import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An application whose component speaks to an emulator of the test class. */
@Timeout(120)
@DirtiesContext
abstract class RunwareTestSupport {

    static final String KEY = "rw-secret-application-2b7d";

    @RegisterExtension
    static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension(settings -> settings.apiKey(KEY));

    @Autowired
    ProducerTemplate template;

    @DynamicPropertySource
    static void emulator(DynamicPropertyRegistry properties) {
        properties.add("camel.component.qwen-tts.api-key", () -> KEY);
        properties.add(
                "camel.component.qwen-tts.base-url", () -> RUNWARE.emulator().url());
    }
}
