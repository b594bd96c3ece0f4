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
package io.github.camelqwentts.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The top-level types of the component and of the emulator that users may use, as the sources declare them. */
record PublicTypes(Set<String> names) {

    private static final Pattern DECLARATION = Pattern.compile(
            "^public (?:(?:abstract|final|sealed|non-sealed) )*(?:class|record|enum|interface|@interface) (\\w+)",
            Pattern.MULTILINE);
    private static final Pattern INTERNAL = Pattern.compile("^@Internal$", Pattern.MULTILINE);

    static PublicTypes ofUsers() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : List.of("camel-qwen-tts", "camel-qwen-tts-emulator")) {
            try (Stream<Path> sources = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                        .toList()) {
                    Matcher declaration = DECLARATION.matcher(Files.readString(source));
                    if (declaration.find() && !isInternal(source) && !isInternal(packageOf(source))) {
                        names.add(declaration.group(1));
                    }
                }
            }
        }
        return new PublicTypes(names);
    }

    private static Path packageOf(Path source) {
        return source.resolveSibling("package-info.java");
    }

    private static boolean isInternal(Path source) throws IOException {
        return INTERNAL.matcher(Files.readString(source)).find();
    }
}
