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
package io.github.camelqwentts.manual;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

import com.sun.net.httpserver.HttpServer;
import io.github.camelqwentts.QwenTtsComponent;
import io.github.camelqwentts.QwenTtsConstants;
import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.speech.SpeechAccessException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Each route of the manual does in each of its three languages what the manual says. */
@Timeout(120)
class ManualRoutesTest {

    private static final Path SCRIPTS = Path.of("scripts");
    private static final Path CHAPTERS = Path.of("chapters");
    private static final Path AUDIO = Path.of("audio");
    private static final Path REJECTED = Path.of("rejected");
    private static final Path PROMPTS = Path.of("prompts");

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    private CamelContext context;
    private ProducerTemplate template;

    @BeforeEach
    void newContext() throws IOException {
        for (Path folder : List.of(SCRIPTS, CHAPTERS, AUDIO, REJECTED, PROMPTS)) {
            FileSystemUtils.deleteRecursively(folder);
        }
        context = new DefaultCamelContext();
        QwenTtsComponent speech = context.getComponent("qwen-tts", QwenTtsComponent.class);
        speech.getConfiguration().setApiKey("any");
        speech.getConfiguration().setBaseUrl(runware.emulator().url());
        speech.getConfiguration().setPollInitialDelay(Duration.ofMillis(50));
    }

    @AfterEach
    void stopContext() {
        context.stop();
    }

    @ParameterizedTest
    @EnumSource
    void synthesize(Dsl dsl) throws Exception {
        Files.writeString(Files.createDirectories(SCRIPTS).resolve("hello.txt"), "Hello.");
        start("synthesize", dsl);

        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(AUDIO.resolve("hello.mp3")));

