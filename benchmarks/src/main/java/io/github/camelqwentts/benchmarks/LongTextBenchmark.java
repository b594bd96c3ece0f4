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
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Measures what it costs to cut a text and to join its audio, next to speaking the same paragraphs as messages of their
 * own; and the live heap over the length of the text. The server is a process of its own.
 */
final class LongTextBenchmark {

    /** As long as a piece of 300 letters. */
    private static final int PIECE_SECONDS = 20;

    private static final int BYTES_PER_SECOND = 48_000;
    private static final int PIECES = 60;
    private static final int PARALLEL = 4;
    private static final int WARM_UP_ROUNDS = 2;
    private static final int ROUNDS = 5;
    private static final int SHORT = 10_000;
    private static final int LONG = 1_000_000;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Report report;

    LongTextBenchmark(Report report) {
        this.report = report;
    }

    void run() throws Exception {
        Workload audio = Workload.of(PIECE_SECONDS * BYTES_PER_SECOND, "URL", 0, PARALLEL);
        try (Speaker speaker = new Speaker(audio)) {
            for (String format : List.of("WAV", "MP3", "FLAC")) {
                measureOverhead(speaker, format);
            }
        }
        try (Speaker speaker = new Speaker(Workload.of(Workload.SMALL, "URL", 0, PARALLEL))) {
            measureHeap(speaker);
        }
    }

    /** In turns, so that a busy machine is busy for both. */
    private void measureOverhead(Speaker speaker, String format) throws Exception {
        List<Double> ratios = new ArrayList<>();
        List<Double> overheads = new ArrayList<>();
        List<String> paragraphs = paragraphs(PIECES * 300);
        double minutes = paragraphs.size() * PIECE_SECONDS / 60.0;
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            double joined = cpuMillis(() -> speaker.speakJoined(format, paragraphs));
            double separate = cpuMillis(() -> speaker.speakSeparately(format, paragraphs));
            if (round >= 0) {
                ratios.add(joined / separate);
                overheads.add((joined - separate) / minutes);
            }
        }
        report.note(
                "CPU of one " + format + " of " + paragraphs.size() + " pieces, to messages of their own",
                median(ratios));
        report.atMost("CPU ms for cutting and joining a minute of " + format, median(overheads), 60);
    }

    private void measureHeap(Speaker speaker) throws Exception {
        List<String> text = paragraphs(LONG);
        int few = (int) Math.ceil(text.size() * (double) SHORT / LONG);
        speaker.speakJoined("WAV", text.subList(0, few));
        double small = liveHeap(speaker, text.subList(0, few));
        double large = liveHeap(speaker, text);
        report.atMost("live heap at 1,000,000 characters, to that at 10,000", large / small, 1.6);
        report.note("MB of live heap at 10,000 characters", small / 1e6);
        report.note("MB of live heap at 1,000,000 characters", large / 1e6);
        report.note("bytes of live heap for each further character", (large - small) / (LONG - SHORT));
        report.note("MB of audio at 1,000,000 characters", text.size() * (double) Workload.SMALL / 1e6);
    }

    /** Returns the largest of many samples while a text is spoken. */
    private static double liveHeap(Speaker speaker, List<String> paragraphs) throws Exception {
        CompletableFuture<Exchange> spoken = speaker.begin("WAV", String.join("\n\n", paragraphs));
        long most = 0;
        do {
            System.gc();
            most = Math.max(
                    most,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        } while (!isDone(spoken));
        drain(spoken.get());
        return most;
    }

    private static boolean isDone(CompletableFuture<Exchange> spoken) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(100);
        return spoken.isDone();
    }

    private double cpuMillis(Work work) throws Exception {
        long before = system.getProcessCpuTime();
        work.run();
        return (system.getProcessCpuTime() - before) / 1e6;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Paragraphs of 300 characters, each of which is a piece. */
    private static List<String> paragraphs(int characters) {
        return IntStream.range(0, characters / 300)
                .mapToObj(i -> "Paragraph " + i + " goes on and on. ")
                .map(begin -> begin + "word ".repeat((298 - begin.length()) / 5).strip() + ".")
                .toList();
    }

    private static void drain(Exchange exchange) throws IOException {
        if (exchange.getException() != null) {
            throw new IOException(exchange.getException());
        }
        try (InputStream audio = exchange.getMessage().getBody(InputStream.class)) {
            audio.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** A measured quantity. */
    private interface Work {

        void run() throws Exception;
    }

    /** A context that speaks to a server of its own. */
    private static final class Speaker implements AutoCloseable {

        private final Process server;
        private final DefaultCamelContext context = new DefaultCamelContext();
        private final ProducerTemplate template;
        private final String options;

        Speaker(Workload workload) throws IOException {
            server = Processes.startServer(workload);
            options = "&parallelPieces=" + PARALLEL + "&maxConnections=" + PARALLEL
                    + "&maxPieceLength=300&apiKey=any&baseUrl="
                    + Processes.addressesOf(server).api();
            context.start();
            template = context.createProducerTemplate();
        }

        CompletableFuture<Exchange> begin(String format, String text) {
            return template.asyncSend(
                    "qwen-tts:synthesize?outputFormat=" + format + options,
                    exchange -> exchange.getMessage().setBody(text));
        }

        void speakJoined(String format, List<String> paragraphs) throws Exception {
            Exchange exchange = begin(format, String.join("\n\n", paragraphs)).get();
            drain(exchange);
            int pieces = exchange.getMessage().getHeader("CamelQwenTtsPieces", Integer.class);
            if (pieces != paragraphs.size()) {
                throw new IllegalStateException("There are " + pieces + " pieces of " + paragraphs.size());
            }
        }

        void speakSeparately(String format, List<String> paragraphs) throws Exception {
            for (CompletableFuture<Exchange> spoken : paragraphs.stream()
                    .map(paragraph -> begin(format, paragraph))
                    .toList()) {
                drain(spoken.get());
            }
        }

        @Override
        public void close() throws Exception {
            context.stop();
            server.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }
}
