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
package io.github.camelqwentts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs after the suite, in a JVM of its own without {@link KeyDetector}. */
class KeyInLogCheck {

    @Test
    void nothingThatWasLoggedDuringTheSuiteShowedTheKey() throws Exception {
        long events = 0;
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(KeyDetector.DIRECTORY)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                if (file.getFileName().toString().startsWith(KeyDetector.EVENTS)) {
                    events += Long.parseLong(text);
                } else {
                    found.add(text);
                }
                // The next run starts anew.
                Files.delete(file);
            }
        }
        assertThat(found).isEmpty();
        assertThat(events).isGreaterThan(10_000);
    }
}
