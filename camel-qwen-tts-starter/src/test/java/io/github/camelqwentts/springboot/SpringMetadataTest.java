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
package io.github.camelqwentts.springboot;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an IDE is told is what the component's metadata says. With {@code -Dmetadata.write=true} it is written. */
class SpringMetadataTest {

    private static final Path STORED = Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");

    @Test
    void everyPropertyHasTheTypeDefaultValuesAndDescriptionOfItsOption() throws Exception {
        String fresh = ComponentMetadata.toSpring();

        if (Boolean.getBoolean("metadata.write")) {
            Files.writeString(STORED, fresh);
        } else {
            assertThat(STORED)
                    .as("it is stale; CONTRIBUTING.md tells how to write it")
                    .hasContent(fresh);
        }
    }
}
