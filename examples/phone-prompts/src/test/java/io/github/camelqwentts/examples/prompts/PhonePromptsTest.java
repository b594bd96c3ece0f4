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
package io.github.camelqwentts.examples.prompts;

import java.nio.file.Files;
import java.nio.file.Path;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.examples.prompts.Report.Row;
import io.github.camelqwentts.examples.prompts.Report.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

@Timeout(120)
class PhonePromptsTest {

    private static final String HEADER = "name,text,voice,language,takes\n";

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    @TempDir
    private Path folder;

    @Test
    void everyPromptOfTheExamplesListBecomesWavFilesForATelephone() throws Exception {
        PromptRun run = PhonePrompts.run(PhonePrompts.mainWith(runware.emulator()), Path.of("prompts.csv"), folder);

        assertThat(run.rows())
                .extracting(Row::status)
                .containsOnly(Status.SPOKEN)
                .hasSize(5);
        assertThat(folder)
                .isDirectoryContaining("glob:**/welcome-1.wav")
                .isDirectoryContaining("glob:**/welcome-2.wav")
                .isDirectoryContaining("glob:**/goodbye.wav");
        AudioFileFormat file =
                AudioSystem.getAudioFileFormat(folder.resolve("menu.wav").toFile());
        AudioFormat format = file.getFormat();
        assertThat(format.getSampleRate()).isEqualTo(8000);
        assertThat(format.getChannels()).isOne();
        assertThat(format.getSampleSizeInBits()).isEqualTo(16);
        assertThat(format.getEncoding()).isEqualTo(AudioFormat.Encoding.PCM_SIGNED);
        assertThat(file.getFrameLength()).isGreaterThan(8000);
        assertThat(runware.emulator().requests().stream()
                        .filter(request -> request.tasks().size() == 5))
                .as("all prompts go in one request")
                .hasSize(1);
    }

    @Test
    void theReportTellsDurationAndCost() throws Exception {
        PromptRun run = run("one,\"One, two, three.\",ryan,English,2\n");

        Row row = Report.read(folder.resolve("out")).get("one");
        double seconds = AudioSystem.getAudioFileFormat(
                                        folder.resolve("out/one-1.wav").toFile())
                                .getFrameLength()
                        / 8000.0
                + AudioSystem.getAudioFileFormat(folder.resolve("out/one-2.wav").toFile())
                                .getFrameLength()
                        / 8000.0;
        assertThat(row.seconds()).isCloseTo(seconds, within(0.01));
        assertThat(row.cost()).isPositive();
        assertThat(run.summary())
                .matches("1 spoken, 0 unchanged, 0 failed; [0-9.]+ s of audio, \\$0\\.0+[1-9]\\d* paid");
    }

    @Test
    void onlyChangedRowsAreSpokenAgain() throws Exception {
        run("same,Stays the same.,ryan,English,\nother,Before.,ryan,English,\n");
        int before = runware.emulator().tasksCarriedOut();

        PromptRun second = run("same,Stays the same.,ryan,English,\nother,After.,ryan,English,\n");

        assertThat(runware.emulator().tasksCarriedOut()).isEqualTo(before + 1);
        assertThat(second.rows()).extracting(Row::status).containsExactly(Status.UNCHANGED, Status.SPOKEN);
        assertThat(second.rows())
                .extracting(Row::cost)
                .first()
                .satisfies(cost -> assertThat(cost).isZero());

        assertThat(run("same,Stays the same.,ryan,English,\nother,After.,ryan,English,\n")
                        .rows())
                .extracting(Row::status)
                .containsOnly(Status.UNCHANGED);
    }

    @Test
    void aRowWhoseFileIsGoneIsSpokenAgain() throws Exception {
        run("one,Lost and found.,ryan,English,\n");
        Files.delete(folder.resolve("out/one.wav"));

        assertThat(run("one,Lost and found.,ryan,English,\n").rows())
                .extracting(Row::status)
                .containsOnly(Status.SPOKEN);
    }

    @Test
    void onePromptThatFailsTakesNoOtherAlongAndIsTriedAgain() throws Exception {
        runware.emulator()
                .inject(
                        new Fault.TaskError("contentPolicyViolation", "This is not to be said"),
                        task -> "Bad words.".equals(task.at("speech", "text"))
                                && runware.emulator().tasksCarriedOut() == 0);

        PromptRun run = run("bad,Bad words.,ryan,English,2\ngood,Good words.,ryan,English,2\n");

        assertThat(run.rows()).extracting(Row::status).containsExactly(Status.FAILED, Status.SPOKEN);
        assertThat(run.rows()).first().extracting(Row::problem).isEqualTo("This is not to be said");
        assertThat(folder.resolve("out/good-2.wav")).exists();
        assertThat(run("bad,Bad words.,ryan,English,2\ngood,Good words.,ryan,English,2\n")
                        .rows())
                .extracting(Row::status)
                .containsExactly(Status.SPOKEN, Status.UNCHANGED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../up,Hello.,ryan,English, | Row 1: name=../up",
                "one,,ryan,English, | Row 1: text is not valid: must not be blank",
                "one,Hello.,bob,English, | Row 1: voice=bob",
                "one,Hello.,ryan,Latin, | Row 1: language=Latin",
                "one,Hello.,ryan,English,21 | Row 1: numberResults=21"
            })
    void aRowThatBreaksARuleIsNamedBeforeAnythingIsSpoken(String row, String words) {
        assertThatIllegalArgumentException().isThrownBy(() -> run(row + "\n")).withMessageStartingWith(words);
        assertThat(runware.emulator().requests()).isEmpty();
    }

    private PromptRun run(String rows) throws Exception {
        Path list = Files.writeString(folder.resolve("list.csv"), HEADER + rows);
        return PhonePrompts.run(PhonePrompts.mainWith(runware.emulator()), list, folder.resolve("out"));
    }
}
