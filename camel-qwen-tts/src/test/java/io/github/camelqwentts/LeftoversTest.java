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

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.EndpointClient;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.StreamCachingStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is left of a context that was stopped: nothing. */
class LeftoversTest extends SpeakingTestSupport {

    private static final String URI = "qwen-tts:synthesize?spoolThreshold=1000&outputFormat=WAV";

    @TempDir
    private Path directory;

    private Set<Thread> before;
    private final HeldEngine engine = new HeldEngine(1);

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(engine);
    }

    @Override
    protected CamelContext newContext() throws Exception {
        before = Thread.getAllStackTraces().keySet();
        CamelContext made = super.newContext();
        StreamCachingStrategy caching = made.getStreamCachingStrategy();
        caching.setSpoolDirectory(directory.toFile());
        return made;
    }

    @Test
    void whatIsInFlightFinishesBeforeTheStopDoes() throws Exception {
        emulator().inject(new Fault.Delay(Duration.ofMillis(500)));
        CompletableFuture<Exchange> inFlight = sendOneThatIsInFlight();

        context.stop();

        assertThat(inFlight.get(5, TimeUnit.SECONDS).getException()).isNull();
        assertNothingIsLeft();
    }

    @Test
    void whatTakesLongerThanTheShutdownTimeoutIsCancelledAndSaysSo() throws Exception {
        emulator().inject(new Fault.Delay(Duration.ofMinutes(1)));
        context.getShutdownStrategy().setTimeout(1);
        CompletableFuture<Exchange> inFlight = sendOneThatIsInFlight();

        context.stop();

        assertThat(inFlight.get(5, TimeUnit.SECONDS).getException())
                .isInstanceOf(SpeechUnavailableException.class)
                .hasMessageContaining("cancelled")
                .hasMessageContaining(speechTasks().get(0).taskUUID());
        assertNothingIsLeft();
    }

    @Test
    void noEndpointTakesNewCallsWhileAnotherOnesAreStillWaitedFor() throws Exception {
        engine.hold();
        List<QwenTtsEndpoint> endpoints = List.of(
                context.getEndpoint(URI, QwenTtsEndpoint.class),
                context.getEndpoint(URI + "&maxConnections=2", QwenTtsEndpoint.class));
        List<CompletableFuture<Exchange>> inFlight = endpoints.stream()
                .map(endpoint -> template.asyncSend(
                        endpoint, exchange -> exchange.getMessage().setBody("Hello")))
                .toList();
        await().atMost(10, TimeUnit.SECONDS).until(() -> speechTasks().size() == 2);
        List<EndpointClient> clients =
                endpoints.stream().map(QwenTtsEndpoint::client).toList();

        CompletableFuture<Void> stop = Background.run(context::stop);

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(clients)
                        .allSatisfy(client -> assertThat(client.synthesize(List.of(SpeechRequest.of("Too late"))))
                                .isCompletedExceptionally()));
        assertThat(stop).isNotDone();
        engine.release();
        stop.get(20, TimeUnit.SECONDS);
        for (CompletableFuture<Exchange> exchange : inFlight) {
            assertThat(exchange.get(5, TimeUnit.SECONDS).getException()).isNull();
        }
        assertNothingIsLeft();
    }

    @Test
    void failuresOfAllSortsLeaveNothing() throws Exception {
        for (Fault fault : List.of(
                new Fault.ResetAfterWork(),
                new Fault.Truncate(20_000),
                new Fault.MalformedJson(),
                new Fault.Status(500, "<html>", null, true),
                new Fault.Download(new Fault.Truncate(20_000)))) {
            emulator().inject(fault, 2);
            send(URI, "Hello");
            emulator().clearFaults();
            emulator().inject(fault, 100);
            assertThat(send(URI + "&maxRetries=1&outputType=URL", "Hello").getException())
                    .isInstanceOf(SpeechException.class);
            emulator().clearFaults();
        }

        context.stop();

        assertNothingIsLeft();
    }

    @Test
    void deletesAudioThatIsStillHeldAtTheStop() throws Exception {
        Object held = template.requestBody(URI, "Hello");
        List<?> results = template.requestBody(URI, List.of("One", "Two"), List.class);
        assertThat(filesLeft()).hasSizeGreaterThan(2);

        context.stop();

        assertThat(results).hasSize(2);
        assertThat(held).isNotNull();
        assertNothingIsLeft();
    }

    @Test
    void fileDescriptorsDoNotGrowWithTheNumberOfContexts() throws Exception {
        send(URI, "Hello");
        context.stop();
        long descriptors = openDescriptors();

        for (int i = 0; i < 10; i++) {
            context = newContext();
            context.start();
            template = context.createProducerTemplate();
            assertThat(send(URI, "Hello").getException()).isNull();
            context.stop();
        }

        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(openDescriptors()).isLessThan(descriptors + 10));
    }

    private CompletableFuture<Exchange> sendOneThatIsInFlight() {
        CompletableFuture<Exchange> sent = new CompletableFuture<>();
        template.asyncSend(URI, exchange -> exchange.getMessage().setBody("Hello"))
                .whenComplete((exchange, failure) -> sent.complete(exchange));
        await().atMost(10, TimeUnit.SECONDS).until(() -> !speechTasks().isEmpty());
        return sent;
    }

    private void assertNothingIsLeft() {
        await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(threadsSince()).isEmpty();
            assertThat(filesLeft()).isEmpty();
        });
    }

    /** Threads of the component, its client and Camel that the context brought; the emulator's own may stay. */
    private Set<String> threadsSince() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.contains("qwen-tts")
                        || name.contains("QwenTts")
                        || name.contains("Failsafe")
                        || name.contains("Camel"))
                .collect(Collectors.toSet());
    }

    private List<Path> filesLeft() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static long openDescriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}
