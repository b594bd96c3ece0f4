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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Routes run on threads of their own, as many as there is work for, and no route is in the way of another. */
class RouteThreadsTest extends SpeakingTestSupport {

    private static final String SPEAK = "qwen-tts:synthesize?outputFormat=WAV";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger arrived = new AtomicInteger();

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(utterance -> new Pcm(new byte[48], SpeechEngine.SAMPLE_RATE, 1));
    }

    @Test
    void aSlowRouteNeverRunsOnAThreadOfTheClient() throws Exception {
        int many = 1_500;
        route(
                "seda:in?size=" + many,
                SPEAK,
                () -> LockSupport.parkNanos(Duration.ofMillis(20).toNanos()));

        sendTo("seda:in", many);

        await().atMost(LONG).until(() -> arrived.get() == many);
        assertThat(threads).isNotEmpty().allMatch(name -> name.endsWith(" - QwenTts"));
    }

    @Test
    void fiftyConsumersWorkFiftyAtATimeBehindTheEndpoint() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        route("seda:in?concurrentConsumers=50", SPEAK, () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            now.decrementAndGet();
        });

        sendTo("seda:in", 100);

        await().atMost(LONG).until(() -> arrived.get() == 100);
        assertThat(most.get()).isGreaterThanOrEqualTo(40);
    }

    @Test
    void noMoreThanMaxConnectionsMessagesOfARouteContinueAtATime() throws Exception {
        AtomicInteger now = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        route("seda:in", SPEAK + "&maxConnections=7", () -> {
            now.incrementAndGet();
            awaitQuietly(over);
        });

        sendTo("seda:in", 30);

        await().atMost(LONG).until(() -> emulator().tasksCarriedOut() == 30);
        assertSevenUntilTheEnd(now, over, 30);
    }

    @Test
    void noMoreThanMaxConnectionsFailuresOfARouteContinueAtATime() throws Exception {
        AtomicInteger now = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        emulator().close();
        routeWithErrorHandler(SPEAK + "&maxConnections=7&maxRetries=0", () -> {
            now.incrementAndGet();
            awaitQuietly(over);
        });

        sendTo("seda:in", 30);

        assertSevenUntilTheEnd(now, over, 30);
    }

    private void assertSevenUntilTheEnd(AtomicInteger now, CountDownLatch over, int messages) {
        try {
            await().atMost(LONG).until(() -> now.get() >= 7);
            await().during(Duration.ofMillis(500)).atMost(LONG).until(() -> now.get() == 7);
        } finally {
            over.countDown();
        }
        await().atMost(LONG).until(() -> arrived.get() == messages);
    }

    @Test
    void failuresDoNotWaitForBlockedMessagesOfTheSameRoute() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger blocked = new AtomicInteger();
        routes(route -> route.from("seda:in")
                .onException(SpeechUnavailableException.class)
                .handled(true)
                .process(exchange -> arrived.incrementAndGet())
                .end()
                .to(SPEAK + "&maxConnections=2&maxRetries=0")
                .process(exchange -> {
                    blocked.incrementAndGet();
                    awaitQuietly(over);
                }));
        try {
            sendTo("seda:in", 2);
            await().atMost(LONG).until(() -> blocked.get() == 2);

            emulator().close();
            sendTo("seda:in", 4);

            await().atMost(LONG).until(() -> arrived.get() == 4);
            assertThat(blocked).hasValue(2);
        } finally {
            over.countDown();
        }
    }

    @Test
    void blockedRouteDoesNotDelayAnotherRoute() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        int many = 800;
        route("seda:in?size=" + many, SPEAK, () -> awaitQuietly(over));
        routes(route -> route.from("direct:other").to(SPEAK + "&callTimeout=2000"));
        try {
            sendTo("seda:in", many);
            await().atMost(LONG).until(() -> emulator().tasksCarriedOut() == many);

            long begin = System.nanoTime();
            Exchange spoken = send("direct:other", "Hello");
            assertThat(spoken.getException()).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));

            emulator().inject(new Fault.Delay(Duration.ofSeconds(20)));
            begin = System.nanoTime();
            Exchange late = send("direct:other", "Hello");
            assertThat(late.getException()).isInstanceOf(SpeechUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
        } finally {
            over.countDown();
        }
    }

    @Test
    void blockedRouteDoesNotDelayAnotherRouteWithTheSameStep() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        routes(route -> {
            route.from("seda:in").to("direct:speak").process(exchange -> {
                arrived.incrementAndGet();
                awaitQuietly(over);
            });
            route.from("direct:other").to("direct:speak");
            route.from("direct:speak").to(SPEAK + "&maxConnections=2");
        });
        try {
            sendTo("seda:in", 10);
            await().atMost(LONG).until(() -> arrived.get() == 2 && emulator().tasksCarriedOut() == 10);

            assertThat(template.asyncSend(
                            "direct:other", exchange -> exchange.getMessage().setBody("Hello")))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .extracting(Exchange::getException)
                    .isNull();
        } finally {
            over.countDown();
        }
    }

    /** All that may continue wait for messages behind them in the same queue. */
    @Test
    void aDeadlineEndsTheWaitForAThread() throws Exception {
        String inner = SPEAK + "&maxConnections=2&callTimeout=3000";
        routes(route -> {
            route.from("seda:in").to("direct:speak").process(exchange -> {
                Exchange nested = template.request(
                        "direct:speak", again -> again.getMessage().setBody("Again"));
                assertThat(nested.getException()).isNull();
                arrived.incrementAndGet();
            });
            route.from("direct:speak").to(inner);
        });

        sendTo("seda:in", 4);

        await().atMost(LONG).until(() -> arrived.get() == 4);
    }

    @Test
    void endsLateExchangesOnAThreadOfTheirOwn() {
        QwenTtsComponent component = component();
        context.stop();

        component.resume(() -> threads.add(Thread.currentThread().getName()));

        await().atMost(Duration.ofSeconds(10)).until(() -> !threads.isEmpty());
        assertThat(threads).allMatch(name -> name.endsWith(" - QwenTtsLate"));
    }

    private void route(String from, String uri, Runnable step) throws Exception {
        routes(route -> route.from(from).to(uri).process(exchange -> {
            threads.add(Thread.currentThread().getName());
            step.run();
            arrived.incrementAndGet();
        }));
    }

    private void routeWithErrorHandler(String uri, Runnable handler) throws Exception {
        routes(route -> route.from("seda:in")
                .onException(SpeechUnavailableException.class)
                .handled(true)
                .process(exchange -> {
                    handler.run();
                    arrived.incrementAndGet();
                })
                .end()
                .to(uri));
    }

    private void sendTo(String uri, int messages) {
        Stream.iterate(1, i -> i + 1).limit(messages).forEach(i -> template.sendBody(uri, "Hello " + i));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
