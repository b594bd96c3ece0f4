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
package io.github.camelqwentts.examples.quickstart;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.QwenTtsComponent;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The README's routes for results that come later do in each of the three languages what the README says. */
@Timeout(60)
class ReadmeDeliveryRoutesTest {

    private static final Path README = Path.of("..", "..", "README.md");

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    @TempDir
    private Path directory;

    private CamelContext context;

    @BeforeEach
    void startContext() throws Exception {
        context = new DefaultCamelContext();
        QwenTtsComponent speech = context.getComponent("qwen-tts", QwenTtsComponent.class);
        speech.getConfiguration().setApiKey("key");
        speech.getConfiguration().setBaseUrl(runware.emulator().url());
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        MainHttpServer server = new MainHttpServer();
        server.setCamelContext(context);
        server.setHost("127.0.0.1");
        server.setPort(port);
        context.addService(server);
        speech.setWebhookExternalUrl("http://127.0.0.1:" + port);
        Properties token = new Properties();
        token.setProperty("token", "sesame");
        context.getPropertiesComponent().setInitialProperties(token);
        context.start();
    }

    @AfterEach
    void stopContext() {
        context.stop();
    }

    @Test
    void submitAndFetchInJava() throws Exception {
        assertThat(block("java", "from(\"direct:submit\")")).isEqualToIgnoringWhitespace("""
                from("direct:submit").to("qwen-tts:submit?voice=vivian");
                from("direct:fetch").to("qwen-tts:getResponse?pollUntilDone=true").to("file:audio?fileName=later.mp3");
                from("direct:details").to("qwen-tts:getTaskDetails?includeDetails=true").to("file:audio?fileName=details.json");
                """);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:submit").to("qwen-tts:submit?voice=vivian");
                from("direct:fetch")
                        .to("qwen-tts:getResponse?pollUntilDone=true")
                        .to(audio("later.mp3"));
                from("direct:details")
                        .to("qwen-tts:getTaskDetails?includeDetails=true")
                        .to(audio("details.json"));
            }
        });

        assertSubmitsAndFetches();
    }

    @Test
    void submitAndFetchInXml() throws Exception {
        load("routes.xml", block("xml", "<routes>"));

        assertSubmitsAndFetches();
    }

    @Test
    void submitAndFetchInYaml() throws Exception {
        load("routes.yaml", block("yaml", "- from:\n    uri: direct:submit"));

        assertSubmitsAndFetches();
    }

    @Test
    void webhookInJava() throws Exception {
        assertThat(block("java", "from(\"qwen-tts:webhook")).isEqualToIgnoringWhitespace("""
                from("qwen-tts:webhook?webhookPath=/results&webhookToken={{token}}").to("file:audio?fileName=posted.mp3");
                """);

        assertReceives(() -> context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("qwen-tts:webhook?webhookPath=/results&webhookToken={{token}}")
                        .to(audio("posted.mp3"));
            }
        }));
    }

    @Test
    void webhookInXml() throws Exception {
        assertReceives(() -> load("route.xml", block("xml", "<route>\n  <from uri=\"qwen-tts:webhook")));
    }

    @Test
    void webhookInYaml() throws Exception {
        assertReceives(() -> load("route.yaml", block("yaml", "- from:\n    uri: qwen-tts:webhook")));
    }

    private void assertSubmitsAndFetches() throws Exception {
        ProducerTemplate template = context.createProducerTemplate();

        String id = template.requestBody("direct:submit", "Hello, later.", String.class);
        template.sendBody("direct:fetch", id);
        template.sendBody("direct:details", id);

        assertThat(Files.size(directory.resolve("later.mp3"))).isGreaterThan(2_000);
        assertThat(Files.readString(directory.resolve("details.json"))).contains("Hello, later.", "audioUUID");
    }

    private void assertReceives(Routes routes) throws Exception {
        NotifyBuilder received =
                new NotifyBuilder(context).from("qwen-tts:*").whenCompleted(1).create();
        routes.add();

        context.createProducerTemplate().requestBodyAndHeaders("qwen-tts:submit", "Hello, posted.", Map.of());

        assertThat(received.matches(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.size(directory.resolve("posted.mp3"))).isGreaterThan(2_000);
    }

    private String audio(String name) {
        return "file:" + directory + "?fileName=" + name;
    }

    private void load(String name, String routes) throws Exception {
        String here = routes.replace("file:audio", "file:" + directory);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromBytes(name, here.getBytes(StandardCharsets.UTF_8)));
    }

    /** The README's first fenced block in a language that begins like this. */
    private static String block(String language, String beginning) throws Exception {
        String readme = Files.readString(README);
        int fence = readme.indexOf("```" + language + "\n" + beginning);
        assertThat(fence).as("the block of the README").isNotNegative();
        int from = fence + language.length() + 4;
        return readme.substring(from, readme.indexOf("```", from));
    }

    @FunctionalInterface
    private interface Routes {
        void add() throws Exception;
    }
}
