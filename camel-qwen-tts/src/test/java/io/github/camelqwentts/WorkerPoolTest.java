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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whoever hands work to the workers, an I/O thread above all, never does it. */
class WorkerPoolTest extends SpeakingTestSupport {

    private ExecutorService workers;

    @Override
    protected void prepare(CamelContext made) {
        made.getExecutorServiceManager().setThreadPoolFactory(new DefaultThreadPoolFactory() {
            @Override
            public ExecutorService newThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
                ExecutorService pool = super.newThreadPool(profile, threads);
                if ("QwenTtsWorker".equals(profile.getId())) {
                    workers = pool;
                }
                return pool;
            }
        });
    }

    @Test
    void workThatFindsAllWorkersBusyWaits() {
        Thread caller = Thread.currentThread();
        Queue<Thread> doers = new ConcurrentLinkedQueue<>();
        CountDownLatch mayEnd = new CountDownLatch(1);
        int many = 5_000;
        for (int i = 0; i < many; i++) {
            workers.execute(() -> {
                doers.add(Thread.currentThread());
                if (Thread.currentThread() == caller) {
                    return;
                }
                try {
                    mayEnd.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        mayEnd.countDown();

        await().atMost(20, TimeUnit.SECONDS).until(() -> doers.size() == many);
        assertThat(doers).doesNotContain(caller);
    }
}
