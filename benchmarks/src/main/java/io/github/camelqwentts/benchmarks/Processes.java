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
package io.github.camelqwentts.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Runs a measurement: a server and a sender, each in a fresh process. */
final class Processes {

    private static final int TRIES = 2;

    /** All there from the start: a heap that grows keeps the system busy with making pages. */
    private static final List<String> SERVER_HEAP = List.of("-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch");

    private Processes() {}

    static Measures run(String peer, Workload workload, String... jvmOptions) throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return runOnce(peer, workload, jvmOptions);
            } catch (IllegalStateException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static Measures runOnce(String peer, Workload workload, String... jvmOptions)
            throws IOException, InterruptedException {
        Process server = java(
                SERVER_HEAP,
                BenchmarkServer.class,
                String.valueOf(workload.audio()),
                String.valueOf(workload.latency().toMillis()));
        try {
            String[] addresses = awaitLine(server, line -> line.startsWith(BenchmarkServer.READY))
                    .substring(BenchmarkServer.READY.length())
                    .split(" ");
            List<String> arguments =
                    new ArrayList<>(List.of(peer, addresses[0], addresses[1], String.valueOf(server.pid())));
            arguments.addAll(List.of(workload.toArguments()));
            List<String> options = new ArrayList<>(List.of("-Xmx2g", "-XX:+UseG1GC"));
            options.addAll(List.of(jvmOptions));
            Process sender = java(options, Load.class, arguments.toArray(String[]::new));
            try {
                return Measures.parse(awaitLine(sender, Measures::isIn));
            } finally {
                sender.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            }
        } finally {
            server.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }

    private static Process java(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String awaitLine(Process process, Predicate<String> wanted) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (wanted.test(line)) {
                return line;
            }
        }
        throw new IllegalStateException("The process ended without an answer");
    }
}
