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
package io.github.camelqwentts.transport;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.emulator.SpeechEngine;
import io.github.camelqwentts.runware.PollSchedule;
import io.github.camelqwentts.runware.RunwareClient;
import io.github.camelqwentts.runware.RunwareOptions;
import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Names that are slow to resolve, or not at all, are in the way of nobody else. */
@Timeout(60)
class NameLookupTest {

    private static final String SLOW = "slow.example.org";

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension(
            settings -> settings.engine(utterance -> new Pcm(new byte[48], SpeechEngine.SAMPLE_RATE, 1)));

    private final ExecutorService worker = Executors.newFixedThreadPool(2);
    private final ExecutorService blocking = Executors.newCachedThreadPool(work -> new Thread(work, "blocking"));
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private final Names names = new Names();
    private HttpTransport transport;

    @BeforeEach
    void connect() {
        connect(10);
    }

    private void connect(int maxConnections) {
        transport = new HttpTransport(
                new HttpSettings(Duration.ofSeconds(5), maxConnections, null, null, null, false),
                new SpoolSettings(1_000_000, () -> null),
                worker,
                blocking,
                scheduler,
                names);
    }

    @AfterEach
    void disconnect() {
        names.slow.countDown();
        transport.close(Duration.ZERO);
        worker.shutdownNow();
        blocking.shutdownNow();
        scheduler.shutdownNow();
    }

    @Test
    void aSlowLookupDelaysNoDeadline() {
        List<CompletableFuture<SpeechResult>> stuck = List.of(
                speak(SLOW, Duration.ofSeconds(2), DeliveryMethod.SYNC),
                speak("slower.example.org", Duration.ofSeconds(2), DeliveryMethod.SYNC),
                speak("slowest.example.org", Duration.ofSeconds(2), DeliveryMethod.SYNC));

        assertThat(speak("localhost", Duration.ofSeconds(10), DeliveryMethod.ASYNC))
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(result -> assertThat(result.failure()).isNull());
        assertThat(stuck)
                .allSatisfy(one -> assertThat(one)
                        .succeedsWithin(Duration.ofSeconds(4))
                        .satisfies(result ->
                                assertThat(result.failure().getError().kind()).isEqualTo(Kind.TIMEOUT)));
    }

    @Test
    void resolvesNamesOfFirstTriesRetriesRedirectsAndQueuedRequestsOffClientThreads() {
        transport.close(Duration.ZERO);
        connect(1);
        names.slow.countDown();
        runware.emulator().inject(new Fault.Status(503), 1);
        runware.emulator().inject(new Fault.Download(new Fault.Redirect("https://other.example.org/a.mp3")), 1);

        List<CompletableFuture<SpeechResult>> all = List.of(
                speak("localhost", Duration.ofSeconds(10), DeliveryMethod.SYNC),
                speak("localhost", Duration.ofSeconds(10), DeliveryMethod.ASYNC),
                speak("ip6-localhost", Duration.ofSeconds(10), DeliveryMethod.SYNC));

        assertThat(all).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(20)));
        assertThat(names.resolved).contains("localhost", "other.example.org", "ip6-localhost");
        assertThat(names.threads).containsOnly("blocking");
    }

    @Test
    void lookupsOfOneNameShareAThread() {
        List<CompletableFuture<SpeechResult>> stuck = List.of(
                speak(SLOW, Duration.ofSeconds(1), DeliveryMethod.SYNC),
                speak(SLOW, Duration.ofSeconds(1), DeliveryMethod.SYNC));

        assertThat(stuck).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(5)));
        assertThat(names.lookups.get()).isEqualTo(1);
    }

    @Test
    void failsACallToAnUnknownHost() {
        assertThat(speak("nobody.example.org", Duration.ofSeconds(10), DeliveryMethod.SYNC))
                .succeedsWithin(Duration.ofSeconds(5))
                .satisfies(
                        result -> assertThat(result.failure().getError().kind()).isEqualTo(Kind.CONNECTION));
    }

    private CompletableFuture<SpeechResult> speak(String host, Duration callTimeout, DeliveryMethod delivery) {
        int port = URI.create(runware.emulator().url()).getPort();
        RunwareOptions options = RunwareOptions.builder()
                .apiKey("key")
                .baseUrl("http://" + host + ":" + port + "/v1")
                .callTimeout(callTimeout)
                .maxRetries(1)
                .retryDelay(Duration.ofMillis(20))
                .pollSchedule(new PollSchedule(Duration.ofMillis(50), Duration.ofMillis(50), 1, Duration.ofMillis(50)))
                .build();
        return new RunwareClient(transport, options)
                .synthesize(List.of(SpeechRequest.builder()
                        .text("Hello")
                        .deliveryMethod(delivery)
                        .build()))
                .thenApply(results -> results.get(0));
    }

    private static final class Names implements DnsResolver {

        private final CountDownLatch slow = new CountDownLatch(1);
        private final Set<String> threads = ConcurrentHashMap.newKeySet();
        private final Set<String> resolved = ConcurrentHashMap.newKeySet();
        private final AtomicInteger lookups = new AtomicInteger();

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            lookups.incrementAndGet();
            threads.add(Thread.currentThread().getName());
            resolved.add(host);
            if (host.startsWith("slow")) {
                try {
                    slow.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            if (host.startsWith("nobody")) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
