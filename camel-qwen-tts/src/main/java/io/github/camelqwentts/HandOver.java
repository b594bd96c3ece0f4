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
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how much of a pool without bounds one producer takes: for each group, a limited number of runnables runs at a
 * time, and the rest waits in order. A runnable that has waited for too long runs all the same: what holds the others
 * up may be waiting for it.
 */
final class HandOver implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Executor pool;
    private final Supplier<ScheduledExecutorService> scheduler;
    private final int most;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Group> groups = new HashMap<>();

    /**
     * @param pool never rejects, and never runs anything on the caller
     * @param most the maximum number of runnables of a group that run at a time
     */
    HandOver(Executor pool, Supplier<ScheduledExecutorService> scheduler, int most) {
        this.pool = pool;
        this.scheduler = scheduler;
        this.most = most;
    }

    @Override
    public void execute(Runnable work) {
        execute(null, work, PATIENCE);
    }

    /**
     * @param group what shares a limit, such as the route that a message came from; may be null
     * @param patience how long it may have to wait
     */
    void execute(String group, Runnable work, Duration patience) {
        Waiting waiting = new Waiting(work);
        lock.lock();
        try {
            Group same = groups.computeIfAbsent(group, unknown -> new Group());
            if (same.running < most) {
                same.running++;
            } else {
                same.waiting.add(waiting);
                waiting.alarm = alarm(group, waiting, patience);
                return;
            }
        } finally {
            lock.unlock();
        }
        pool.execute(() -> runAll(group, work));
    }

    private Future<?> alarm(String group, Waiting waiting, Duration patience) {
        try {
            return scheduler.get().schedule(() -> overtake(group, waiting), patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The component is stopping, which waits for no deadline.
            return null;
        }
    }

    private void overtake(String group, Waiting waiting) {
        lock.lock();
        try {
            Group same = groups.get(group);
            if (same == null || !same.waiting.remove(waiting)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        pool.execute(waiting.work);
    }

    private void runAll(String group, Runnable first) {
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

    private Runnable next(String group) {
        Waiting next;
        lock.lock();
        try {
            Group same = groups.get(group);
            Iterator<Waiting> queue = same.waiting.iterator();
            if (!queue.hasNext()) {
                if (--same.running == 0) {
                    groups.remove(group);
                }
                return null;
            }
            next = queue.next();
            queue.remove();
        } finally {
            lock.unlock();
        }
        if (next.alarm != null) {
            next.alarm.cancel(false);
        }
        return next.work;
    }

    private static final class Group {
        private final Set<Waiting> waiting = new LinkedHashSet<>();
        private int running;
    }

    private static final class Waiting {
        private final Runnable work;
        private Future<?> alarm;

        Waiting(Runnable work) {
            this.work = work;
        }
    }
}
