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

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs a main class in a JVM of its own, whose memory and threads are that of the component and of nothing else. */
final class ChildJvm {

    private ChildJvm() {}

    /** Returns what it printed; fails unless it ends well within two minutes. */
    static String run(Path directory, List<String> jvmOptions, Class<?> main, String... arguments) throws Exception {
        return run(List.of(), directory, jvmOptions, main, arguments);
    }

    /** Runs it with a limit on its file descriptors, which a POSIX shell sets. */
    static String runWithDescriptors(int limit, Path directory, Class<?> main, String... arguments) throws Exception {
        List<String> shell = List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$0\" \"$@\"");
        return run(shell, directory, List.of(), main, arguments);
    }

    /** Prints, in the other JVM, the most live threads at a time so far. */
    static void printPeakThreads() {
        System.out.println("peakThreads=" + ManagementFactory.getThreadMXBean().getPeakThreadCount() + " ");
    }

    /** Finds the most live threads in what the other JVM printed. */
    static int peakThreads(String printed) {
        return Integer.parseInt(printed.replaceAll("(?s).*peakThreads=(\\d+).*", "$1"));
    }

    private static String run(
            List<String> launcher, Path directory, List<String> jvmOptions, Class<?> main, String... arguments)
            throws Exception {
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-Djava.io.tmpdir=" + directory);
        command.add("-Dlogback.configurationFile=logback-plain.xml");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("the child JVM ends in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
