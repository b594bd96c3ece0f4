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

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.github.camelqwentts.cache.DirectorySpeechCache;
import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.emulator.OpenAiSpeechEmulatorExtension;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.console.DevConsole.MediaType;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a route sees does not depend on the backend that speaks. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BothBackendsTest {

    private static final String TEXT = "Nobody else's business.";
    private static final String LONG_TEXT = "Sentence one is here.\n\nSentence two is here.\n\nSentence three is here.";
    private static final String SPEAK = "qwen-tts:synthesize?voice=ryan";

    /** Runs a test with the name of each backend. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"runware", "openai"})
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    private @interface OnBothBackends {}

    private final HeldEngine engine = new HeldEngine(1.5);

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension(this::configure);

    @RegisterExtension
    private final OpenAiSpeechEmulatorExtension openai = new OpenAiSpeechEmulatorExtension(this::configure);

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final RecordedSpans spans = new RecordedSpans();
    private final CamelContext context = new DefaultCamelContext();

    @TempDir
    private Path folder;

    private ProducerTemplate template;

    private RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(engine);
    }

    private OpenAiSpeechEmulator.Builder configure(OpenAiSpeechEmulator.Builder settings) {
        return settings.engine(engine);
    }

    @AfterEach
    void stop() {
        engine.release();
        context.stop();
    }

    @OnBothBackends
    void countsByJmx(String backend) throws Exception {
        start(backend);

        send("direct:in", TEXT);

        assertThat(managed("TasksTotal")).isEqualTo(1L);
        assertThat(managed("ResultsTotal")).isEqualTo(1L);
        assertThat(managed("FailuresTotal")).isEqualTo(0L);
        assertThat(managed("CharactersTotal")).isEqualTo((long) TEXT.length());
        assertThat((double) managed("AudioSecondsTotal")).isBetween(1.4, 1.6);
    }

    @OnBothBackends
    void countsByMeters(String backend) throws Exception {
        start(backend);

        send(SPEAK, TEXT);

        String[] tags = {"operation", "synthesize", "voice", "ryan"};
        assertThat(meters.get("camel.qwen.tts.results").tags(tags).counter().count())
                .isEqualTo(1);
        assertThat(meters.get("camel.qwen.tts.characters").tags(tags).counter().count())
                .isEqualTo(TEXT.length());
        assertThat(meters.get("camel.qwen.tts.audio").tags(tags).counter().count())
                .isBetween(1.4, 1.6);
        assertThat(meters.get("camel.qwen.tts.tasks")
                        .tags(tags)
                        .tag("kind", "none")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @OnBothBackends
    void describesACallInItsSpan(String backend) throws Exception {
        start(backend);

        send("direct:in", TEXT);

        SpanData span = await().atMost(10, TimeUnit.SECONDS)
                .until(this::speechSpans, found -> found.size() == 1)
                .get(0);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("qwen.tts.operation")))
                .isEqualTo("synthesize");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("qwen.tts.model")))
                .isNotEmpty();
        assertThat(span.getAttributes().get(AttributeKey.stringKey("qwen.tts.error.kind")))
                .isNull();
        assertThat(span.toString()).doesNotContain(TEXT);
    }

    @OnBothBackends
    void showsATaskInFlightInTheConsole(String backend) throws Exception {
        start(backend);
        engine.hold();
        CompletableFuture<Exchange> speaking = begin(SPEAK, Map.of());

        JsonObject task = await().atMost(10, TimeUnit.SECONDS)
                .until(() -> (JsonArray) console().get("inFlight"), found -> !found.isEmpty())
                .getMap(0);
        assertThat(task).containsEntry("voice", "ryan").containsEntry("characters", TEXT.length());

        engine.release();
        assertThat(speaking.get(30, TimeUnit.SECONDS).getException()).isNull();
        assertThat((JsonArray) console().get("inFlight")).isEmpty();
        assertThat(console().getMap("totals").get("results")).isEqualTo(1L);
    }

    @OnBothBackends
    void findsAudioInTheDirectory(String backend) throws Exception {
        component().setCacheDirectory(folder.resolve("cache").toString());
        start(backend);

        assertThatTheSecondIsAHit(backend);
    }

    @OnBothBackends
    void findsAudioInTheCacheOfTheRegistry(String backend) throws Exception {
        component().getConfiguration().setCache(new DirectorySpeechCache(folder.resolve("own"), 1 << 20));
        start(backend);

        assertThatTheSecondIsAHit(backend);
    }

    private void assertThatTheSecondIsAHit(String backend) {
        byte[] first = audio(send(SPEAK, TEXT));
        Exchange second = send(SPEAK, TEXT);

        assertThat(second.getMessage().getHeaders()).containsEntry("CamelQwenTtsCacheHit", true);
        assertThat(audio(second)).isEqualTo(first);
        assertThat(spoken(backend)).isEqualTo(1);
    }

    @OnBothBackends
    void joinsALongTextWithSubtitles(String backend) throws Exception {
        start(backend);

        Exchange done = send(SPEAK + "&maxPieceLength=25&subtitles=SRT", LONG_TEXT);

        assertThat(audio(done)).startsWith('R', 'I', 'F', 'F').hasSizeGreaterThan(3 * 1_400 * 48);
        assertThat(done.getMessage().getHeaders()).containsEntry("CamelQwenTtsPieces", 3);
        assertThat(done.getMessage().getHeader("CamelQwenTtsSubtitles", String.class))
                .startsWith("1\n00:00:00,000 --> ")
                .contains("Sentence two", "Sentence three");
    }

    @OnBothBackends
    void speaksEqualMessagesWithAKeyOnce(String backend) throws Exception {
        start(backend);
        engine.hold();
        Map<String, Object> key = Map.of(QwenTtsConstants.IDEMPOTENCY_KEY, "order-17");
        List<CompletableFuture<Exchange>> all =
                Stream.generate(() -> begin(SPEAK, key)).limit(4).toList();

        engine.release();
        for (CompletableFuture<Exchange> one : all) {
            assertThat(audio(one.get(30, TimeUnit.SECONDS))).startsWith('R', 'I', 'F', 'F');
        }

        assertThat(spoken(backend)).isEqualTo(1);
    }

    @OnBothBackends
    void readsAStreamedBodyTwice(String backend) throws Exception {
        start(backend);

        Exchange done = send(SPEAK + "&stream=true&maxPieceLength=25", LONG_TEXT);

        assertThat(done.getException()).isNull();
        byte[] first = done.getMessage().getBody(byte[].class);
        assertThat(done.getMessage().getBody(byte[].class))
                .isEqualTo(first)
                .startsWith('R', 'I', 'F', 'F')
                .hasSizeGreaterThan(3 * 1_400 * 48);
    }

    @OnBothBackends
    void rejectsEmptyAudio(String backend) throws Exception {
        assertRejectsAudio(backend, "");
    }

    @OnBothBackends
    void rejectsJsonInPlaceOfAudio(String backend) throws Exception {
        assertRejectsAudio(backend, "{\"error\":{\"message\":\"out of memory\"}}");
    }

    private void assertRejectsAudio(String backend, String content) throws Exception {
        start(backend);
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        try (ScriptedApi api = new ScriptedApi();
                ScriptedServer server = new ScriptedServer()) {
            api.serve(200, body);
            api.on("audioInference", tasks -> result(api, tasks.get(0)));
            server.on("/v1/audio/speech", 200, Map.of("Content-Type", "audio/wav"), body);
            String url = backend.equals("runware") ? api.url() : server.baseUrl();

            Exchange done = send(SPEAK + "&maxRetries=1&baseUrl=" + url, TEXT);

            assertThat(done.getException())
                    .isInstanceOfSatisfying(
                            SpeechUnavailableException.class,
                            failure -> assertThat(failure.getError().kind()).isEqualTo(Kind.PROVIDER));
        }
    }

    private static String result(ScriptedApi api, io.vertx.core.json.JsonObject task) {
        return "{\"data\":[{\"taskType\":\"audioInference\",\"taskUUID\":\"" + task.getString("taskUUID")
                + "\",\"audioUUID\":\"a1\",\"status\":\"success\",\"audioURL\":\"" + api.audioUrl() + "\"}]}";
    }

    private void start(String backend) throws Exception {
        QwenTtsConfiguration defaults = component().getConfiguration();
        defaults.setBackend(backend);
        if (backend.equals("runware")) {
            defaults.setApiKey(SpeakingTestSupport.KEY);
        }
        defaults.setBaseUrl(
                backend.equals("runware")
                        ? runware.emulator().url()
                        : openai.emulator().baseUrl());
        defaults.setOutputFormat("WAV");
        defaults.setRetryDelay(Duration.ofMillis(10));
        defaults.setMaxRetryDelay(Duration.ofMillis(50));
        defaults.setResendDelay(Duration.ZERO);
        context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
        spans.record(context);
        RouteBuilder.addRoutes(context, route -> route.from("direct:in").to(SPEAK));
        context.start();
        template = context.createProducerTemplate();
    }

    private QwenTtsComponent component() {
        return context.getComponent("qwen-tts", QwenTtsComponent.class);
    }

    private Exchange send(String uri, Object body) {
        return template.request(uri, exchange -> exchange.getMessage().setBody(body));
    }

    private CompletableFuture<Exchange> begin(String uri, Map<String, Object> headers) {
        return template.asyncSend(uri, exchange -> {
            exchange.getMessage().setBody(TEXT);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    private static byte[] audio(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(byte[].class);
    }

    private int spoken(String backend) {
        return backend.equals("runware")
                ? runware.emulator().tasksCarriedOut()
                : openai.emulator().speechesStarted();
    }

    private List<SpanData> speechSpans() {
        return spans.finished().stream()
                .filter(span -> span.getAttributes().get(AttributeKey.stringKey("qwen.tts.operation")) != null)
                .toList();
    }

    private JsonObject console() {
        JsonObject all = (JsonObject) context.getCamelContextExtension()
                .getContextPlugin(DevConsoleRegistry.class)
                .resolveById("qwen-tts")
                .call(MediaType.JSON);
        return (JsonObject) ((JsonArray) all.get("components")).get(0);
    }

    private Object managed(String name) throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName producer = beans
                .queryNames(
                        new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=producers,*"),
                        null)
                .stream()
                .filter(bean -> bean.getKeyProperty("name").contains("QwenTts"))
                .findFirst()
                .orElseThrow();
        return beans.getAttribute(producer, name);
    }
}
