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
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import org.apache.camel.impl.DefaultCamelContext;

/** Sends messages to a peer, in a process that does nothing else, and measures that process. */
final class Load {

    /** Printed when measurements can begin. */
    static final String WARM = "WARM";

    private static final int MOST_SAMPLES = 200_000;
    private static final Duration WINDOW = Duration.ofSeconds(3);
    private static final Duration LEAD = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** The rate is steady if so many windows differ by no more than this, and no more of them went into compiling. */
    private static final int STEADY_WINDOWS = 3;

    private static final double STEADY = 0.05;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    private final AtomicLong spoken = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final long[] firstBytes = new long[MOST_SAMPLES];
    private final AtomicInteger samples = new AtomicInteger();
    private final Semaphore free;
    private final Workload workload;
    private final ProcessHandle server;
    private volatile boolean measuring;
    private volatile boolean paused;
    private volatile boolean over;

    private Load(Workload workload, ProcessHandle server) {
        this.workload = workload;
        this.server = server;
        this.free = new Semaphore(workload.inFlight());
    }

    /**
     * Warms up, says so, and makes a measurement for each line of its standard input.
     *
     * @param args the peer, the addresses of the servers, the ID of their process, and the workload
     */
    public static void main(String[] args) throws Exception {
        Workload workload = Workload.parse(args, 3);
        ProcessHandle server = ProcessHandle.of(Long.parseLong(args[2])).orElseThrow();
        new Load(workload, server).run(args[0], Addresses.parse(args[1]));
        System.exit(0);
    }

    private void run(String name, Addresses servers) throws Exception {
        warmCamel();
        int threadsBefore = threads.getThreadCount();
        long begin = System.nanoTime();
        Peer peer = Peer.start(name, servers, workload);
        double startMillis = (System.nanoTime() - begin) / 1e6;
        List<Thread> senders = new ArrayList<>();
        if (!workload.time().isZero()) {
            senders = startSenders(peer);
            awaitSteadyState();
            paused = true;
        }
        System.out.println(WARM);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (commands.readLine() != null) {
            Measures measures = senders.isEmpty()
                    ? measureWaiting(peer, threadsBefore, startMillis)
                    : measure(threadsBefore, startMillis);
            System.out.println(measures.toLine());
        }
        over = true;
        for (Thread sender : senders) {
            sender.join(TimeUnit.SECONDS.toMillis(60));
        }
        // A process that ends would leave the files of messages in progress.
        free.tryAcquire(workload.inFlight(), 60, TimeUnit.SECONDS);
    }

    /** Compiling goes on long after the first messages, and on a busy machine it takes many times as long. */
    private void awaitSteadyState() throws InterruptedException {
        long latest = System.nanoTime() + workload.warmUp().toNanos();
        double before = Double.MAX_VALUE;
        int steady = 0;
        while (steady < STEADY_WINDOWS && System.nanoTime() < latest) {
            long spokenBefore = spoken.get();
            long cpuBefore = system.getProcessCpuTime();
            long compiledBefore = compiler.getTotalCompilationTime();
            sleep(WINDOW);
            double cpu = system.getProcessCpuTime() - cpuBefore;
            double compiling = TimeUnit.MILLISECONDS.toNanos(compiler.getTotalCompilationTime() - compiledBefore);
            double each = cpu / Math.max(1, spoken.get() - spokenBefore);
            boolean same = Math.abs(each - before) <= STEADY * before && compiling <= STEADY * cpu;
            steady = same ? steady + 1 : 0;
            before = each;
        }
    }

    private Measures measure(int threadsBefore, double startMillis) throws Exception {
        paused = false;
        sleep(LEAD);
        threads.resetPeakThreadCount();
        samples.set(0);
        measuring = true;
        long spokenBefore = spoken.get();
        long cpuBefore = system.getProcessCpuTime();
        double serverBefore = serverMillis();
        long allocatedBefore = allocated();
        long from = System.nanoTime();
        sleep(workload.time());
        double seconds = (System.nanoTime() - from) / 1e9;
        double messages = spoken.get() - spokenBefore;
        double cpu = (system.getProcessCpuTime() - cpuBefore) / 1e6;
        double serverCpu = serverMillis() - serverBefore;
        double allocated = allocated() - allocatedBefore;
        measuring = false;
        int peakThreads = threads.getPeakThreadCount();
        long liveHeap = usedAfterCollection();
        paused = true;
        if (failure.get() != null) {
            throw new IllegalStateException("A message failed", failure.get());
        }
        return new Measures(
                messages / seconds,
                cpu / messages,
                allocated / messages,
                liveHeap,
                resident(),
                peakThreads,
                peakThreads - threadsBefore + 1.0,
                median(),
                0,
                startMillis,
                serverCpu / messages);
    }

    private Measures measureWaiting(Peer peer, int threadsBefore, double startMillis) throws Exception {
        double held = heldPerRequest(peer);
        return new Measures(
                0,
                0,
                0,
                0,
                resident(),
                threads.getPeakThreadCount(),
                ownThreads(threadsBefore),
                0,
                held,
                startMillis,
                0);
    }

    /** A peer's start is not charged with what any first context needs. */
    private static void warmCamel() {
        DefaultCamelContext context = new DefaultCamelContext();
        context.start();
        context.stop();
    }

    private List<Thread> startSenders(Peer peer) {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < workload.threads(); i++) {
            Thread sender = new Thread(() -> send(peer), "sender-" + i);
            sender.setDaemon(true);
            sender.start();
            senders.add(sender);
        }
        return senders;
    }

    private void send(Peer peer) {
        try {
            while (!over && failure.get() == null) {
                while (paused && !over) {
                    sleep(PAUSE);
                }
                free.acquire();
                long begin = System.nanoTime();
                peer.speak().whenComplete((firstByte, failed) -> {
                    free.release();
                    if (failed != null) {
                        failure.compareAndSet(null, failed);
                        return;
                    }
                    spoken.addAndGet(workload.batch());
                    if (measuring) {
                        firstBytes[samples.getAndIncrement() % MOST_SAMPLES] = firstByte - begin;
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All messages wait for an answer that takes its time, and what is reachable then is theirs. */
    private double heldPerRequest(Peer peer) throws Exception {
        peer.speak().get(60, TimeUnit.SECONDS);
        long before = usedAfterCollection();
        CountDownLatch answered = new CountDownLatch(workload.inFlight());
        for (int i = 0; i < workload.inFlight(); i++) {
            peer.speak().whenComplete((firstByte, failed) -> answered.countDown());
        }
        sleep(workload.latency().dividedBy(3));
        long during = usedAfterCollection();
        if (answered.getCount() < workload.inFlight()) {
            throw new IllegalStateException("Some were answered already");
        }
        answered.await(120, TimeUnit.SECONDS);
        return (double) (during - before) / workload.inFlight();
    }

    private static long usedAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private int ownThreads(int threadsBefore) {
        return threads.getPeakThreadCount() - threadsBefore + 1;
    }

    private long allocated() {
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    private double serverMillis() {
        return server.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6;
    }

    private static double resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private double median() {
        long[] sorted = Arrays.copyOf(firstBytes, Math.min(samples.get(), MOST_SAMPLES));
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2] / 1e6;
    }

    private static void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
