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

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Twenty results of 8 MB in one answer, through a route in a JVM whose heap holds a third of that. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LargeAnswerTest {

    private static final int RESULTS = 20;

    /** As long as the token budget of a task allows. */
    private static final int SECONDS = 160;

    private static final long SIZE = 44L + SECONDS * 48_000;

    @TempDir
    private Path directory;

    @Test
    void aSmallHeapIsEnough() throws Exception {
        Pcm speech = Pcm.silence(SECONDS, SpeechEngine.SAMPLE_RATE);
        try (RunwareEmulator emulator =
                RunwareEmulator.builder().engine(utterance -> speech).build().start()) {
            String printed = ChildJvm.run(directory, List.of("-Xmx64m"), SmallHeap.class, emulator.url());

            assertThat(printed).contains("Spoken: " + RESULTS + " results of " + SIZE + " bytes");
            assertThat(emulator.tasksCarriedOut()).isOne();
            assertThat(directory.toFile().list((dir, name) -> name.endsWith(".spool")))
                    .isEmpty();
        }
    }

    @Test
    void manyDownloadsInASmallHeapLeaveNoFile() throws Exception {
        Pcm speech = Pcm.silence(SECONDS, SpeechEngine.SAMPLE_RATE);
        try (RunwareEmulator emulator = RunwareEmulator.builder()
                .rememberAtMost(3)
                .engine(utterance -> speech)
                .build()
                .start()) {
            String printed = ChildJvm.run(directory, List.of("-Xmx32m"), ManyDownloads.class, emulator.url());

            assertThat(printed).contains("Succeeded: 100");
            assertThat(directory.toFile().list((dir, name) -> name.startsWith("qwen-tts-")))
                    .isEmpty();
        }
    }

    /** A hundred messages, one after the other, in a heap of four times the audio's size. */
    static final class ManyDownloads {

        private ManyDownloads() {}

        public static void main(String[] args) throws Exception {
            CamelContext context = new DefaultCamelContext();
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            int succeeded = 0;
            for (int i = 0; i < 100; i++) {
                Object audio = template.requestBody(
                        "qwen-tts:synthesize?outputFormat=WAV&apiKey=key&baseUrl=" + args[0], "Long");
                succeeded += ((StreamCache) audio).length() == SIZE ? 1 : 0;
            }
            System.out.println("Succeeded: " + succeeded);
            context.stop();
        }
    }

    /** What runs in the small JVM. */
    static final class SmallHeap {

        private SmallHeap() {}

        public static void main(String[] args) throws Exception {
            CamelContext context = new DefaultCamelContext();
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in")
                            .to("qwen-tts:synthesize?outputType=base64Data&outputFormat=WAV&numberResults=" + RESULTS
                                    + "&apiKey=key&baseUrl=" + args[0])
                            .process(LargeAnswerTest::count);
                }
            });
            context.start();
            Map<?, ?> sizes = context.createProducerTemplate().requestBody("direct:in", (Object) "Long", Map.class);
            sizes.forEach((size, count) -> System.out.println("Spoken: " + count + " results of " + size + " bytes"));
            context.stop();
        }
    }

    private static void count(Exchange exchange) throws Exception {
        Map<Long, Integer> sizes = new HashMap<>();
        for (Object result : exchange.getMessage().getBody(List.class)) {
            try (InputStream audio = ((SpeechResult) result).orThrow().audio().open()) {
                sizes.merge(audio.transferTo(OutputStream.nullOutputStream()), 1, Integer::sum);
            }
        }
        exchange.getMessage().setBody(sizes);
    }
}
