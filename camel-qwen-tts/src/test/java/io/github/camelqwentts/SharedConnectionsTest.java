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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Connections and threads are there as long as an endpoint needs them. */
class SharedConnectionsTest extends SpeakingTestSupport {

    private static final int MANY = 300;
    private static final String SPEAK = "qwen-tts:synthesize?outputFormat=WAV&outputType=base64Data";

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(utterance -> new Pcm(new byte[48], SpeechEngine.SAMPLE_RATE, 1));
    }

    @Override
    protected void prepare(CamelContext made) {
        addProducerChecks(made);
    }

    @Test
    void endpointsThatAreStoppedGiveTheirsBack() {
        int before = ioThreads();
        long descriptors = descriptors();
        for (int i = 1; i <= MANY; i++) {
            String uri = SPEAK + "&connectTimeout=" + (1_000 + i);
            assertSpoken(send(uri, "Hello"));
            context.getEndpoint(uri).stop();
        }

        assertThatFewIoThreadsMoreThan(before);
        assertThat(descriptors() - descriptors).isLessThan(100);
    }

    /** Camel never stops an endpoint that it forgets, but it stops producers. */
    @Test
    void dynamicEndpointsGiveTheirsBackWithTheirProducer() throws Exception {
        int before = ioThreads();
        routes(route -> route.from("direct:in").toD(SPEAK + "&connectTimeout=${header.connectTimeout}", 5));
        for (int i = 1; i <= MANY; i++) {
            assertSpoken(template.request("direct:in", withHeader("connectTimeout", 1_000 + i)));
        }

        assertThatFewIoThreadsMoreThan(before + 5 * 3);
    }

    @Test
    void aKeyForEachMessageLeavesNothing() throws Exception {
        HealthCheckHelper.getHealthCheckRepository(context, "producers").setEnabled(true);
        routes(route -> route.from("direct:in").toD(SPEAK + "&apiKey=${header.customer}", 5));
        for (int i = 1; i <= 50; i++) {
            assertSpoken(template.request("direct:in", withHeader("customer", "customer-" + i)));
        }

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(
                                HealthCheckHelper.getHealthCheckRepository(context, "producers").stream()
                                        .filter(check -> check.getId().startsWith("producer:qwen-tts:")))
                        .hasSizeLessThanOrEqualTo(6));
        assertThat(component().resources().watches()).isLessThanOrEqualTo(6);
    }

    @Test
    void keepsConnectionsUntilCallsInProgressEnd() throws Exception {
        emulator().inject(new Fault.Delay(Duration.ofSeconds(2)));
        CompletableFuture<Exchange> spoken =
                template.asyncSend(SPEAK, exchange -> exchange.getMessage().setBody("Hello"));
        await().atMost(Duration.ofSeconds(20)).until(() -> !speechTasks().isEmpty());

        context.getEndpoint(SPEAK).stop();

        assertThat(spoken).succeedsWithin(Duration.ofSeconds(20)).satisfies(SharedConnectionsTest::assertSpoken);
    }

    @Test
    void opensNoConnectionsAfterTheComponentWasStopped() {
        QwenTtsComponent component = component();
        SharedResources resources = component.resources();

        context.stop();

        assertThatThrownBy(() -> resources.acquire(emulator().url(), component.getConfiguration()))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void aStartThatFailsLeavesNoThread() throws Exception {
        context.stop();
        int before = threads();
        for (int i = 0; i < 5; i++) {
            CamelContext failing = newContext();
            failing.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:good").to(SPEAK);
                    from("direct:bad").to("qwen-tts:synthesize?maxConnections=0");
                }
            });
            try {
                failing.start();
                assertThat(failing.isStarted()).isFalse();
            } catch (Exception expected) {
                // What is wrong is tested elsewhere.
            }
            failing.stop();
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> threads() <= before);
    }

    private static Processor withHeader(String name, Object value) {
        return exchange -> {
            exchange.getMessage().setBody("Hello");
            exchange.getMessage().setHeader(name, value);
        };
    }

    private static void assertSpoken(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
    }

    private static void assertThatFewIoThreadsMoreThan(int before) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ioThreads()).isLessThanOrEqualTo(before + 9));
    }

    private static int ioThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("qwen-tts-http"))
                .count();
    }

    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().contains("QwenTts") || thread.getName().startsWith("qwen-tts-http"))
                .count();
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }
}
