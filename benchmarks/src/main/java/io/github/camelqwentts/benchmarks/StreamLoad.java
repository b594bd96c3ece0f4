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
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.management.ThreadMXBean;

/** Listens to streams of a peer, in a process that does nothing else, and measures them. */
final class StreamLoad {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration SAMPLING = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** All that fits into the memory of a stream of this component: the next chunk moves it into a file. */
    private static final int HELD_CHUNKS = SpeechServer.LATER_CHUNKS;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final StreamPeer peer;
    private final StreamWorkload workload;
    private final Semaphore free;

    private StreamLoad(StreamPeer peer, StreamWorkload workload) {
        this.peer = peer;
        this.workload = workload;
        this.free = new Semaphore(workload.inFlight());
    }

    /**
     * Makes a measurement for each workload in a line of its standard input.
     *
     * @param args the peer, and the address of {@link SpeechServer}
     */
    public static void main(String[] args) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(
                    measure(args[0], args[1], StreamWorkload.parse(line)).toLine());
        }
        System.exit(0);
    }

    static StreamMeasures measure(String name, String server, StreamWorkload workload) throws Exception {
        try (StreamPeer peer = StreamPeer.start(name, workload.url(server), workload.inFlight())) {
            StreamLoad load = new StreamLoad(peer, workload);
            return workload.time().isZero() ? load.measureMemory() : load.measureTimes();
        }
    }

    /** Streams begin at equal intervals, so that their chunks do not all come at the same moment. */
    private StreamMeasures measureTimes() throws Exception {
        long begin = System.nanoTime();
        long interval = workload.stream().toNanos() / workload.inFlight();
        for (int i = 0; i < workload.inFlight(); i++) {
            TimeUnit.NANOSECONDS.sleep(begin + i * interval - System.nanoTime());
            free.acquire();
            listen();
        }
        List<Listening> counted = new ArrayList<>();
        int most = 0;
        long end = System.nanoTime() + workload.time().toNanos();
        long latest = end + PATIENCE.toNanos();
        long sample = System.nanoTime();
        // On a slow machine, the first streams may take longer than the time of the measurement.
        for (long now = sample; now < (counted.isEmpty() ? latest : end); now = System.nanoTime()) {
            if (free.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                counted.add(listen());
            }
            if (now >= sample) {
                most = Math.max(most, threadsBesidesListeners());
                sample += SAMPLING.toNanos();
            }
        }
        awaitEnd();
        return StreamMeasures.of(counted, most, peer.listeners().size());
    }

    private StreamMeasures measureMemory() throws Exception {
        free.acquire();
        listen();
        awaitEnd();
        free.release(workload.inFlight());
        long before = usedAfterCollection();
        List<Listening> streams = new ArrayList<>();
        while (free.tryAcquire()) {
            streams.add(listen());
        }
        long latest = System.nanoTime() + PATIENCE.toNanos();
        while (streams.stream().anyMatch(stream -> stream.chunks() < HELD_CHUNKS) && System.nanoTime() < latest) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        long during = usedAfterCollection();
        if (streams.stream().anyMatch(stream -> stream.chunks() != HELD_CHUNKS)) {
            throw new IllegalStateException("Not all streams wait for their last chunk");
        }
        awaitEnd();
        return StreamMeasures.held((double) (during - before) / streams.size());
    }

    private Listening listen() {
        Listening listening = new Listening();
        peer.listen(listening).whenComplete((heard, failed) -> {
            free.release();
            if (failed != null) {
                failure.compareAndSet(null, failed);
            } else if (!listening.isComplete()) {
                failure.compareAndSet(null, new IllegalStateException("Audio is missing"));
            }
        });
        return listening;
    }

    private void awaitEnd() throws InterruptedException {
        boolean isOver = free.tryAcquire(workload.inFlight(), PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (failure.get() != null || !isOver) {
            throw new IllegalStateException("A stream failed, or did not end", failure.get());
        }
    }

    private int threadsBesidesListeners() {
        long[] listeners =
                peer.listeners().stream().mapToLong(Thread::getId).sorted().toArray();
        return (int) Arrays.stream(threads.getAllThreadIds())
                .filter(id -> Arrays.binarySearch(listeners, id) < 0)
                .count();
    }

    private static long usedAfterCollection() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
