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

import java.nio.charset.StandardCharsets;
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

    private static final String HEADER = "name,text,voice,language\n";

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    @TempDir
    private Path folder;

    @Test
    void speaksTheExamplesListIntoWavFilesForATelephone() throws Exception {
        Report report = run(Path.of("prompts.csv"));

        assertThat(report.rows())
                .extracting(Row::status)
                .containsOnly(Status.SPOKEN)
                .hasSize(5);
        assertThat(folder.resolve("out"))
                .isDirectoryContaining("glob:**/welcome.wav")
                .isDirectoryContaining("glob:**/goodbye.wav");
        AudioFileFormat file =
                AudioSystem.getAudioFileFormat(folder.resolve("out/menu.wav").toFile());
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
    void reportsDurationAndCost() throws Exception {
        Report report = run("one,\"One, two, three.\",ryan,English\n");

        Row row = report.rows().get(0);
        double seconds =
                AudioSystem.getAudioFileFormat(folder.resolve("out/one.wav").toFile())
                                .getFrameLength()
                        / 8000.0;
        assertThat(row.seconds()).isCloseTo(seconds, within(0.01));
        assertThat(row.cost()).isPositive();
        assertThat(report.summary())
                .matches("1 spoken, 0 from the cache, 0 failed; [0-9.]+ s of audio, \\$0\\.0+[1-9]\\d* paid");
        assertThat(folder.resolve("out/report.csv"))
                .content()
                .startsWith("name,status,seconds,cost,problem")
                .contains("one,spoken,");
    }

    @Test
    void buysOnlyChangedTexts() throws Exception {
        run("same,Stays the same.,ryan,English\nother,Before.,ryan,English\n");

        Report second = run("renamed,Stays the same.,ryan,English\nother,After.,ryan,English\n");

        assertThat(runware.emulator().tasksCarriedOut()).isEqualTo(3);
        assertThat(second.rows()).extracting(Row::status).containsExactly(Status.CACHED, Status.SPOKEN);
        assertThat(second.rows().get(0).cost()).isZero();
        assertThat(folder.resolve("out/renamed.wav")).hasSameBinaryContentAs(folder.resolve("out/same.wav"));
    }

    @Test
    void speaksTheOthersIfAPromptFailsAndRetriesItInTheNextRun() throws Exception {
        String rows = "bad,Bad words.,ryan,English\ngood,Good words.,ryan,English\n";
        runware.emulator()
                .inject(
                        new Fault.TaskError("contentPolicyViolation", "This is not to be said"),
                        task -> "Bad words.".equals(task.at("speech", "text"))
                                && runware.emulator().tasksCarriedOut() == 0);

        Report report = run(rows);

        assertThat(report.rows()).extracting(Row::status).containsExactly(Status.FAILED, Status.SPOKEN);
        assertThat(report.rows()).first().extracting(Row::problem).isEqualTo("This is not to be said");
        assertThat(folder.resolve("out/good.wav")).exists();
        assertThat(run(rows).rows()).extracting(Row::status).containsExactly(Status.SPOKEN, Status.CACHED);
    }

    @Test
    void namesAllInvalidRowsBeforeAnythingIsSpoken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("""
                        ../up,Hello.,ryan,English
                        fine,Hello.,,
                        blank,,ryan,English
                        bob,Hello.,bob,English
                        latin,Hello.,ryan,Latin
                        fine,Hello.,ryan,English
                        """))
                .satisfies(e -> assertThat(e.getMessage().lines())
                        .satisfiesExactly(
                                row -> assertThat(row).startsWith("Row 1: name=../up"),
                                row -> assertThat(row).startsWith("Row 3: text is not valid: must not be blank"),
                                row -> assertThat(row).startsWith("Row 4: voice=bob"),
                                row -> assertThat(row).startsWith("Row 5: language=Latin"),
                                row -> assertThat(row).startsWith("Row 6: name=fine is not valid: another row")));
        assertThat(runware.emulator().requests()).isEmpty();
    }

    @Test
    void rejectsListWithoutTexts() throws Exception {
        Path list = Files.writeString(folder.resolve("list.csv"), "name,words\none,Hello.\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(list))
                .withMessage("The list needs the columns name and text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one,\"never closed\\n | is not CSV: ",
                "one,f\u00fcr\\n | is not text in UTF-8",
                "'' | has no rows"
            })
    void rejectsMalformedLists(String rows, String reason) throws Exception {
        Path list = Files.writeString(
                folder.resolve("list.csv"), HEADER + rows.replace("\\n", "\n"), StandardCharsets.ISO_8859_1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(list))
                .withMessageContaining("The list " + list + " " + reason.strip());
    }

    private Report run(String rows) throws Exception {
        return run(Files.writeString(folder.resolve("list.csv"), HEADER + rows));
    }

    private Report run(Path list) throws Exception {
        return PhonePrompts.run(
                PhonePrompts.mainWith(runware.emulator()), PromptList.read(list), folder.resolve("out"));
    }
}
