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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two JVMs share a directory. */
class SharedCacheTest extends SpeakingTestSupport {

    private static final int TEXTS = 40;

    @Test
    void twoProcessesFindTheAudioOfEachOther(@TempDir Path folder) throws Exception {
        Path cache = folder.resolve("cache");
        List<CompletableFuture<String>> printed = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            Path own = Files.createDirectory(folder.resolve(name));
            printed.add(Background.call(() -> run(own, cache)));
        }
        for (CompletableFuture<String> process : printed) {
            assertThat(process.get(2, TimeUnit.MINUTES)).contains("spoken: " + TEXTS);
        }

        int bought = emulator().tasksCarriedOut();
        assertThat(bought).isBetween(TEXTS, 2 * TEXTS);
        assertThat(run(Files.createDirectory(folder.resolve("third")), cache)).contains("hits: " + TEXTS);
        assertThat(emulator().tasksCarriedOut()).isEqualTo(bought);
        assertThat(cache.toFile().listFiles((directory, name) -> name.endsWith(".tmp")))
                .isEmpty();
    }

    private String run(Path own, Path cache) throws Exception {
        return ChildJvm.run(own, List.of(), Speaker.class, emulator().url(), cache.toString());
    }

    /** Speaks texts, and prints how many were spoken and how many were found. */
    static final class Speaker {

        private Speaker() {}

        public static void main(String[] arguments) throws Exception {
            int spoken = 0;
            int hits = 0;
            try (CamelContext context = new DefaultCamelContext()) {
                QwenTtsComponent component = context.getComponent("qwen-tts", QwenTtsComponent.class);
                component.getConfiguration().setApiKey(KEY);
                component.getConfiguration().setBaseUrl(arguments[0]);
                component.setCacheDirectory(arguments[1]);
                context.start();
                for (int i = 0; i < TEXTS; i++) {
                    String text = "Text number " + i + ".";
                    Exchange exchange = context.createProducerTemplate()
                            .request(
                                    "qwen-tts:synthesize?outputFormat=WAV&outputType=base64Data",
                                    message -> message.getMessage().setBody(text));
                    spoken += exchange.getException() == null ? 1 : 0;
                    hits += exchange.getMessage().getHeader("CamelQwenTtsCacheHit") == null ? 0 : 1;
                }
            }
            System.out.println("spoken: " + spoken + ", hits: " + hits);
        }
    }
}
