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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class HandOverTest {

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final AtomicBoolean memoryIsFull = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
            if (memoryIsFull.compareAndSet(true, false)) {
                throw new OutOfMemoryError("Provoked");
            }
            return super.schedule(work, delay, unit);
        }
    };

    @AfterEach
    void stopThreads() {
        pool.shutdownNow();
        scheduler.shutdownNow();
    }

    @Test
    void takesMoreThreadsForWhatWaitsAlsoAfterMemoryWasFull() throws InterruptedException {
        int most = 200;
        HandOver handOver = new HandOver(pool, () -> scheduler, most, HandOver.FEW);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(most);
        memoryIsFull.set(true);

        for (int i = 0; i < most; i++) {
            handOver.execute("route", () -> waitFor(stuck, arrived), Duration.ofMinutes(5));
        }

        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(memoryIsFull).isFalse();
        stuck.countDown();
    }

    @Test
    void beginsAsManyAtOnceAsAllowedWithoutItsScheduler() throws InterruptedException {
        int atOnce = 50;
        HandOver handOver = new HandOver(pool, () -> scheduler, 200, atOnce);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(atOnce);
        scheduler.shutdownNow();

        for (int i = 0; i < atOnce; i++) {
            handOver.execute("route", () -> waitFor(stuck, arrived), Duration.ofMinutes(5));
        }

        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        stuck.countDown();
    }

    private static void waitFor(CountDownLatch stuck, CountDownLatch arrived) {
        arrived.countDown();
        try {
            stuck.await(50, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
