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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioSystem;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(60)
class QuickStartTest {

    @TempDir
    private Path directory;

    @AfterEach
    void clearProperties() {
        System.clearProperty("text");
        System.clearProperty("voice");
        System.clearProperty("file");
        System.clearProperty("out");
        System.clearProperty("backend");
        System.clearProperty("baseUrl");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void speaksTheTextOfAPropertyIntoAWavFile(String noKey) throws Exception {
        Path out = directory.resolve("words.wav");
        System.setProperty("text", "One two three four five.");
        System.setProperty("out", out.toString());

        QuickStart.speak(noKey);

        AudioFileFormat wav = AudioSystem.getAudioFileFormat(out.toFile());
        assertThat(wav.getType()).isEqualTo(AudioFileFormat.Type.WAVE);
        assertThat(wav.getFormat().getSampleRate()).isEqualTo(24_000);
        assertThat(wav.getFrameLength()).isGreaterThan(24_000);
    }

    @Test
    void speaksTheTextOfAFileIntoAnMp3File() throws Exception {
        Path text = Files.writeString(directory.resolve("text.txt"), "A text from a file.");
        Path out = directory.resolve("words.mp3");
        System.setProperty("file", text.toString());
        System.setProperty("out", out.toString());

        QuickStart.speak(null);

        byte[] mp3 = Files.readAllBytes(out);
        assertThat(mp3).hasSizeGreaterThan(4_000);
        assertThat(mp3[0]).as("the first byte of a frame's sync word").isEqualTo((byte) 0xff);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void speaksThroughAServerOfYourOwnByOneProperty(boolean isRunning) throws Exception {
        Path out = directory.resolve("words.wav");
        System.setProperty("out", out.toString());
        System.setProperty("backend", "openai");
        try (OpenAiSpeechEmulator server =
                OpenAiSpeechEmulator.builder().build().start()) {
            if (isRunning) {
                System.setProperty("baseUrl", server.baseUrl());
            }

            QuickStart.speak(null);

            assertThat(server.speechesCompleted()).isEqualTo(isRunning ? 1 : 0);
        }
        assertThat(AudioSystem.getAudioFileFormat(out.toFile()).getFrameLength())
                .isGreaterThan(24_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-Dout=hello.ogg    | out=hello.ogg is not valid: must end with .mp3, .wav or .flac",
                "-Dfile=missing.txt | file=missing.txt is not a file",
                "-Dtext=            | text (body) is not valid: must not be blank",
                "-Dvoice=bob        | voice=bob "
            })
    void endsWithTheReasonOfAMistake(String property, String reason) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dout=" + directory.resolve("hello.mp3"),
                        property,
                        "-cp",
                        System.getProperty("java.class.path"),
                        QuickStart.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("RUNWARE_API_KEY", "");

        Process process = builder.start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isOne();
        List<String> log = Files.readAllLines(directory.resolve("log"));
        assertThat(log.get(log.size() - 1)).startsWith(reason);
        assertThat(log).noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void rejectsAFileThatIsNotText() throws Exception {
        Path picture = Files.write(directory.resolve("picture.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        System.setProperty("file", picture.toString());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuickStart.speak(null))
                .withMessage("file=" + picture + " is not text in UTF-8");
    }
}
