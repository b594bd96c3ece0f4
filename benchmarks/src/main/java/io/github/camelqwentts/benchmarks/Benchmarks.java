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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures this component next to what one would use instead, prints a table, and says which goals it reaches. With
 * {@code all} the table goes into the manual too; with {@code short} only what a change could easily spoil is measured, and
 * the process fails where it was spoiled; with {@code long} long texts are measured, and with {@code stream} streams, with a table of their own each; with
 * {@code parts} JMH measures the small parts.
 */
final class Benchmarks {

    static final String US = "qwen-tts";
    private static final String HAND = "by hand";
    private static final String POLLY = "aws2-polly";
    private static final String BARE = "HttpClient 5";
    private static final String JDK = "JDK client";
    private static final String NONE = "none";
    private static final int KB = 1_000;
    private static final int MB = 1_000_000;

    /** In seconds; a quiet machine takes a third of it. */
    private static final int LONGEST_WARM_UP = 180;

    /** The goal, which messages with base64 reach, and those with a URL do not. */
    private static final double CPU_TO_BARE = 1.15;

    /** A tenth more than was measured on the slowest machine: a regression exceeds it, and a slow machine does not. */
    private static final double MOST_CPU_BY_BASE64 = 1.25;

    /**
     * The same with a URL. The exchange and two hand-overs between threads weigh more here, because the bare client hands
     * nothing over.
     */
    private static final double MOST_CPU_BY_URL = 1.6;

    private static final double MOST_CPU_TO_BEFORE = 1.08;
    private static final double MOST_BYTES_TO_BEFORE = 1.03;

    private final Report report = new Report();

    private Benchmarks() {}

