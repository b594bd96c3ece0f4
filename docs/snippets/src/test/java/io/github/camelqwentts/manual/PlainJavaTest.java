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
package io.github.camelqwentts.manual;

import java.nio.file.Path;

import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class PlainJavaTest {

    @RegisterExtension
    static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

    @TempDir
    private Path folder;

    @Test
    void writesAnAudioFile() throws Exception {
        Path file = folder.resolve("hello.mp3");

        PlainJava.main(new String[] {"any", RUNWARE.emulator().url(), file.toString()});

        assertThat(file).isNotEmptyFile();
        assertThat(RUNWARE.emulator().tasksCarriedOut()).isEqualTo(1);
    }
}
