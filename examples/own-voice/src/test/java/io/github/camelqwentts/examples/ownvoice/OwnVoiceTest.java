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
package io.github.camelqwentts.examples.ownvoice;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioSystem;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class OwnVoiceTest {

    private static final float FEWEST_SECONDS_OF_A_SAMPLE = 3;

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    @TempDir
    private Path folder;

    @Test
    void designsAVoiceOnceForADescriptionAndSpeaksWithItsSample() throws Exception {
        speak("text=First words.");
        byte[] sample = Files.readAllBytes(folder.resolve("voice.wav"));
        byte[] first = Files.readAllBytes(folder.resolve("speech.mp3"));

        speak("text=Second words.");

        assertThat(tasks())
                .extracting(task -> task.at("model"))
                .containsExactly(
                        "alibaba:qwen@3-tts-1.7b-voicedesign",
                        "alibaba:qwen@3-tts-1.7b-base",
                        "alibaba:qwen@3-tts-1.7b-base");
        assertThat(tasks().get(0).at("positivePrompt")).asString().startsWith("An old sailor");
        Object words = tasks().get(0).at("speech", "text");
        assertThat(tasks().subList(1, 3)).allSatisfy(task -> {
            assertThat(task.at("inputs", "audio"))
                    .asString()
                    .endsWith(Base64.getEncoder().encodeToString(sample));
            assertThat(task.at("settings", "transcript")).isEqualTo(words);
        });
        assertThat(tasks().subList(1, 3))
                .extracting(task -> task.at("speech", "text"))
                .containsExactly("First words.", "Second words.");
        assertThat(secondsOf(folder.resolve("voice.wav"))).isGreaterThan(FEWEST_SECONDS_OF_A_SAMPLE);
        assertThat(folder.resolve("speech.mp3")).content().hasSizeGreaterThan(1_000);
        assertThat(Files.readAllBytes(folder.resolve("speech.mp3"))).isNotEqualTo(first);
        speak("description=A calm woman");

        assertThat(tasks().get(3).at("positivePrompt")).isEqualTo("A calm woman");
    }

    @Test
    void clonesARecordingByItsWordsOrByItsTimbreAlone() throws Exception {
        byte[] recording = {'R', 'I', 'F', 'F', 1, 2, 3};
        Path sample = Files.write(folder.resolve("me.wav"), recording);

        speak("sample=" + sample, "transcript=Some words.");
        speak("sample=" + sample);

        assertThat(tasks())
                .allSatisfy(task -> assertThat(task.at("inputs", "audio"))
                        .asString()
                        .endsWith(Base64.getEncoder().encodeToString(recording)))
                .satisfiesExactly(
                        task -> assertThat(task.at("settings", "transcript")).isEqualTo("Some words."),
                        task -> assertThat(task.at("settings", "xVectorOnly")).isEqualTo(true));
        assertThat(folder.resolve("voice.wav")).doesNotExist();
    }

    @Test
    void endsWithOneLineIfTheSampleIsMissing() throws Exception {
        assertThat(run("-Dsample=missing.wav")).isOne();

        assertThat(lastLine()).isEqualTo("sample=missing.wav is not a file");
        assertThat(runware.emulator().requests()).isEmpty();
    }

    @Test
    void rejectsABlankDescription() {
        assertThatThrownBy(() -> speak("description= "))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageStartingWith("positivePrompt ");
    }

    @Test
    void endsWithTheReasonOfTheApi() throws Exception {
        runware.emulator().inject(new Fault.TaskError("contentPolicyViolation", "This is not to be said"));

        assertThat(run()).isOne();

        assertThat(lastLine()).startsWith("Task ").contains("This is not to be said");
        assertThat(log()).doesNotContain("\tat ");
        assertThat(folder.resolve("speech.mp3")).doesNotExist();
    }

    @Test
    void speaksWithTheEmulatorIfThereIsNoKey() throws Exception {
        assertThat(runWithKey("")).isZero();

        assertThat(log())
                .contains("Ctrl+C stops", "the local emulator speaks", "Spoken: " + folder.resolve("speech.mp3"));
        assertThat(folder.resolve("speech.mp3")).exists();
    }

    /** Speaks in this process. */
    private void speak(String... properties) throws Exception {
        Map<String, String> all = new HashMap<>();
        for (String property : properties) {
            all.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        all.put("out", folder.toString());
        all.put("camel.component.qwen-tts.base-url", runware.emulator().url());
        // The component would read its key from the environment, which this process cannot change.
        all.put("camel.component.qwen-tts.api-key", "a-key");
        try {
            all.forEach(System::setProperty);
            OwnVoice.run("a-key");
        } finally {
            all.keySet().forEach(System::clearProperty);
        }
    }

    private List<RecordedTask> tasks() {
        return runware.emulator().requests().stream()
                .flatMap(request -> request.tasks().stream())
                .toList();
    }

    private static float secondsOf(Path wav) throws Exception {
        AudioFileFormat file = AudioSystem.getAudioFileFormat(wav.toFile());
        return file.getFrameLength() / file.getFormat().getSampleRate();
    }

    /** Runs the example in a process of its own, as its command does. */
    private int run(String... properties) throws Exception {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("-Dcamel.component.qwen-tts.base-url=" + runware.emulator().url());
        return runWithKey("a-key", all.toArray(String[]::new));
    }

    private int runWithKey(String key, String... properties) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Dout=" + folder);
        command.addAll(List.of(properties));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OwnVoice.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("RUNWARE_API_KEY", key);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String lastLine() throws Exception {
        return log().lines().reduce((line, next) -> next).orElse("");
    }

    private String log() throws Exception {
        return Files.readString(folder.resolve("log"));
    }
}
