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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Many texts take no more room than a few, in whatever way one exchange or one poll comes by them. */
class AudioPileUpTest extends SpeakingTestSupport {

    private static final int TEXTS = 225;
    private static final int FILES = 400;
    private static final String SPEAK = "qwen-tts:synthesize?outputFormat=WAV";

    /** 480 kB. */
    private static final Pcm TEN_SECONDS = Pcm.silence(10, SpeechEngine.SAMPLE_RATE);

    @TempDir
    private Path directory;

    private final AtomicInteger texts = new AtomicInteger();
    private final AtomicReference<Long> early = new AtomicReference<>();
    private final AtomicReference<Long> late = new AtomicReference<>();
    private final CountDownLatch all = new CountDownLatch(TEXTS);

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.rememberAtMost(3).engine(utterance -> TEN_SECONDS);
    }

    @Override
    protected void prepare(CamelContext made) {
        made.getStreamCachingStrategy().setSpoolDirectory(directory.toFile());
    }

    @Test
    void aStreamingSplitTakesNoMoreMemory() throws Exception {
        routes(route -> route.from("direct:in")
                .split(route.body().tokenize("\n"))
                .streaming()
                .to(SPEAK)
                .process(AudioPileUpTest.this::measure));

        assertThat(send("direct:in", lines(TEXTS)).getException()).isNull();

        assertHeapIsFlat();
    }

    @Test
    void aLoopTakesNoMoreMemory() throws Exception {
        routes(route -> route.from("direct:in")
                .loop(TEXTS)
                .setBody(route.constant("Once more"))
                .to(SPEAK)
                .process(AudioPileUpTest.this::measure)
                .end());

        assertThat(send("direct:in", "Begin").getException()).isNull();

        assertHeapIsFlat();
    }

    @Test
    void aBatchConsumerTakesNoMoreMemory() throws Exception {
        Path scripts = Files.createDirectory(directory.resolve("scripts"));
        for (int i = 0; i < TEXTS; i++) {
            Files.writeString(scripts.resolve(i + ".txt"), "Line " + i);
        }
        routes(route ->
                route.from("file:" + scripts + "?initialDelay=0").to(SPEAK).process(AudioPileUpTest.this::measure));

        assertThat(all.await(100, TimeUnit.SECONDS)).isTrue();

        assertHeapIsFlat();
    }

    /** In a JVM of its own, which has the whole ration of garbage collections for itself. */
    @ParameterizedTest
    @ValueSource(strings = {"a split of many texts", "many exchanges"})
    void fewFilesAreLeftAtAnyTime(String scenario) throws Exception {
        String printed = ChildJvm.run(
                directory, List.of("-Xmx900m"), ManyFiles.class, emulator().url(), directory.toString(), scenario);

        int most = Integer.parseInt(printed.replaceAll("(?s).*Files: ([0-9]+).*", "$1"));
        assertThat(most).isBetween(1, 150);
        assertThat(spooledIn(directory)).isEmpty();
    }

    /** Speaks into files, which nobody needs afterwards: in the parts of one exchange, and in many exchanges. */
    static final class ManyFiles {

        private ManyFiles() {}

        public static void main(String[] args) throws Exception {
            AtomicInteger most = new AtomicInteger();
            CamelContext context = new DefaultCamelContext();
            RouteBuilder.addRoutes(context, route -> {
                String speak = SPEAK + "&spoolThreshold=1000&apiKey=key&baseUrl=" + args[0];
                route.from("direct:split")
                        .split(route.body().tokenize("\n"))
                        .streaming()
                        .to(speak)
                        .setBody(route.constant((Object) null))
                        .process(exchange -> count(most, args[1]));
                route.from("direct:one").to(speak).process(exchange -> count(most, args[1]));
            });
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            if (args[2].startsWith("a split")) {
                template.sendBody("direct:split", lines(FILES));
            } else {
                for (int i = 0; i < FILES; i++) {
                    template.sendBody("direct:one", "Line");
                }
            }
            System.out.println("Files: " + most.get());
            context.stop();
        }

        private static void count(AtomicInteger most, String directory) {
            most.accumulateAndGet(spooledIn(Path.of(directory)).length, Math::max);
        }
    }

    private void measure(Exchange exchange) {
        int text = texts.incrementAndGet();
        if (text == 20) {
            early.set(heap());
        } else if (text == 220) {
            late.set(heap());
        }
        all.countDown();
    }

    /** Two hundred texts of 480 kB are 96 MB. */
    private void assertHeapIsFlat() {
        assertThat(late.get() - early.get()).isLessThan(25_000_000);
    }

    private static String lines(int number) {
        return String.join("\n", Collections.nCopies(number, "Line"));
    }

    private static long heap() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
