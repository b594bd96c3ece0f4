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
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.saga.InMemorySagaService;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Starts contexts, in each order of start and routes, and lets one message through. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class StartingTestSupport {

    @RegisterExtension
    protected final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    protected String speak() {
        return "qwen-tts:synthesize?outputFormat=WAV&apiKey=key&baseUrl=RAW("
                + runware.emulator().url() + ")";
    }

    /**
     * Asserts that a route in a new context speaks.
     *
     * @param before whether the routes are there before the start
     */
    protected void assertThatTextIsSpoken(RoutesBuilder routes, boolean before) throws Exception {
        try (CamelContext context = newContext()) {
            if (before) {
                context.addRoutes(routes);
                context.start();
            } else {
                context.start();
                context.addRoutes(routes);
            }
            assertThatTextIsSpoken(context);
        }
    }

    protected void assertThatTextIsSpoken(CamelContext context) {
        Exchange done = context.createProducerTemplate()
                .request("direct:in", exchange -> exchange.getMessage().setBody("Hello"));

        assertThat(done.getException()).isNull();
        await().atMost(Duration.ofSeconds(20)).until(() -> runware.emulator().tasksCarriedOut() > 0);
    }

    protected static CamelContext newContext() throws Exception {
        CamelContext context = new DefaultCamelContext();
        context.addService(new InMemorySagaService());
        return context;
    }
}
