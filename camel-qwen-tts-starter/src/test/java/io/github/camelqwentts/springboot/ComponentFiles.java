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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelqwentts.QwenTtsComponent;

/** The files of the component, which is a folder or a jar. */
final class ComponentFiles {

    private ComponentFiles() {}

    static List<String> below(Path component, String folder) throws IOException {
        if (Files.isDirectory(component)) {
            return list(component, folder);
        }
        try (FileSystem jar = FileSystems.newFileSystem(component)) {
            return list(jar.getPath("/"), folder);
        }
    }

    private static List<String> list(Path root, String folder) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }

    /** The classes that a file below META-INF/services names. */
    static List<String> classesIn(String service) throws IOException {
        try (InputStream in = QwenTtsComponent.class.getResourceAsStream("/" + service)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("^class=", ""))
                    .filter(line -> line.startsWith("io.github.camelqwentts."))
                    .toList();
        }
    }
}
