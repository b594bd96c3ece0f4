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

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.QwenTtsComponent;
import io.github.camelqwentts.QwenTtsConfiguration;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The route of the README does in each of its three languages what the README says. */
@Timeout(60)
class ReadmeRoutesTest {

    private static final Path README = Path.of("..", "..", "README.md");

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    @TempDir
    private Path directory;

    @Test
    void inJava() throws Exception {
        assertThat(block("java", "from("))
                .as("the route below, but for its folders")
                .isEqualToIgnoringWhitespace("""
                        from("file:scripts?include=.*\\\\.txt&moveFailed=.failed")
                            .to("qwen-tts:synthesize?voice=vivian&language=English&outputFormat=MP3")
                            .to("file:audio?fileName=${file:name.noext}.mp3");
                        """);

        assertSpeaks(context -> context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + directory.resolve("scripts") + "?include=.*\\.txt&moveFailed=.failed")
                        .to("qwen-tts:synthesize?voice=vivian&language=English&outputFormat=MP3")
                        .to("file:" + directory.resolve("audio") + "?fileName=${file:name.noext}.mp3");
            }
        }));
    }

    @Test
    void inXml() throws Exception {
        assertSpeaks(context -> load(context, "route.xml", block("xml", "<route>")));
    }

    @Test
    void inYaml() throws Exception {
        assertSpeaks(context -> load(context, "route.yaml", block("yaml", "- route:")));
    }

    @ParameterizedTest
    @CsvSource({"xml, <route>", "yaml, - route:"})
    void aFileIsBoughtOnceThoughTheNextStepFails(String language, String beginning) throws Exception {
        Path script = Files.createDirectories(directory.resolve("scripts")).resolve("hello.txt");
        Files.writeString(script, "Hello from the README");
        Files.writeString(directory.resolve("audio"), "A file in the place of the folder lets the last step fail.");
        try (CamelContext context = newContext()) {
            NotifyBuilder failed = new NotifyBuilder(context).whenFailed(1).create();
            load(context, "route." + language, block(language, beginning));

            context.start();

            assertThat(failed.matches(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(script).doesNotExist();
        assertThat(directory.resolve("scripts/.failed/hello.txt")).exists();
        assertThat(runware.emulator().tasksCarriedOut()).isOne();
    }

    private void assertSpeaks(Routes routes) throws Exception {
        Path script = Files.createDirectories(directory.resolve("scripts")).resolve("hello.txt");
        Files.writeString(script, "Hello from the README");
        try (CamelContext context = newContext()) {
            NotifyBuilder done = new NotifyBuilder(context).whenCompleted(1).create();
            routes.addTo(context);

            context.start();

            assertThat(done.matches(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(directory.resolve("audio/hello.mp3")).exists();
        assertThat(Files.size(directory.resolve("audio/hello.mp3"))).isGreaterThan(2_000);
        assertThat(runware.emulator()
                        .takeRequest(Duration.ofSeconds(1))
                        .tasks()
                        .get(0)
                        .at("speech", "voice"))
                .isEqualTo("vivian");
    }

    private CamelContext newContext() {
        CamelContext context = new DefaultCamelContext();
        QwenTtsConfiguration options =
                context.getComponent("qwen-tts", QwenTtsComponent.class).getConfiguration();
        options.setApiKey("key");
        options.setBaseUrl(runware.emulator().url());
        return context;
    }

    private void load(CamelContext context, String name, String route) throws Exception {
        String here = route.replace("file:scripts", "file:" + directory.resolve("scripts"))
                .replace("file:audio", "file:" + directory.resolve("audio"));
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromBytes(name, here.getBytes(StandardCharsets.UTF_8)));
    }

    /** The README's first fenced block in a language that begins like this. */
    private static String block(String language, String beginning) throws Exception {
        String readme = Files.readString(README);
        int from = readme.indexOf("```" + language + "\n" + beginning) + language.length() + 4;
        return readme.substring(from, readme.indexOf("```", from));
    }

    @FunctionalInterface
    private interface Routes {
        void addTo(CamelContext context) throws Exception;
    }
}
