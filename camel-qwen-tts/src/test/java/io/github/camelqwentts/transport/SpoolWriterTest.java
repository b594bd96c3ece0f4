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
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes to a file takes no heap first. */
class SpoolWriterTest {

    private static final int THRESHOLD = 1 << 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"-1, 10", "-1, 1048576", "-1, 1048577", "10, 10", "1048577, 1048577", "0, 3000000", "5000000, 4"})
    void givesBackWhatWasWritten(long expected, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        SpoolWriter writer = new SpoolWriter(settings(), Long.MAX_VALUE, expected);

        writer.write(content[0]);
        writer.write(content, 1, size / 2);
        writer.write(content, 1 + size / 2, size - 1 - size / 2);
        Spool spool = writer.toSpool();

        assertThat(spool.open()).hasBinaryContent(content);
        assertThat(spool.size()).isEqualTo(size);
        assertThat(spool.inMemory()).isEqualTo(size <= THRESHOLD && expected <= THRESHOLD);
        spool.close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void reservesNoMemoryForAResponseThatIsKnownToBeLarge() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // The first file loads classes, which takes more memory than any buffer.
        writeAsLarge().discard();
        long before = threads.getCurrentThreadAllocatedBytes();

        SpoolWriter writer = writeAsLarge();

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(200_000);
        assertThat(directory.toFile().listFiles(File::isFile)).isNotEmpty();
        writer.discard();
        assertThat(directory).isEmptyDirectory();
    }

    private SpoolWriter writeAsLarge() throws IOException {
        byte[] packet = new byte[1024];
        SpoolWriter writer = new SpoolWriter(settings(), Long.MAX_VALUE, 8_000_000);
        for (int i = 0; i < 700; i++) {
            writer.write(packet);
        }
        return writer;
    }

    private SpoolSettings settings() {
        return new SpoolSettings(THRESHOLD, directory::toFile);
    }
}
