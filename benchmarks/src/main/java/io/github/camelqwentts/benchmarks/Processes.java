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
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A peer under measurement: a server and a sender, each in a fresh process. */
final class Processes implements AutoCloseable {

    private static final int TRIES = 2;

    /** All there from the start: a heap that grows keeps the system busy with making pages. */
    private static final List<String> SERVER_HEAP = List.of("-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch");

    private static final List<String> SENDER_HEAP = List.of("-Xmx2g", "-XX:+UseG1GC");

    private final Process server;
    private final Process sender;
    private final BufferedReader measured;

    private Processes(String peer, Workload workload, Path checkout) throws IOException {
        server = startServer(workload);
        try {
            List<String> arguments =
                    new ArrayList<>(List.of(peer, addressesOf(server).toLine(), String.valueOf(server.pid())));
            arguments.addAll(List.of(workload.toArguments()));
            sender = java(SENDER_HEAP, classPath(checkout), Load.class, arguments.toArray(String[]::new));
            measured = output(sender);
        } catch (IOException | RuntimeException e) {
            server.destroyForcibly();
            throw e;
        }
    }

    /** Starts a server, which ends with its standard input. */
    static Process startServer(Workload workload) throws IOException {
        return java(
                SERVER_HEAP,
                System.getProperty("java.class.path"),
                BenchmarkServer.class,
                String.valueOf(workload.audio()),
                String.valueOf(workload.latency().toMillis()));
    }

    /** Waits until a server has started, and returns its addresses. */
    static Addresses addressesOf(Process server) throws IOException {
        return Addresses.parse(awaitLine(output(server), line -> line.startsWith(BenchmarkServer.READY))
                .substring(BenchmarkServer.READY.length()));
    }

    /** Starts a process that sends, with the class path of this one. */
    static Process startSender(Class<?> main, String... arguments) throws IOException {
        return java(SENDER_HEAP, classPath(null), main, arguments);
    }

    /**
     * Starts a peer, and waits until it is warm.
     *
     * @param checkout directory of another checkout that is built, whose component is measured; null for this one
     */
    static Processes start(String peer, Workload workload, Path checkout) throws IOException, InterruptedException {
        Processes processes = new Processes(peer, workload, checkout);
        try {
            awaitLine(processes.measured, Load.WARM::equals);
            return processes;
        } catch (IOException | RuntimeException e) {
            processes.close();
            throw e;
        }
    }

    /** Measures once with fresh processes. */
    static Measures run(String peer, Workload workload) throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            try (Processes processes = start(peer, workload, null)) {
                return processes.measure();
            } catch (IllegalStateException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Measures once; between two measurements the peer rests. */
    Measures measure() throws IOException {
        sender.getOutputStream().write('\n');
        sender.getOutputStream().flush();
        return Measures.parse(awaitLine(measured, Measures::isIn));
    }

    /** Lets the messages in flight end: a process that is killed leaves their files. */
    @Override
    public void close() throws IOException, InterruptedException {
        try {
            sender.getOutputStream().close();
            sender.waitFor(60, TimeUnit.SECONDS);
        } finally {
            end(sender);
            end(server);
        }
    }

    static void end(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }

    private static String classPath(Path checkout) {
        String own = System.getProperty("java.class.path");
        return checkout == null
                ? own
                : checkout.resolve(Path.of("camel-qwen-tts", "target", "classes")) + File.pathSeparator + own;
    }

    private static Process java(List<String> options, String classPath, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static String awaitLine(BufferedReader out, Predicate<String> wanted) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (wanted.test(line)) {
                return line;
            }
        }
        throw new IllegalStateException("The process ended without an answer");
    }
}
