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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.Main;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A Camel Main with every secret set, by properties and in URIs: what it logs and shows has none of them. */
@Timeout(120)
class SecretsInMainTest {

    private static final String HOST = "https://127.0.0.1:9/";
    private static final String URL_TOKEN = "url-token-5f21c0";
    private static final List<String> SECRETS = List.of(
            "rw-main-key-77aa10",
            "hook-token-77aa11",
            "hook-signature-77aa12",
            "amz-signature-77aa13",
            "azure-signature-77aa14",
            "goog-signature-77aa15",
            "sample-signature-77aa16",
            "user-77aa17",
            URL_TOKEN);

    /** Consoles that print properties and routes as they are written, as the manual warns, whatever is told to Camel. */
    private static final Set<String> AS_WRITTEN =
            Set.of("main-configuration", "processor-detail", "properties", "route-dump", "route-structure", "source");

    private static final String WITH_SECRETS =
            "qwen-tts:synthesize?maxRetries=0&uploadEndpoint=RAW(" + HOST + "put?sv=1&sig=" + SECRETS.get(4) + ")";
    private static final String WITH_OTHER_SECRETS =
            "qwen-tts:submit?maxRetries=0&webhookUrl=RAW(" + HOST + "hook?X-Goog-Signature=" + SECRETS.get(5) + ")";

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    @AutoClose
    private final CapturedLog log = new CapturedLog(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Main main = new Main();

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws Exception {
        main.configure().withDevConsoleEnabled(true).withAutoConfigurationLogSummary(true);
        Path file = Files.writeString(
                directory.resolve("application.properties"),
                String.join(
                        "\n",
                        "camel.component.qwen-tts.api-key=" + SECRETS.get(0),
                        "camel.component.qwen-tts.base-url="
                                + runware.emulator().url(),
                        "camel.component.qwen-tts.webhook-token=" + SECRETS.get(1),
                        "camel.component.qwen-tts.webhookUrl=" + HOST + "hook?signature=" + SECRETS.get(2),
                        "camel.component.qwen-tts.upload-endpoint=" + HOST + "put?X-Amz-Signature=" + SECRETS.get(3),
                        "camel.server.enabled=true",
                        "camel.server.port=" + LocalHttpServer.freePort()));
        main.setPropertyPlaceholderLocations("file:" + file);
        main.bind("events", new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                events.add(event.toString());
            }
        });
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("qwen-tts:synthesize");
                from("direct:uri").to(WITH_SECRETS);
                from("direct:other").to(WITH_OTHER_SECRETS);
                from("qwen-tts:webhook").to("mock:out");
            }
        });
        main.start();
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    @Test
    void nothingThatIsLoggedAtInfoShowsThem() throws Exception {
        sendAll();

        assertThat(logged()).anyMatch(line -> line.contains("Auto-configuration summary"));
        assertThat(logged())
                .anyMatch(line -> line.contains("webhookToken = xxxxxx"))
                .anyMatch(line -> line.contains("uploadEndpoint = xxxxxx"))
                .anyMatch(line -> line.contains("webhookUrl = xxxxxx"));
        assertClean(logged());
    }

    @Test
    void noExceptionAndNoEventShowsThem() throws Exception {
        List<String> exceptions = sendAll();

        assertThat(exceptions).hasSize(3).allSatisfy(text -> assertThat(text).contains("uploadFailed"));
        assertClean(exceptions);
        assertThat(events).isNotEmpty();
        assertClean(events);
    }

    @Test
    void jmxConsolesAndHealthDoNotShowThem() throws Exception {
        sendAll();
        CamelContext context = main.getCamelContext();

        List<String> shown = new ArrayList<>(SecretsTest.shownInJmx(context));
        shown.addAll(consoles(context));
        HealthCheckHelper.invoke(context)
                .forEach(result -> shown.add(
                        result.getCheck().getId() + " " + result.getMessage().orElse("") + " " + result.getDetails()));
        context.getEndpoints().forEach(endpoint -> shown.add(endpoint + " " + endpoint.getEndpointUri()));

        assertThat(shown).anyMatch(text -> text.contains("qwen-tts"));
        assertClean(shown);
    }

    @Test
    void endpointsWithDifferentSecretsAreDifferent() throws Exception {
        QwenTtsEndpoint one = endpoint("a");
        QwenTtsEndpoint other = endpoint("b");

        assertThat(one).isNotEqualTo(other).isEqualTo(endpoint("a"));
        assertThat(one.getConfiguration().getWebhookUrl()).isEqualTo("https://example.org/?t=a");
        assertThat(one.getEndpointUri()).matches(".*webhookUrl=xxxxxx-[0-9a-f]{16}.*");
    }

    @Test
    void addressOfASignedSampleIsNotPrinted() throws Exception {
        QwenTtsEndpoint endpoint = main.getCamelContext()
                .getEndpoint(
                        "qwen-tts:synthesize?model=alibaba:qwen@3-tts-1.7b-base&xVectorOnly=true&referenceAudio=RAW(https://"
                                + SECRETS.get(7) + ":pw@example.org/a.wav?sig=" + SECRETS.get(6) + ")",
                        QwenTtsEndpoint.class);

        assertClean(List.of(endpoint.toString(), endpoint.getEndpointUri()));
        assertThat(endpoint.getConfiguration().getReferenceAudio()).endsWith(SECRETS.get(6));
    }

    @Test
    void keywordsOfTheContextStay() throws Exception {
        CamelContext context = main.getCamelContext();
        context.getCamelContextExtension().setAdditionalSensitiveKeywords("mine,webhookUrl");

        SensitiveOptions.register(context);
        SensitiveOptions.register(context);

        assertThat(context.getCamelContextExtension().getAdditionalSensitiveKeywords())
                .isEqualTo("mine,webhookUrl,webhooktoken,uploadendpoint");
    }

    private QwenTtsEndpoint endpoint(String token) {
        return main.getCamelContext()
                .getEndpoint(
                        "qwen-tts:submit?webhookUrl=RAW(https://example.org/?t=" + token + ")", QwenTtsEndpoint.class);
    }

    /** Each fails with a message of the API that quotes the addresses. */
    private List<String> sendAll() throws Exception {
        String quotes = "Cannot upload to " + HOST + "put?X-Amz-Signature=" + SECRETS.get(3) + " or " + HOST
                + "put?sv=1&sig=" + SECRETS.get(4) + ", webhook " + HOST + "hook?X-Goog-Signature=" + SECRETS.get(5)
                + " and " + HOST + "hook?signature=" + SECRETS.get(2) + ", ftp://" + SECRETS.get(7) + ":x@example.org/"
                + ", https://example.org/a.wav?sig=" + SECRETS.get(6) + ", " + HOST + "?x=" + URL_TOKEN + " with "
                + SECRETS.get(0);
        runware.emulator().inject(new Fault.TaskError("uploadFailed", quotes), task -> true);
        List<String> exceptions = new ArrayList<>();
        for (String route : List.of("direct:in", "direct:uri", "direct:other")) {
            Exchange exchange = main.getCamelTemplate()
                    .request(route, message -> message.getMessage().setBody("Hello"));
            if (exchange.getException() != null) {
                StringWriter text = new StringWriter();
                exchange.getException().printStackTrace(new PrintWriter(text));
                exceptions.add(text.toString());
            }
        }
        return exceptions;
    }

    private static List<String> consoles(CamelContext context) {
        List<String> shown = new ArrayList<>();
        DevConsoleRegistry registry = context.getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class);
        registry.stream()
                .filter(console -> !AS_WRITTEN.contains(console.getId()))
                // It would write a file.
                .filter(console -> !console.getId().equals("heap-dump"))
                .forEach(console -> {
                    for (DevConsole.MediaType type : DevConsole.MediaType.values()) {
                        if (console.supportMediaType(type)) {
                            shown.add(console.getId() + " " + console.call(type, Map.of()));
                        }
                    }
                });
        assertThat(shown).hasSizeGreaterThan(20);
        return shown;
    }

    private List<String> logged() {
        return log.events().stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .map(event -> event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .toList();
    }

    private static void assertClean(List<String> texts) {
        assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain(SECRETS));
    }
}
