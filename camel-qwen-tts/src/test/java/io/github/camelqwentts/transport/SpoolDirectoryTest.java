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
package io.github.camelqwentts.transport;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelqwentts.speech.SpeechAudio;
import org.apache.commons.io.IOUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Several processes share a directory: what one that crashed left is removed, what one that lives needs stays. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SpoolDirectoryTest {

    @TempDir
    private Path directory;

    private Process other;

    @AfterEach
    void endTheOther() throws InterruptedException {
        if (other != null) {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void removesTheFilesOfAProcessThatWasKilled() throws Exception {
        startAnotherThatHoldsAFile(directory);
        other.destroyForcibly().waitFor();
        assertThat(names()).hasSize(2);

        new SpoolFiles(directory::toFile).removeAbandoned();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesTheFilesOfAProcessThatLives() throws Exception {
        startAnotherThatHoldsAFile(directory);
        List<String> before = names();

        new SpoolFiles(directory::toFile).removeAbandoned();

        assertThat(names()).isEqualTo(before).hasSize(2);
    }

    @Test
    void leavesTheFilesOfAnotherComponentOfThisProcess() throws IOException {
        SpoolFiles others = new SpoolFiles(directory::toFile);
        SpoolFile file = others.create();
        List<String> before = names();

        new SpoolFiles(directory::toFile).removeAbandoned();

        assertThat(names()).isEqualTo(before).hasSize(2);
        file.delete();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesForeignFiles() throws IOException {
        Files.createFile(directory.resolve("qwen-tts-report.wav"));
        Files.createFile(directory.resolve("other.lock"));
        Files.createFile(directory.resolve("qwen-tts-1-2-3-4.spool"));

        new SpoolFiles(directory::toFile).removeAbandoned();

        assertThat(names()).hasSize(3);
    }

    @Test
    void removesWhatIsLeftInTheDirectoryOfAnEarlierContext() throws Exception {
        Path earlier = Files.createDirectory(directory.resolve("camel-tmp-earlier"));
        Path mine = Files.createDirectory(directory.resolve("camel-tmp-mine"));
        startAnotherThatHoldsAFile(earlier);
        other.destroyForcibly().waitFor();

        new SpoolFiles(mine::toFile).removeAbandoned();

        assertThat(earlier).isEmptyDirectory();
    }

    private void startAnotherThatHoldsAFile(Path where) throws Exception {
        other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Stream.of(Holder.class, SpoolFiles.class, SpeechAudio.class, IOUtils.class, LoggerFactory.class)
                                .map(SpoolDirectoryTest::location)
                                .distinct()
                                .collect(Collectors.joining(File.pathSeparator)),
                        Holder.class.getName(),
                        where.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(other.getInputStream().read()).isEqualTo('!');
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> names() {
        return Stream.of(directory.toFile().list()).sorted().toList();
    }

    /** Another process: it has a file until it is killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] args) throws Exception {
            SpoolFile held = new SpoolFiles(() -> new File(args[0])).create();
            System.out.print('!');
            System.out.flush();
            while (System.in.read() >= 0) {
                held.write(out -> out.write(0));
            }
            Thread.currentThread().join();
        }
    }
}
