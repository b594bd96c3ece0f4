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

import java.time.Duration;

import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Properties of the component in a Camel Main, as a user writes them. */
@Timeout(60)
class ComponentPropertiesTest {

    private static final String PREFIX = "camel.component.qwen-tts.";

    private final Main main = new Main();

    @AfterEach
    void stop() {
        main.stop();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spool-threshold | 10MB | spoolThreshold=10MB (component) is not valid: must be a whole number
            ttl             | 1h   | ttl=1h (component) is not valid: must be a whole number
            maxRetries      | 2.7  | maxRetries=2.7 (component) is not valid: must be a whole number
            speed           | fast | speed=fast (component) is not valid: must be a number with a decimal point and without spaces
            call-timeout | soon | callTimeout=soon (component) is not valid: must be a duration such as 500ms, 30s or 1m30s
            callTimeout  | abc  | callTimeout=abc (component) is not valid: must be a duration such as 500ms, 30s or 1m30s
            include-cost    | yes  | includeCost=yes (component) is not valid: must be true or false
            """)
    void namesThePropertyThatHasTheWrongForm(String property, String value, String message) {
        main.addInitialProperty(PREFIX + property, value);

        assertThatThrownBy(main::start).hasStackTraceContaining(message);
    }

    @Test
    void takesPropertiesOfTheRightForm() {
        main.addInitialProperty(PREFIX + "spool-threshold", "2048");
        main.addInitialProperty(PREFIX + "call-timeout", " 1m30s ");
        main.addInitialProperty(PREFIX + "speed", "1.25");
        main.addInitialProperty(PREFIX + "includeCost", "True");

        main.start();

        QwenTtsConfiguration options = main.getCamelContext()
                .getComponent("qwen-tts", QwenTtsComponent.class)
                .getConfiguration();
        assertThat(options.getSpoolThreshold()).isEqualTo(2048);
        assertThat(options.getCallTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(options.getSpeed()).isEqualTo(1.25);
        assertThat(options.getIncludeCost()).isTrue();
    }
}