        assertThat(task(0).at("speech", "voice")).isEqualTo("vivian");
        assertThat(task(0).at("speech", "language")).isEqualTo("English");
        assertThat(task(0).at("outputFormat")).isEqualTo("MP3");
    }

    @ParameterizedTest
    @EnumSource
    void synthesizeBuysAFileOnceThoughTheNextStepFails(Dsl dsl) throws Exception {
        Files.writeString(Files.createDirectories(SCRIPTS).resolve("hello.txt"), "Hello.");
        Files.writeString(AUDIO, "A file in the place of the folder lets the last step fail.");
        start("synthesize", dsl);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(SCRIPTS.resolve(".failed").resolve("hello.txt")));

        assertThat(SCRIPTS.resolve("hello.txt")).doesNotExist();
        assertThat(runware.emulator().tasksCarriedOut()).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void ownServer(Dsl dsl) throws Exception {
        try (OpenAiSpeechEmulator server = startServer()) {
            Files.writeString(Files.createDirectories(SCRIPTS).resolve("hello.txt"), "Hello.");
            start("own-server", dsl);

            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(AUDIO.resolve("hello.mp3")));

            assertThat(server.requests().get(0).at("voice")).isEqualTo("ryan");
            assertThat(runware.emulator().requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void live(Dsl dsl) throws Exception {
        try (OpenAiSpeechEmulator server = startServer()) {
            start("live", dsl);

            send("direct:live", "Hello.", Map.of());

            assertThat(AUDIO.resolve("live.wav")).isRegularFile();
            assertThat(server.requests().get(0).at("stream")).isEqualTo(true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stream(Dsl dsl) throws Exception {
        String text = "First sentence. " + "One more sentence of the text is spoken. ".repeat(8);
        start("stream", dsl);

        byte[] audio = send("direct:speak", text, Map.of()).getMessage().getBody(byte[].class);

        assertThat(audio).startsWith('R', 'I', 'F', 'F').hasSizeGreaterThan(100_000);
        // Pieces are spoken in parallel, so they arrive in any order.
        assertThat(runware.emulator().requests())
                .flatMap(request -> request.tasks())
                .extracting(task -> task.at("speech", "text"))
                .contains("First sentence.");
        assertThat(runware.emulator().tasksCarriedOut()).isGreaterThan(2);
    }

    @ParameterizedTest
    @EnumSource
    void radio(Dsl dsl) throws Exception {
        start("radio", dsl);
        send("direct:talk", "Hello to all of you.", Map.of());

        Exchange first = send("direct:listen", null, Map.of());
        Exchange second = send("direct:listen", null, Map.of());

        assertThat(first.getMessage().getBody(byte[].class))
                .startsWith('R', 'I', 'F', 'F')
                .isEqualTo(second.getMessage().getBody(byte[].class));
        assertThat(first.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("audio/wav");
        assertThat(runware.emulator().tasksCarriedOut()).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void override(Dsl dsl) throws Exception {
        start("override", dsl);

        send("direct:say", "Hello.", Map.of("speaker", "sohee"));

        assertThat(task(0).at("speech", "voice")).isEqualTo("sohee");
        assertThat(task(0).at("positivePrompt")).isEqualTo("Speak with great enthusiasm");
    }

    @ParameterizedTest
    @EnumSource
    void batch(Dsl dsl) throws Exception {
        start("batch", dsl);

        send("direct:chapters", List.of("One.", "Two.", "Three."), Map.of());

        assertThat(audio()).containsExactly("chapter-0.wav", "chapter-1.wav", "chapter-2.wav");
        assertThat(runware.emulator().requests().get(0).tasks()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void chapter(Dsl dsl) throws Exception {
        String text = "It was a cold morning in the harbour. ".repeat(60);
        Files.writeString(Files.createDirectories(CHAPTERS).resolve("one.txt"), text);
        start("chapter", dsl);

        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(CHAPTERS.resolve(".camel/one.txt")));

        assertThat(audio()).contains("one.mp3", "one.srt");
        assertThat(AUDIO.resolve("one.srt")).content().startsWith("1\n00:00:00,000 --> ");
        assertThat(runware.emulator().tasksCarriedOut()).isGreaterThan(3);
    }

    @ParameterizedTest
    @EnumSource
    void dialogue(Dsl dsl) throws Exception {
        start("dialogue", dsl);

        send(
                "direct:dialogue",
                List.of(
                        SpeechRequest.builder()
                                .text("Who is there?")
                                .voice(Voice.VIVIAN)
                                .build(),
                        SpeechRequest.builder().text("Me.").voice(Voice.RYAN).build()),
                Map.of());

        assertThat(audio()).containsExactly("dialogue.wav");
        assertThat(runware.emulator().tasksCarriedOut()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void prompts(Dsl dsl) throws Exception {
        new PromptCache().configure(context);
        start("prompts", dsl);

        Exchange first = send("direct:prompts", "Please hold the line.", Map.of("prompt", "hold"));
        Exchange second = send("direct:prompts", "Please hold the line.", Map.of("prompt", "again"));

        assertThat(audio()).containsExactly("again.wav", "hold.wav");
        assertThat(first.getMessage().getHeader(QwenTtsConstants.CACHE_HIT)).isNull();
        assertThat(second.getMessage().getHeader(QwenTtsConstants.CACHE_HIT)).isEqualTo(true);
        assertThat(runware.emulator().tasksCarriedOut()).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void shared(Dsl dsl) throws Exception {
        try (CacheManager caches = Caching.getCachingProvider().getCacheManager()) {
            Cache<String, byte[]> jcache = caches.createCache(
                    "prompts", new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
            if (dsl == Dsl.JAVA) {
                new PromptCache().configure(context, jcache);
            } else {
                context.getRegistry().bind("jcache", jcache);
            }
            start("shared", dsl);

            send("direct:shared", "Please hold the line.", Map.of("prompt", "hold"));
            Exchange second = send("direct:shared", "Please hold the line.", Map.of("prompt", "again"));

            assertThat(second.getMessage().getHeader(QwenTtsConstants.CACHE_HIT))
                    .isEqualTo(true);
            assertThat(jcache).hasSize(1);
            assertThat(runware.emulator().tasksCarriedOut()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    void variants(Dsl dsl) throws Exception {
        start("variants", dsl);

        Exchange exchange = send("direct:audition", "Again.", Map.of());

        assertThat(audio()).containsExactly("variant-0.mp3", "variant-1.mp3", "variant-2.mp3");
        assertThat(exchange.getMessage().getHeader(QwenTtsConstants.COST)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void partial(Dsl dsl) throws Exception {
        runware.emulator()
                .inject(
                        new Fault.TaskError("contentPolicyViolation", "Not this"),
                        task -> "Bad.".equals(task.at("speech", "text")));
        start("partial", dsl);

        send("direct:alerts", List.of("One.", "Bad.", "Three."), Map.of());

        assertThat(audio()).containsExactly("alert-0.mp3", "alert-2.mp3");
    }

    @ParameterizedTest
    @EnumSource
    void voices(Dsl dsl) throws Exception {
        start("voices", dsl);

        Exchange exchange = send("direct:voices", null, Map.of());

        assertThat(exchange.getMessage().getBody(List.class)).hasSize(9);
    }

    @ParameterizedTest
    @EnumSource
    void design(Dsl dsl) throws Exception {
        start("design", dsl);

        send("direct:narrate", "Ahoy.", Map.of());

        assertThat(task(0).at("speech", "voice")).isEqualTo("design");
        assertThat(task(0).at("positivePrompt")).isEqualTo("An old sailor with a warm, rough voice");
    }

    @ParameterizedTest
    @EnumSource
    void cloneVoice(Dsl dsl) throws Exception {
        context.start();
        Exchange sample = context.createProducerTemplate()
                .request(
                        "qwen-tts:synthesize?outputFormat=WAV",
                        exchange ->
                                exchange.getMessage().setBody("One, two, three. One, two, three. One, two, three."));
        Files.write(Path.of("sample.wav"), sample.getMessage().getBody(byte[].class));
        start("clone", dsl);

        send("direct:imitate", "Four.", Map.of());

        assertThat(task(1).at("speech", "voice")).isEqualTo("clone");
        assertThat(task(1).at("settings", "transcript")).isEqualTo("One, two, three.");
    }

    @ParameterizedTest
    @EnumSource
    void async(Dsl dsl) throws Exception {
        start("async", dsl);

        send("direct:lecture", "At length.", Map.of());

        assertThat(audio()).containsExactly("lecture.mp3");
        assertThat(task(0).at("deliveryMethod")).isEqualTo("async");
        assertThat(task(0).at("settings", "maxNewTokens")).isEqualTo(4096);
    }

    @ParameterizedTest
    @EnumSource
    void later(Dsl dsl) throws Exception {
        start("later", dsl);

        String id =
                send("direct:submit", "Hello, later.", Map.of()).getMessage().getBody(String.class);
        send("direct:fetch", id, Map.of());
        send("direct:details", id, Map.of());

        assertThat(audio()).containsExactly("details.json", "later.mp3");
        assertThat(AUDIO.resolve("details.json")).content().contains("Hello, later.", "audioUUID");
    }

    @ParameterizedTest
    @EnumSource
    void repeatable(Dsl dsl) throws Exception {
        start("repeatable", dsl);
        Map<String, Object> order = Map.of("orderId", "2026-4711");

        send("direct:order", "Your order has left.", order);
        send("direct:order", "Your order has left.", order);

        assertThat(runware.emulator().tasksCarriedOut()).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void folder(Dsl dsl) throws Exception {
        Path failed = SCRIPTS.resolve(".failed").resolve("hello.txt");
        Files.writeString(Files.createDirectories(SCRIPTS).resolve("hello.txt"), "Hello.");
        Files.writeString(AUDIO, "A file in the place of the folder lets the last step fail.");
        start("folder", dsl);
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(failed));

        Files.delete(AUDIO);
        Files.move(failed, SCRIPTS.resolve("hello.txt"));
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(AUDIO.resolve("hello.mp3")));

        assertThat(runware.emulator().tasksCarriedOut()).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void webhook(Dsl dsl) throws Exception {
        int port = LocalHttpServer.addTo(context);
        context.getComponent("qwen-tts", QwenTtsComponent.class).setWebhookExternalUrl("http://127.0.0.1:" + port);
        Properties token = new Properties();
        token.setProperty("token", "sesame");
        context.getPropertiesComponent().setInitialProperties(token);
        start("webhook", dsl);

        template.sendBody("qwen-tts:submit", "Hello, posted.");

        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(AUDIO.resolve("posted.mp3")));
    }

    @ParameterizedTest
    @EnumSource
    void upload(Dsl dsl) throws Exception {
        CompletableFuture<byte[]> uploaded = new CompletableFuture<>();
        HttpServer bucket = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bucket.createContext("/", put -> {
            uploaded.complete(put.getRequestBody().readAllBytes());
            put.sendResponseHeaders(200, -1);
            put.close();
        });
        bucket.start();
        try {
            start("upload", dsl);

            Exchange exchange = send(
                    "direct:archive",
                    "For the archive.",
                    Map.of(
                            "presignedUrl",
                            "http://127.0.0.1:" + bucket.getAddress().getPort() + "/key?signature=1"));

            assertThat(uploaded.get(30, TimeUnit.SECONDS)).startsWith('f', 'L', 'a', 'C');
            assertThat(exchange.getMessage().getBody(String.class))
                    .startsWith("http")
                    .endsWith(".flac");
        } finally {
            bucket.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void errors(Dsl dsl) throws Exception {
        start("errors", dsl);

        runware.emulator().inject(new Fault.TaskError("contentPolicyViolation", "Not this"));
        send("direct:speak", "Bad.", Map.of());
        try (Stream<Path> rejected = Files.list(REJECTED)) {
            assertThat(rejected)
                    .singleElement()
                    .satisfies(file -> assertThat(file).content().startsWith("contentPolicyViolation: Task "));
        }

        runware.emulator().inject(new Fault.TaskError("insufficientCredits", "No money"));
        assertThat(template.request(
                                "direct:speak",
                                exchange -> exchange.getMessage().setBody("Dear."))
                        .getException())
                .isInstanceOf(SpeechAccessException.class);

        send("direct:speak", "Good.", Map.of());
        assertThat(audio()).containsExactly("spoken.mp3");
    }

    @ParameterizedTest
    @EnumSource
    void errorsAreRedeliveredAndTheTextIsBoughtOnce(Dsl dsl) throws Exception {
        context.getComponent("qwen-tts", QwenTtsComponent.class)
                .getConfiguration()
                .setMaxRetries(0);
        start("errors", dsl);
        runware.emulator().inject(new Fault.ResetAfterWork());

        send("direct:speak", "Good.", Map.of(Exchange.REDELIVERY_DELAY, 100));

        assertThat(audio()).containsExactly("spoken.mp3");
        assertThat(runware.emulator().tasksCarriedOut()).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void untrusted(Dsl dsl) throws Exception {
        start("untrusted", dsl);

        send("direct:outside", "Hello.", Map.of("CamelQwenTtsVoice", "sohee", "CamelQwenTtsNumberResults", 20));

        assertThat(task(0).at("speech", "voice")).isEqualTo("ryan");
        assertThat(runware.emulator().tasksCarriedOut()).isOne();
    }

    @Test
    void camelMainTakesTheProperties() throws Exception {
        Main main = new Main();
        main.setPropertyPlaceholderLocations("classpath:main.properties");
        main.start();
        try {
            QwenTtsComponent speech = main.getCamelContext().getComponent("qwen-tts", QwenTtsComponent.class);
            assertThat(speech.getConfiguration().getOutputFormat()).isEqualTo("WAV");
            assertThat(speech.getConfiguration().getCallTimeout()).isEqualTo(Duration.ofMinutes(2));
            assertThat(speech.getHealthCheckInterval()).isEqualTo(Duration.ofMinutes(1));
        } finally {
            main.stop();
        }
    }

    private OpenAiSpeechEmulator startServer() {
        OpenAiSpeechEmulator server = OpenAiSpeechEmulator.builder().build().start();
        context.getPropertiesComponent().addOverrideProperty("speech.servers", server.baseUrl());
        return server;
    }

    private void start(String name, Dsl dsl) throws Exception {
        dsl.load(context, name);
        context.start();
        template = context.createProducerTemplate();
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        Exchange exchange = template.request(uri, sent -> {
            sent.getMessage().setBody(body);
            headers.forEach(sent.getMessage()::setHeader);
        });
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    private RecordedTask task(int index) {
        return runware.emulator().requests().stream()
                .flatMap(request -> request.tasks().stream())
                .filter(task -> "audioInference".equals(task.taskType()))
                .toList()
                .get(index);
    }

    private static List<String> audio() throws IOException {
        try (Stream<Path> files = Files.list(AUDIO)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The languages of a route. */
    enum Dsl {
        JAVA,
        XML,
        YAML;

        void load(CamelContext context, String name) throws Exception {
            if (this == JAVA) {
                context.addRoutes(new ManualRoutes(name));
            } else {
                String file = "classpath:routes/" + name + "." + name().toLowerCase(Locale.ROOT);
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.resolveMandatoryResource(context, file));
            }
        }
    }
}
