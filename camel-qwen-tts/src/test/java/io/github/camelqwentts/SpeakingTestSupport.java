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
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.emulator.SpeechEngine;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A Camel context whose component speaks to a fresh emulator, with pauses that a test can bear. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class SpeakingTestSupport {

    /** No log, exception, URI or name may ever show it; see {@link SecretsTest} and {@link KeyInLogCheck}. */
    public static final String KEY = "rw-secret-5d1e0c7b9a";

    /** The secret of a webhook, which has to be written into a URI. */
    protected static final String TOKEN = "rw-token-0f3a9c17d2";

    /** For tests that poll. */
    protected static final String QUICK_POLLS = "pollInitialDelay=20ms&pollInterval=20ms&pollMaxInterval=50ms";

    /** For tests that need some audio, but no speech. */
    protected static final SpeechEngine SHORT_SILENCE = utterance -> Pcm.silence(0.1, SpeechEngine.SAMPLE_RATE);

    @RegisterExtension
    protected final RunwareEmulatorExtension runware = new RunwareEmulatorExtension(this::configure);

    protected CamelContext context;
    protected ProducerTemplate template;

    @BeforeEach
    void startContext() throws Exception {
        context = newContext();
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stopContext() {
        context.stop();
    }

    protected CamelContext newContext() throws Exception {
        CamelContext made = new DefaultCamelContext();
        QwenTtsConfiguration defaults = component(made).getConfiguration();
        defaults.setApiKey(KEY);
        defaults.setBaseUrl(emulator().url());
        defaults.setRetryDelay(Duration.ofMillis(10));
        defaults.setMaxRetryDelay(Duration.ofMillis(50));
        defaults.setResendDelay(Duration.ZERO);
        prepare(made);
        return made;
    }

    /** Changes a context before it starts. */
    protected void prepare(CamelContext made) throws Exception {}

    /** Changes the settings of the emulator before it starts. */
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings;
    }

    protected static QwenTtsComponent component(CamelContext made) {
        return made.getComponent("qwen-tts", QwenTtsComponent.class);
    }

    protected QwenTtsComponent component() {
        return component(context);
    }

    protected RunwareEmulator emulator() {
        return runware.emulator();
    }

    /** Adds the health checks of producers to a context that has not started. */
    protected static void addProducerChecks(CamelContext made) {
        HealthCheckRegistry registry = new DefaultHealthCheckRegistry();
        registry.setCamelContext(made);
        registry.register(registry.resolveById("producers"));
        made.getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, registry);
    }

    /** Sends one message to an endpoint and waits for the exchange, whatever becomes of it. */
    protected Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    protected Exchange send(String uri, Object body) {
        return send(uri, body, Map.of());
    }

    /** Sends one message to an endpoint of another context, as another process would. */
    protected Exchange sendElsewhere(String uri, Object body, Map<String, Object> headers) throws Exception {
        try (CamelContext other = newContext()) {
            other.start();
            return other.createProducerTemplate().request(uri, exchange -> {
                exchange.getMessage().setBody(body);
                exchange.getMessage().setHeaders(new HashMap<>(headers));
            });
        }
    }

    /** Sends one message through a route of one step, in the way of users. */
    protected void routeTo(String uri) throws Exception {
        routes(route -> route.from("direct:in").routeId("under-test").to(uri).to("mock:out"));
    }

    protected void routes(LambdaRouteBuilder routes) throws Exception {
        RouteBuilder.addRoutes(context, routes);
    }

    /**
     * Waits until a directory has no files. What nobody can reach any more goes with the next garbage collection, so the
     * test must not hold an exchange either.
     */
    protected static void awaitNoFiles(Path directory) {
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            System.gc();
            assertThat(directory.toFile().listFiles(File::isFile)).isEmpty();
        });
    }

    /** The temporary files in a directory, without the lock that a process holds beside its own. */
    protected static File[] spooledIn(Path directory) {
        return directory.toFile().listFiles(file -> file.getName().endsWith(".spool"));
    }

    /** Asserts that a message failed because of its content, and that nothing was sent. */
    protected void assertRefused(Exchange exchange, String... reasons) {
        assertThat(exchange.getException())
                .isInstanceOf(InvalidSpeechRequestException.class)
                .hasMessageContainingAll(reasons);
        assertThat(emulator().requests()).isEmpty();
    }

    /** The tasks of a type that the emulator was asked for, in the order of their arrival. */
    protected List<RecordedTask> tasks(String taskType) {
        return emulator().requests().stream()
                .flatMap(request -> request.tasks().stream())
                .filter(task -> taskType.equals(task.taskType()))
                .toList();
    }

    protected List<RecordedTask> speechTasks() {
        return tasks("audioInference");
    }
}
