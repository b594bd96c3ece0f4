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
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.QwenTtsComponent;
import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class SpeechRouteTest {

    @RegisterExtension
    static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

    @Test
    void anAlertIsSpokenByRyanEvenIfTheConnectionBreaks() throws Exception {
        RUNWARE.emulator().inject(new Fault.ResetAfterWork());
        try (CamelContext context = new DefaultCamelContext()) {
            QwenTtsComponent speech = context.getComponent("qwen-tts", QwenTtsComponent.class);
            speech.getConfiguration().setBaseUrl(RUNWARE.emulator().url());
            speech.getConfiguration().setApiKey("any");
            context.addRoutes(new AlertRoutes());
            context.start();
            MockEndpoint spoken = context.getEndpoint("mock:spoken", MockEndpoint.class);
            spoken.expectedMessageCount(1);

            context.createProducerTemplate().sendBody("direct:alert", "The door is open.");

            MockEndpoint.assertIsSatisfied(context, 10, TimeUnit.SECONDS);
            RecordedTask task = RUNWARE.emulator()
                    .takeRequest(Duration.ofSeconds(1))
                    .tasks()
                    .get(0);
            assertThat(task.at("speech", "voice")).isEqualTo("ryan");
            assertThat(RUNWARE.emulator().tasksCarriedOut()).isEqualTo(1);
        }
    }

    static class AlertRoutes extends RouteBuilder {

        @Override
        public void configure() {
            from("direct:alert").to("qwen-tts:synthesize?voice=ryan").to("mock:spoken");
        }
    }
}
// end::test[]
