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
package io.github.camelqwentts.examples.audiobook;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(180)
class AudiobookTest {

    private static final int PARAGRAPHS = 60;

    @RegisterExtension
    private final RunwareEmulatorExtension runware =
            new RunwareEmulatorExtension(emulator -> emulator.latency(Duration.ofMillis(200)));

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @Test
    void makesAudioSubtitlesAndPlaylistOfTheExamplesBook() throws Exception {
        List<Track> tracks = make(Path.of("book"));

        assertThat(folder.resolve("out"))
                .isDirectoryContaining("glob:**/01-the-lamp.mp3")
                .isDirectoryContaining("glob:**/02-the-letter.mp3")
                .isDirectoryContaining("glob:**/03-the-count.mp3");
        assertThat(folder.resolve("out/01-the-lamp.srt"))
                .content()
                .startsWith("1\n00:00:00,")
                .contains("The Lamp", "log book")
                .doesNotContain("title:", "https");
        assertThat(folder.resolve("out/book.m3u8"))
                .content()
                .matches("#EXTM3U\n#EXTINF:\\d+,The Lamp\n01-the-lamp.mp3\n(?s:.*)\n03-the-count.mp3\n");
        assertThat(tracks)
                .extracting(Track::duration)
                .allSatisfy(duration -> assertThat(duration).isGreaterThan(Duration.ofSeconds(20)));
        assertThat(console.toString(UTF_8)).contains("Chapter 2 of 3: The Letter", "3 chapters, ");
    }

    @Test
    void buysOnlyWhatHasChanged() throws Exception {
        write("Paragraph one.\n\nParagraph two.");
        make(folder.resolve("book"));
        int first = runware.emulator().tasksCarriedOut();

        List<Track> again = make(folder.resolve("book"));

        assertThat(runware.emulator().tasksCarriedOut()).isEqualTo(first);
        assertThat(again)
                .extracting(Track::cost)
                .allSatisfy(cost -> assertThat(cost).isEqualByComparingTo(BigDecimal.ZERO));
        write("Paragraph one.\n\nParagraph three.");
        make(folder.resolve("book"));
        assertThat(runware.emulator().tasksCarriedOut()).isGreaterThan(first);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void continuesAfterItWasStoppedAndBuysNothingTwice(boolean forcibly) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= PARAGRAPHS; i++) {
            text.append("This is number ").append(i).append(".\n\n");
        }
        write(text.toString());
        Process process = start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> runware.emulator().tasksCarriedOut() >= 6 || !process.isAlive());
        if (forcibly) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("out/1.mp3")).doesNotExist();
        assertThat(runware.emulator().tasksCarriedOut()).isBetween(6, PARAGRAPHS - 1);

        Process again = start();

        assertThat(again.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(again.exitValue()).as(this::log).isZero();
        assertThat(folder.resolve("out/1.mp3")).exists();
        assertThat(runware.emulator().tasksCarriedOut()).isEqualTo(PARAGRAPHS);
        assertThat(log()).contains("1 chapter, ");
        if (!forcibly) {
            assertThat(log()).contains("Stopped. The same command continues.");
        }
    }

    @Test
    void failsWithTheReasonOfTheApi() throws Exception {
        write("Something bad.");
        runware.emulator().inject(new Fault.TaskError("contentPolicyViolation", "This is not to be said"));

        assertThatThrownBy(() -> make(folder.resolve("book")))
                .hasRootCauseInstanceOf(SpeechException.class)
                .rootCause()
                .hasMessageContaining("This is not to be said");
        assertThat(folder.resolve("out/book.m3u8")).doesNotExist();
    }

    @Test
    void printsOneLineAboutAWrongVoice() throws Exception {
        write("Words.");

        Process process = start("-Dvoice=bob");

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isOne();
        assertThat(log().lines().skip(2)).singleElement().asString().contains("voice=bob");
    }

    private void write(String text) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("book")).resolve("1.md"), text);
    }

    private List<Track> make(Path book) throws Exception {
        Main main = new Main();
        Audiobook.useEmulator(main, runware.emulator());
        return Audiobook.make(main, Book.read(book), folder.resolve("out"), new PrintStream(console, true, UTF_8));
    }

    private Process start(String... properties) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(properties));
        command.addAll(List.of(
                "-Dbook=" + folder.resolve("book"),
                "-Dout=" + folder.resolve("out"),
                "-Dcamel.component.qwen-tts.base-url=" + runware.emulator().url(),
                "-Dcamel.component.qwen-tts.max-piece-length=20",
                "-cp",
                System.getProperty("java.class.path"),
                Audiobook.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("RUNWARE_API_KEY", "any");
        return builder.start();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (Exception e) {
            return e.toString();
        }
    }
}
