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

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A JVM that has no file descriptors left while audio, reference audio and webhook results are spooled. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "A POSIX shell sets the limit")
@Timeout(150)
class ExhaustedDescriptorsTest {

    private static final int LIMIT = 500;
    private static final String TOKEN = "rw-token-of-a-child-process";
    private static final String REASON = "Too many open files";

    @TempDir
    private Path directory;

    @Test
    void failWithTheirReasonLeaveNoFileAndDelayNoLaterMessage() throws Exception {
        Pcm speech = Pcm.silence(1, SpeechEngine.SAMPLE_RATE);
        try (RunwareEmulator emulator =
                RunwareEmulator.builder().engine(utterance -> speech).build().start()) {
            String printed = ChildJvm.runWithDescriptors(LIMIT, directory, Starved.class, emulator.url());

            assertThat(printed.lines())
                    .contains("Audio that could not be spooled: true")
                    .contains("Reference audio that could not be spooled: true")
                    .contains("Failures for another reason: 0")
                    .contains("Webhook: 500")
                    .contains("Files left: 0")
                    .contains("Later messages that failed: 0")
                    .contains("Webhook later: 200");
        }
    }

    /** What runs with few descriptors. */
    static final class Starved {

        private static final int MESSAGES = 6;

        private final Path spools;
        private final ProducerTemplate template;
        private final HttpClient http = HttpClient.newHttpClient();
        private final URI webhook;

        private Starved(CamelContext context, Path spools, URI webhook) {
            this.spools = spools;
            this.template = context.createProducerTemplate();
            this.webhook = webhook;
        }

        public static void main(String[] args) throws Exception {
            loadClasses();
            Path spools = Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir"), "spools"));
            try (CamelContext context = new DefaultCamelContext()) {
                context.getStreamCachingStrategy().setSpoolDirectory(spools.toFile());
                QwenTtsConfiguration options =
                        context.getComponent("qwen-tts", QwenTtsComponent.class).getConfiguration();
                options.setApiKey("key");
                options.setBaseUrl(args[0]);
                options.setSpoolThreshold(1_000);
                // HttpClient fails one connection a second if it has no descriptor for it.
                options.setMaxRetries(0);
                options.setCallTimeout(Duration.ofSeconds(60));
                int port = LocalHttpServer.addTo(context);
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("qwen-tts:webhook?webhookToken=" + TOKEN).to("log:out?level=DEBUG");
                    }
                });
                context.start();
                new Starved(context, spools, URI.create("http://127.0.0.1:" + port + "/qwen-tts?token=" + TOKEN)).run();
            }
        }

        /** Without descriptors a class loader opens no jar, and reads no class from a directory. */
        private static void loadClasses() throws Exception {
            ClassLoader loader = Starved.class.getClassLoader();
            loader.getResources("opens/every/jar").hasMoreElements();
            for (Class<?> one : List.of(QwenTtsComponent.class, Starved.class)) {
                Path root = Path.of(
                        one.getProtectionDomain().getCodeSource().getLocation().toURI());
                try (Stream<Path> files = Files.walk(root)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                            .toList()) {
                        String name = root.relativize(file).toString().replace(File.separatorChar, '.');
                        Class.forName(name.substring(0, name.length() - ".class".length()), false, loader);
                    }
                }
            }
        }

        private void run() throws Exception {
            byte[] audio = template.requestBody("qwen-tts:synthesize?outputFormat=WAV", "Hello", byte[].class);
            assertThat(failures(this::speak)).isEmpty();
            assertThat(failures(this::clone)).isEmpty();
            assertThat(post(result(audio))).isEqualTo(200);
            String post = result(audio);

            List<String> speaking;
            List<String> cloning;
            try (Descriptors descriptors = new Descriptors()) {
                speaking = failures(descriptors, this::speak);
                cloning = failures(descriptors, this::clone);
                descriptors.leave(0);
                System.out.println("Webhook: " + post(post));
            }

            Predicate<String> spool = failure -> failure.contains(REASON) && failure.contains(spools.toString());
            System.out.println(
                    "Audio that could not be spooled: " + speaking.stream().anyMatch(spool));
            System.out.println("Reference audio that could not be spooled: "
                    + cloning.stream().anyMatch(spool));
            List<String> others = Stream.of(speaking, cloning)
                    .flatMap(Collection::stream)
                    .filter(failure -> !failure.contains(REASON))
                    .distinct()
                    .toList();
            System.out.println("Failures for another reason: " + others.size());
            others.forEach(System.out::println);
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                System.gc();
                return files() == 0;
            });
            System.out.println("Files left: " + files());
            System.out.println("Later messages that failed: "
                    + (failures(this::speak).size() + failures(this::clone).size()));
            System.out.println("Webhook later: " + post(post));
        }

        private CompletableFuture<Exchange> speak(String text) {
            return template.asyncSend(
                    "qwen-tts:synthesize?outputFormat=WAV",
                    exchange -> exchange.getMessage().setBody(text));
        }

        private CompletableFuture<Exchange> clone(String text) {
            return template.asyncSend(
                    "qwen-tts:synthesize?outputFormat=WAV&model=base&voice=clone&xVectorOnly=true", exchange -> {
                        exchange.getMessage().setBody(text);
                        exchange.getMessage()
                                .setHeader(
                                        QwenTtsConstants.REFERENCE_AUDIO, new ByteArrayInputStream(new byte[30_000]));
                    });
        }

        /** The failures with no descriptors left, and with a few. */
        private static List<String> failures(
                Descriptors descriptors, Function<String, CompletableFuture<Exchange>> send) throws IOException {
            List<String> failures = new ArrayList<>();
            for (int left : new int[] {0, 3}) {
                descriptors.leave(left);
                failures.addAll(failures(send));
            }
            return failures;
        }

        private static List<String> failures(Function<String, CompletableFuture<Exchange>> send) {
            List<CompletableFuture<Exchange>> sent = Stream.iterate(1, i -> i + 1)
                    .limit(MESSAGES)
                    .map(i -> send.apply("Hello " + i))
                    .toList();
            return sent.stream()
                    .map(CompletableFuture::join)
                    .map(Exchange::getException)
                    .filter(failure -> failure != null)
                    .map(Throwable::toString)
                    .toList();
        }

        private int post(String body) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(webhook)
                    .timeout(Duration.ofSeconds(20))
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }

        private static String result(byte[] audio) {
            return "{\"data\":[{\"taskType\":\"audioInference\",\"taskUUID\":\"" + UUID.randomUUID()
                    + "\",\"audioUUID\":\"" + UUID.randomUUID() + "\",\"audioBase64Data\":\""
                    + Base64.getEncoder().encodeToString(audio) + "\"}]}";
        }

        private int files() {
            return spools.toFile().listFiles(File::isFile).length;
        }
    }

    /** Takes all descriptors that are free. */
    private static final class Descriptors implements Closeable {

        private final Deque<Closeable> taken = new ArrayDeque<>();

        void leave(int free) throws IOException {
            try {
                while (taken.size() < LIMIT) {
                    taken.push(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                for (int i = 0; i < free; i++) {
                    taken.pop().close();
                }
                return;
            }
            throw new IllegalStateException("The limit of " + LIMIT + " descriptors does not hold");
        }

        @Override
        public void close() throws IOException {
            while (!taken.isEmpty()) {
                taken.pop().close();
            }
        }
    }
}
