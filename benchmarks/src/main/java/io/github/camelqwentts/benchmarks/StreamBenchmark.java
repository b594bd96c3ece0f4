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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Measures how soon listeners receive streamed speech, next to a bare client that reads the same response, and to
 * hand-written routes; and the CPU time of a message that is not streamed. Each peer is a process of its own, and so is the server.
 * The peers are measured in turns.
 */
final class StreamBenchmark {

    static final String US = "qwen-tts";
    static final String BARE = "HttpClient 5";
    static final String HAND = "camel-http, not cached";
    static final String HAND_CACHED = "camel-http";

    private static final List<String> COLUMNS =
            List.of("", "streams", "first byte ms", "p95", "chunk delay ms", "p95", "threads", "listeners");

    private static final int WARM_UP_SECONDS = 6;
    private static final int ROUNDS = 3;
    private static final Duration PACE_TO_WAIT = Duration.ofMillis(500);

    /** Longer than a busy machine needs to receive the other chunks, and to collect garbage. */
    private static final Duration WAIT = Duration.ofSeconds(15);

    private static final int MOST = 1_000;

    private final Report report;

    StreamBenchmark(Report report) {
        this.report = report;
    }

    void run() throws Exception {
        Process server = Processes.startServer(Workload.of(Workload.SMALL, "URL", 0, 1));
        Map<String, Sender> senders = new LinkedHashMap<>();
        try {
            String address = Processes.addressesOf(server).speech();
            for (String peer : List.of(US, BARE, HAND, HAND_CACHED)) {
                senders.put(peer, new Sender(peer, address));
            }
            for (Sender sender : senders.values()) {
                sender.measure(StreamWorkload.of(64, 50, WARM_UP_SECONDS));
            }
            measure(senders, StreamWorkload.of(1, 50, 6), 1);
            measure(senders, StreamWorkload.of(16, 500, 6), 1);
            measure(senders, StreamWorkload.of(64, 500, 5), ROUNDS);
            measure(senders, StreamWorkload.of(MOST, 2_000, 8), 1);
            measureMemory(senders.get(US));
        } finally {
            for (Sender sender : senders.values()) {
                sender.close();
            }
            Processes.end(server);
        }
        measureWhole();
    }

    /** @param rounds how often this component and the bare client are measured; other peers are measured once */
    private void measure(Map<String, Sender> senders, StreamWorkload workload, int rounds) throws IOException {
        String inFlight = String.format("%,d", workload.inFlight());
        System.out.println("Measuring " + inFlight + " streams");
        report.section(
                inFlight + " streams, a chunk each " + workload.pace().toMillis() + " ms; medians and 95th percentiles",
                COLUMNS);
        Map<String, List<StreamMeasures>> measured = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Sender> sender : senders.entrySet()) {
                boolean isCompared =
                        sender.getKey().equals(US) || sender.getKey().equals(BARE);
                if (round == 0 || isCompared) {
                    measured.computeIfAbsent(sender.getKey(), peer -> new ArrayList<>())
                            .add(sender.getValue().measure(workload));
                }
            }
        }
        measured.forEach((peer, all) -> {
            List<String> cells = cells(peer, all);
            System.out.println(cells);
            report.row(cells);
        });
        List<StreamMeasures> ours = measured.get(US);
        List<StreamMeasures> bare = measured.get(BARE);
        double median = ratio(ours, bare, StreamMeasures::firstByte);
        double late = ratio(ours, bare, StreamMeasures::firstByte95);
        double added = median(differences(ours, bare));
        String of = " with " + inFlight + " streams";
        if (workload.inFlight() == 64) {
            report.atMost("first byte, to the bare client's, p50" + of, median, 1.2);
            report.atMost("first byte, to the bare client's, p95" + of, late, 1.2);
            report.atMost("ms added to a chunk, p95" + of, added, 5);
        } else {
            report.note("first byte, to the bare client's, p50" + of, median);
            report.note("first byte, to the bare client's, p95" + of, late);
            report.note("ms added to a chunk, p95" + of, added);
        }
        if (workload.inFlight() == MOST) {
            report.atMost("threads besides the listeners'" + of, ours.get(0).threads(), 40);
        }
    }

    private void measureMemory(Sender us) throws IOException {
        StreamMeasures held = us.measure(new StreamWorkload(MOST, PACE_TO_WAIT, WAIT, Duration.ZERO));
        report.atMost("kB of live memory for a stream of 196 kB", held.heldPerStream() / 1e3, 256);
    }

    /** Messages that are not streamed, by the same backend. */
    private void measureWhole() throws IOException, InterruptedException {
        Workload load = Workload.of(Workload.SMALL, "URL", 0, 16).lasting(40, 2);
        Comparison whole = Comparison.of(load, "qwen-tts openai", "HttpClient 5 openai", null);
        report.section("48 kB of audio that is not streamed, no latency, 16 in flight");
        report.row(US, whole.ours());
        report.row(BARE, whole.others());
        report.atMost("CPU per message that is not streamed, to the bare client's", whole.cpuRatio(), 1.3);
    }

    private static List<String> cells(String peer, List<StreamMeasures> all) {
        List<String> cells = new ArrayList<>(List.of(peer));
        List<ToDoubleFunction<StreamMeasures>> columns = List.of(
                StreamMeasures::streams,
                StreamMeasures::firstByte,
                StreamMeasures::firstByte95,
                StreamMeasures::chunk,
                StreamMeasures::chunk95,
                StreamMeasures::threads,
                StreamMeasures::listeners);
        columns.forEach(column -> cells.add(
                Report.number(median(all.stream().mapToDouble(column).boxed().toList()))));
        return cells;
    }

    private static double ratio(
            List<StreamMeasures> ours, List<StreamMeasures> others, ToDoubleFunction<StreamMeasures> value) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(value.applyAsDouble(ours.get(i)) / value.applyAsDouble(others.get(i)));
        }
        return median(ratios);
    }

    private static List<Double> differences(List<StreamMeasures> ours, List<StreamMeasures> others) {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            differences.add(ours.get(i).chunk95() - others.get(i).chunk95());
        }
        return differences;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** A process that listens. */
    private static final class Sender implements AutoCloseable {

        private final Process process;
        private final BufferedReader measured;

        Sender(String peer, String server) throws IOException {
            process = Processes.startSender(StreamLoad.class, peer, server);
            measured = Processes.output(process);
        }

        StreamMeasures measure(StreamWorkload workload) throws IOException {
            process.getOutputStream().write((workload.toLine() + "\n").getBytes());
            process.getOutputStream().flush();
            return StreamMeasures.parse(Processes.awaitLine(measured, StreamMeasures::isIn));
        }

        @Override
        public void close() throws IOException, InterruptedException {
            process.getOutputStream().close();
            process.waitFor(10, TimeUnit.SECONDS);
            Processes.end(process);
        }
    }
}