    /**
     * Measures, and prints the report.
     *
     * @param args {@code all}, {@code short}, {@code long}, {@code stream} or {@code parts}, the directory of the project, and that of another checkout
     *     that is built to compare with, or {@code none}
     */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("parts")) {
            new Runner(new OptionsBuilder()
                            .include("EnvelopeBenchmark")
                            .addProfiler("gc")
                            .build())
                    .run();
            return;
        }
        Benchmarks benchmarks = new Benchmarks();
        if (args[0].equals("long")) {
            new LongTextBenchmark(benchmarks.report).run();
            System.out.println(benchmarks.report.asText());
            benchmarks.report.write(Path.of(args[1], "docs/src/docs/asciidoc/_tables/benchmarks-long.adoc"));
            return;
        }
        if (args[0].equals("stream")) {
            new StreamBenchmark(benchmarks.report).run();
            System.out.println(benchmarks.report.asText());
            benchmarks.report.write(Path.of(args[1], "docs/src/docs/asciidoc/_tables/benchmarks-stream.adoc"));
            return;
        }
        boolean all = args[0].equals("all");
        if (all) {
            benchmarks.runAll();
        } else {
            benchmarks.runShort(args[2].equals(NONE) ? null : Path.of(args[2]));
        }
        System.out.println(benchmarks.report.asText());
        if (all) {
            benchmarks.report.write(Path.of(args[1], "docs/src/docs/asciidoc/_tables/benchmarks.adoc"));
        } else if (!benchmarks.report.allGoalsReached()) {
            System.exit(1);
        }
    }

    /**
     * What a change could easily spoil. The peers rest while another is measured, in turns, so that a slow or busy machine
     * is slow for all of them; the medians of their ratios count.
     */
    private void runShort(Path checkout) throws IOException, InterruptedException {
        for (String type : List.of("URL", "base64Data")) {
            Workload load = Workload.of(Workload.SMALL, type, 0, 16).lasting(LONGEST_WARM_UP, 4);
            String by = ", by " + type;
            Comparison bare = Comparison.of(load, US, BARE, null);
            report.row(US + by, bare.ours());
            report.row(BARE + by, bare.others());
            report.atMost(
                    "CPU per message, to the bare client" + by + ", goal " + CPU_TO_BARE,
                    bare.cpuRatio(),
                    type.equals("URL") ? MOST_CPU_BY_URL : MOST_CPU_BY_BASE64);
            report.atMost(
                    "kB allocated per message" + by, bare.ours().allocated() / KB, type.equals("URL") ? 125 : 195);
            report.atMost("threads with 16 in flight" + by, bare.ours().threads(), 40);
            if (checkout != null) {
                Comparison before = Comparison.of(load, US, US, checkout);
                report.row("the other checkout" + by, before.others());
                report.atMost("CPU per message, to the other checkout" + by, before.cpuRatio(), MOST_CPU_TO_BEFORE);
                report.atMost(
                        "kB allocated, to the other checkout" + by, before.allocatedRatio(), MOST_BYTES_TO_BEFORE);
            }
        }
    }

    private void runAll() throws IOException, InterruptedException {
        throughput();
        perMessage();
        waiting();
        largeAudio();
        batches();
    }

    private void throughput() throws IOException, InterruptedException {
        for (String type : List.of("URL", "base64Data", "dataURI")) {
            report.section("48 kB of audio by " + type + ", 100 ms of latency, 1,000 in flight");
            Workload many = Workload.of(Workload.SMALL, type, 100, 1_000);
            Measures us = measure(US, many, US);
            int same = (int) us.ownThreads();
            Measures few = measure(HAND, many.withThreads(same), HAND + ", " + same + " threads");
            Measures each = measure(HAND, many.withThreads(1_000), HAND + ", 1,000 threads");
            Measures bare = measure(BARE, many, BARE);
            if (type.equals("URL")) {
                measure(POLLY, many.withThreads(same), POLLY + ", " + same + " threads");
                measure(POLLY, many.withThreads(1_000), POLLY + ", 1,000 threads");
                measure(JDK, many, JDK);
            }
            String by = ", by " + type;
            report.atLeast("messages/s, to by hand with the same threads" + by, us.perSecond() / few.perSecond(), 10);
            report.atLeast("messages/s, to by hand with a thread each" + by, us.perSecond() / each.perSecond(), 1.2);
            report.note("messages/s, to the bare asynchronous client" + by, us.perSecond() / bare.perSecond());
        }
    }

    private void perMessage() throws IOException, InterruptedException {
        report.section("48 kB of audio by base64Data, no latency, 1 in flight");
        Workload single = Workload.of(Workload.SMALL, "base64Data", 0, 1);
        measure(US, single, US);
        measure(HAND, single, HAND);
        measure(POLLY, single, POLLY);
        measure(BARE, single, BARE);
        measure(JDK, single, JDK);
        for (String type : List.of("URL", "base64Data")) {
            report.section("48 kB of audio by " + type + ", no latency, 16 in flight");
            Workload load = Workload.of(Workload.SMALL, type, 0, 16);
            Measures us = measure(US, load, US);
            Measures hand = measure(HAND, load.withThreads(16), HAND);
            Measures polly = measure(POLLY, load.withThreads(16), POLLY);
            Measures bare = measure(BARE, load, BARE);
            String by = ", by " + type;
            report.atMost("CPU per message, to the bare client" + by, us.cpuMillis() / bare.cpuMillis(), CPU_TO_BARE);
            report.atMost("CPU per message, to a route by hand" + by, us.cpuMillis() / hand.cpuMillis(), 1);
            report.atMost("CPU per message, to aws2-polly" + by, us.cpuMillis() / polly.cpuMillis(), 1);
            report.atMost("kB allocated per message" + by, us.allocated() / KB, 220);
            report.note("kB allocated per message by hand" + by, hand.allocated() / KB);
            report.note("milliseconds to start, to a route by hand" + by, us.startMillis() / hand.startMillis());
        }
    }

    private void waiting() throws IOException, InterruptedException {
        report.section("48 kB of audio by base64Data, 1 s of latency");
        measure(US, Workload.of(Workload.SMALL, "base64Data", 1_000, 1_000), US + ", 1,000 in flight");
        Measures most = measure(US, Workload.of(Workload.SMALL, "base64Data", 1_000, 5_000), US + ", 5,000 in flight");
        report.atMost("threads with 5,000 in flight from one thread", most.threads(), 40);
        Workload held = Workload.of(Workload.SMALL, "base64Data", 15_000, 5_000).lasting(0, 0);
        Measures waiting = Processes.run(US, held);
        report.atMost("kB of live heap for a message that waits", waiting.heldPerRequest() / KB, 64);
        report.atMost("threads while 5,000 wait", waiting.threads(), 40);
    }

    private void largeAudio() throws IOException, InterruptedException {
        List<Measures> ours = new ArrayList<>();
        for (String type : List.of("URL", "base64Data")) {
            report.section("8 MB of audio, 100 ms of latency, 4 in flight, " + type);
            Workload large = Workload.of(Workload.LARGE, type, 100, 4).lasting(60, 6);
            ours.add(measure(US, large, US));
            measure(HAND, large.withThreads(4), HAND);
            measure(BARE, large, BARE);
        }
        Measures half =
                Processes.run(US, Workload.of(Workload.LARGE / 2, "URL", 100, 4).lasting(60, 6));
        report.atMost("live heap at 8 MB, to that at 4 MB", ours.get(0).liveHeap() / half.liveHeap(), 1.3);
        report.note("MB of live heap at 8 MB by URL", ours.get(0).liveHeap() / MB);
    }

    private void batches() throws IOException, InterruptedException {
        report.section("Batches of 20 texts of 48 kB, 100 ms of latency, 16 in flight");
        Workload batched = Workload.of(Workload.SMALL, "base64Data", 100, 16).withBatch(20);
        measure(US, batched, US + ", a text counts as a message");
    }

    private Measures measure(String peer, Workload workload, String label) throws IOException, InterruptedException {
        System.out.println("Measuring " + label + ": " + workload.describe());
        Measures measures = Processes.run(peer, workload);
        report.row(label, measures);
        return measures;
    }
}
