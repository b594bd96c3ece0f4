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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the share of one producer in an unbounded pool: for each group, a limited number of runnables runs at a time,
 * and the rest waits in order. While runnables are fast, few threads are enough, so more threads start only after some
 * runnables have waited for a moment. A runnable whose maximum wait has expired runs beyond the limit, because a
 * running one may be waiting for it.
 */
final class HandOver implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);
    /** Enough threads for runnables that do not block. */
    static final int FEW = Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long WHEN_FULL = TimeUnit.MILLISECONDS.toNanos(100);

    private final Executor pool;
    private final Supplier<ScheduledExecutorService> scheduler;
    private final int most;
    private final int atOnce;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Group> groups = new HashMap<>();

    /**
     * @param pool never rejects, and never runs anything on the caller
     * @param most the maximum number of runnables of a group that run at a time
     * @param atOnce the number of them that begin without a wait
     */
    HandOver(Executor pool, Supplier<ScheduledExecutorService> scheduler, int most, int atOnce) {
        this.pool = pool;
        this.scheduler = scheduler;
        this.most = most;
        this.atOnce = Math.min(atOnce, most);
    }

    @Override
    public void execute(Runnable work) {
        execute(null, work, PATIENCE);
    }

    /**
     * @param name the group, which shares a limit, such as the route that a message came from; may be null
     * @param patience the maximum wait
     */
    void execute(@Nullable String name, Runnable work, Duration patience) {
        Group group;
        lock.lock();
        try {
            group = groups.computeIfAbsent(name, Group::new);
            if (group.running >= atOnce) {
                long now = System.nanoTime();
                group.waiting.add(new Waiting(work, now, now + nanos(patience)));
                if (!group.isChecked) {
                    checkIn(group, MOMENT);
                }
                return;
            }
            group.running++;
        } finally {
            lock.unlock();
        }
        pool.execute(() -> run(group, work));
    }

    private static long nanos(Duration patience) {
        return (patience.compareTo(LONGEST) < 0 ? patience : LONGEST).toNanos();
    }

    private void checkIn(Group group, long nanos) {
        try {
            scheduler.get().schedule(() -> check(group), nanos, TimeUnit.NANOSECONDS);
            group.isChecked = true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The component is stopping, or memory is exhausted; running threads take over the waiting runnables.
            group.isChecked = false;
        }
    }

    private void check(Group group) {
        List<Runnable> more = new ArrayList<>();
        List<Runnable> overdue = new ArrayList<>();
        lock.lock();
        try {
            long now = System.nanoTime();
            int growth = Math.min(group.running, most - group.running);
            for (Iterator<Waiting> queue = group.waiting.iterator(); queue.hasNext(); ) {
                Waiting next = queue.next();
                if (next.latest - now <= 0) {
                    queue.remove();
                    overdue.add(next.work);
                } else if (more.size() < growth && now - next.since >= MOMENT) {
                    queue.remove();
                    more.add(next.work);
                }
            }
            group.running += more.size();
            group.isChecked = false;
            if (!group.waiting.isEmpty()) {
                checkIn(group, group.running < most ? MOMENT : WHEN_FULL);
            }
        } finally {
            lock.unlock();
        }
        overdue.forEach(pool::execute);
        more.forEach(work -> pool.execute(() -> run(group, work)));
    }

    /** Runs the waiting runnables of a group, one after another. */
    private void run(Group group, Runnable first) {
        Runnable next = first;
        while (next != null) {
            try {
                next.run();
            } catch (Throwable e) {
                LOG.error("A message could not be continued", e);
            }
            next = next(group);
        }
    }

    private @Nullable Runnable next(Group group) {
        lock.lock();
        try {
            Waiting next = group.waiting.poll();
            if (next != null) {
                return next.work;
            }
            if (--group.running == 0) {
                groups.remove(group.name);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private static final class Group {
        private final String name;
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private int running;
        private boolean isChecked;

        Group(String name) {
            this.name = name;
        }
    }

    /**
     * @param since when its wait began, by {@link System#nanoTime}
     * @param latest when its maximum wait expires
     */
    private record Waiting(Runnable work, long since, long latest) {}
}
