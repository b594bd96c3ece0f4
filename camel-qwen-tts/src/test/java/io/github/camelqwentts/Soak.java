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

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Everything at once for {@code soak.minutes}, 20 unless said otherwise, while one thing in twenty goes wrong: at the end
 * there is no more heap, no more threads, file descriptors or files than soon after the beginning. Run by the profile
 * {@code long} only.
 */
class Soak {

    private static final Duration TIME = Duration.ofMinutes(Integer.getInteger("soak.minutes", 20));
    private static final int IN_FLIGHT = 8;
    private static final List<String> ENDPOINTS = List.of(
            "synthesize?outputType=URL",
            "synthesize?outputType=base64Data",
            "synthesize?outputType=dataURI&outputFormat=FLAC",
            "synthesize?deliveryMethod=async&outputType=URL",
            "synthesize?deliveryMethod=async&outputType=base64Data",
            "submit?outputType=URL",
            "getTaskDetails",
            "getResponse?pollUntilDone=true");

    @TempDir
    private Path spools;

    private Process server;
    private CamelContext context;
    private ProducerTemplate template;
    private volatile Object submitted;

    @BeforeEach
    void start() throws Exception {
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx6g",
                        "-Dlogback.configurationFile=logback-plain.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FaultyEmulator.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String ready = server.inputReader()
                .lines()
                .filter(line -> line.startsWith(FaultyEmulator.READY))
                .findFirst()
                .orElseThrow();
        context = new DefaultCamelContext();
        context.getStreamCachingStrategy().setSpoolDirectory(spools.toFile());
        QwenTtsConfiguration options =
                context.getComponent("qwen-tts", QwenTtsComponent.class).getConfiguration();
        options.setApiKey("any");
        options.setBaseUrl(ready.substring(FaultyEmulator.READY.length()));
        options.setCallTimeout(Duration.ofSeconds(20));
        options.setRetryDelay(Duration.ofMillis(10));
        options.setMaxRetryDelay(Duration.ofMillis(50));
        options.setResendDelay(Duration.ofMillis(100));
        options.setPollInitialDelay(Duration.ofMillis(20));
        options.setPollInterval(Duration.ofMillis(50));
        options.setSpoolThreshold(5_000);
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
        server.destroyForcibly();
    }

    @Test
    void nothingGrows() throws Exception {
        AtomicLong exchanges = new AtomicLong();
        AtomicReference<Throwable> surprise = new AtomicReference<>();
        long end = System.nanoTime() + TIME.toNanos();
        long settled = System.nanoTime() + TIME.toNanos() / 5;
        speakUntil(settled, exchanges, surprise);
        Usage early = usage();
        speakUntil(end, exchanges, surprise);
        Usage late = usage();

        System.out.println(exchanges + " exchanges; early " + early + ", late " + late);
        assertThat(surprise.get()).isNull();
        assertThat(exchanges.get()).isGreaterThan(TIME.toSeconds() * 10);
        assertThat(late.files).isZero();
        assertThat(late.heap).as("heap").isLessThan(early.heap + early.heap / 4 + 5_000_000);
        assertThat(late.threads).as("threads").isLessThanOrEqualTo(early.threads + 2);
        assertThat(late.descriptors).as("descriptors").isLessThanOrEqualTo(early.descriptors + 10);
    }

    private void speakUntil(long end, AtomicLong exchanges, AtomicReference<Throwable> surprise) throws Exception {
        Semaphore free = new Semaphore(IN_FLIGHT);
        while (System.nanoTime() < end && surprise.get() == null) {
            free.acquire();
            String endpoint = ENDPOINTS.get(ThreadLocalRandom.current().nextInt(ENDPOINTS.size()));
            boolean asks = endpoint.startsWith("get");
            Object body = asks ? submitted : ThreadLocalRandom.current().nextInt(10) == 0 ? batch() : "Hello";
            if (body == null) {
                free.release();
                continue;
            }
            CompletableFuture<Exchange> sent = template.asyncSend(
                    "qwen-tts:" + endpoint, exchange -> exchange.getMessage().setBody(body));
            sent.whenComplete((exchange, failure) -> {
                exchanges.incrementAndGet();
                Throwable problem = failure == null ? exchange.getException() : failure;
                if (problem != null && !(problem instanceof SpeechException)) {
                    surprise.compareAndSet(null, problem);
                }
                if (problem == null && endpoint.startsWith("submit") && !(body instanceof List)) {
                    submitted = exchange.getMessage().getBody();
                }
                free.release();
            });
        }
        assertThat(free.tryAcquire(IN_FLIGHT, 1, TimeUnit.MINUTES))
                .as("all ended")
                .isTrue();
    }

    private static Object batch() {
        return Collections.nCopies(5, "Hello");
    }

    private Usage usage() {
        // Only what an exchange that is done has made is left, which a collection gives up.
        await().atMost(30, TimeUnit.SECONDS).until(() -> {
            System.gc();
            return spools.toFile().listFiles(File::isFile).length == 0;
        });
        return new Usage(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount(),
                spools.toFile().listFiles(File::isFile).length);
    }

    private record Usage(long heap, long threads, long descriptors, long files) {}
}
