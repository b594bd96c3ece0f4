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
package io.github.camelqwentts.examples.yaml;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class WatchFolderTest {

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    @TempDir
    private Path folder;

    private Main main;

    @BeforeEach
    void startCamel() throws Exception {
        main = new Main();
        WatchFolder.useEmulator(main, runware.emulator());
        main.addOverrideProperty("folder", folder.toString());
        main.start();
    }

    @AfterEach
    void stopCamel() {
        main.stop();
    }

    @Test
    void theAudioOfATextStandsBesideItsPlaceAndTheTextIsDone() throws Exception {
        drop("hello.txt", "Grüß Gott, and hello.");

        Path audio = folder.resolve("hello.mp3");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("done/hello.txt")));
        assertThat(Files.size(audio)).isGreaterThan(2_000);
        assertThat(runware.emulator().requests().get(0).tasks().get(0).at("speech", "text"))
                .isEqualTo("Grüß Gott, and hello.");
        assertThat(folder.resolve("hello.txt")).doesNotExist();
    }

    @Test
    void aTextThatCannotBeSpokenIsSetAsideWithTheReason() throws Exception {
        drop("blank.txt", " \n");

        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("failed/blank.txt")));
        assertThat(folder.resolve("failed/blank.reason")).content().contains("must not be blank");
        assertThat(folder.resolve("blank.mp3")).doesNotExist();
    }

    @Test
    void aTextThatTheApiRefusesIsSetAsideToo() throws Exception {
        runware.emulator().inject(new Fault.TaskError("contentPolicyViolation", "This is not to be said"));
        drop("bad.txt", "Something bad.");

        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("failed/bad.txt")));
        assertThat(folder.resolve("failed/bad.reason")).content().contains("This is not to be said");
    }

    private void drop(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
    }
}
