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
package io.github.camelqwentts.examples.newsfeed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The example in a process of its own, as its command starts it. */
@Timeout(180)
class NewsFeedTest {

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    @TempDir
    private Path folder;

    @Test
    void speaksEachArticleOnceAlsoInTheNextRun() throws Exception {
        Path feed = Files.copy(Path.of("feed.xml"), folder.resolve("feed.xml"));
        Process first = start("a-key", feed);
        try {
            awaitAudio("2026-11-09-a-second-light-at-sea.mp3", first);
            awaitAudio("2026-11-11-steps-counted-again.mp3", first);
            add(feed, "Fog");
            awaitAudio("fog.mp3", first);
        } finally {
            stop(first);
        }
        assertThat(texts())
                .contains(
                        "A second light at sea\n\nOn the ninth of November the keeper saw another lamp far out at sea."
                                + " It turned slowly, like her own.");

        Process second = start("a-key", feed);
        try {
            add(feed, "Sun");
            awaitAudio("sun.mp3", second);
        } finally {
            stop(second);
        }

        assertThat(runware.emulator().tasksCarriedOut()).isEqualTo(4);
        assertThat(folder.resolve("out/fog.mp3")).content().hasSizeGreaterThan(1_000);
    }

    @Test
    void repeatsAnArticleThatFailed() throws Exception {
        runware.emulator().inject(new Fault.TaskError("contentPolicyViolation", "This is not to be said"));
        Path feed = Files.copy(Path.of("feed.xml"), folder.resolve("feed.xml"));

        Process process = start("a-key", feed);

        try {
            awaitAudio("2026-11-09-a-second-light-at-sea.mp3", process);
            awaitAudio("2026-11-11-steps-counted-again.mp3", process);
            assertThat(log().lines().filter(line -> line.startsWith("Not spoken: ")))
                    .singleElement()
                    .asString()
                    .contains("This is not to be said");
        } finally {
            stop(process);
        }
    }

    @Test
    void reportsAFeedThatCannotBeReadInOneLineAndReadsItLater() throws Exception {
        Path feed = Files.writeString(folder.resolve("feed.xml"), "no feed");
        Process process = start("", feed);
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> log().contains("The feed cannot be read: "));
            assertThat(log()).doesNotContain("\tat ").contains("Ctrl+C stops", "the local emulator speaks");

            Files.copy(Path.of("feed.xml"), folder.resolve("next.xml"));
            Files.move(folder.resolve("next.xml"), feed, StandardCopyOption.REPLACE_EXISTING);

            awaitAudio("2026-11-11-steps-counted-again.mp3", process);
        } finally {
            stop(process);
        }
    }

    @Test
    void endsWithOneLineIfTheFeedIsMissing() throws Exception {
        Process process = start("", Path.of("missing.xml"));

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isOne();
        assertThat(log()).isEqualToIgnoringNewLines("feed=missing.xml is neither a URL nor a file");
    }

    private static void add(Path feed, String title) throws Exception {
        String item = "<item><title>" + title + "</title><guid>" + title + "</guid></item></channel>";
        Path next = Files.writeString(
                feed.resolveSibling("next.xml"), Files.readString(feed).replace("</channel>", item));
        Files.move(next, feed, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Object> texts() {
        return runware.emulator().requests().stream()
                .flatMap(request -> request.tasks().stream())
                .map(task -> task.at("speech", "text"))
                .toList();
    }

    private void awaitAudio(String name, Process process) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(folder.resolve("out").resolve(name)) || !process.isAlive());
        assertThat(folder.resolve("out").resolve(name)).as(this::log).exists();
    }

    private Process start(String key, Path feed) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-Dfeed=" + feed,
                "-Dout=" + folder.resolve("out"),
                "-Dinterval=500",
                "-cp",
                System.getProperty("java.class.path")));
        if (!key.isEmpty()) {
            command.add(
                    "-Dcamel.component.qwen-tts.base-url=" + runware.emulator().url());
        }
        command.add(NewsFeed.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("RUNWARE_API_KEY", key);
        return builder.start();
    }

    private static void stop(Process process) throws Exception {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (Exception e) {
            return e.toString();
        }
    }
}
