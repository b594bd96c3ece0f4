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
package example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CamelRunTest {

    @RegisterExtension
    static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

    @TempDir
    Path folder;

    @Test
    void runsARouteThatSpeaks(RunwareEmulator emulator) throws Exception {
        Path log = folder.resolve("log");
        Process camel = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "example.Camel",
                        "run",
                        Path.of("src/test/resources/speak.camel.yaml").toAbsolutePath().toString(),
                        "--dep=" + System.getProperty("component"),
                        "--maven-settings=" + Path.of("../settings.xml").toRealPath(),
                        "--max-messages=1",
                        "--prop=out=" + folder,
                        "--prop=camel.component.qwen-tts.api-key=any",
                        "--prop=camel.component.qwen-tts.base-url=" + emulator.url())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = camel.waitFor(300, TimeUnit.SECONDS);

            assertThat(ended).as(() -> read(log)).isTrue();
            assertThat(folder.resolve("hello.mp3")).as(() -> read(log)).exists();
            assertThat(Files.size(folder.resolve("hello.mp3"))).isGreaterThan(2_000);
        } finally {
            camel.destroyForcibly();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (Exception e) {
            return e.toString();
        }
    }
}
