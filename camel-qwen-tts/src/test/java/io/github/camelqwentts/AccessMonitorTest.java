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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class AccessMonitorTest {

    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private final ExecutorService worker = Executors.newFixedThreadPool(1);
    private final List<CompletableFuture<Void>> questions = new CopyOnWriteArrayList<>();
    private final AccessMonitor watch = new AccessMonitor(scheduler, worker, INTERVAL);

    @AfterEach
    void stopThreads() {
        scheduler.shutdownNow();
        worker.shutdownNow();
    }

    @Test
    void checksAgainOnlyAfterAResponse() {
        watch.begin(this, this::ask);
        await().atMost(SOON).until(() -> questions.size() == 1);
        await().during(INTERVAL.multipliedBy(10)).atMost(SOON).until(() -> questions.size() == 1);
        assertThat(watch.last()).isNull();

        questions.get(0).complete(null);

        await().atMost(SOON).until(() -> questions.size() == 2);
        assertThat(watch.last().failure()).isNull();
    }

    @Test
    void continuesAfterAnyFailure() {
        watch.begin(this, () -> {
            if (questions.isEmpty()) {
                questions.add(new CompletableFuture<>());
                throw new IllegalStateException("Provoked");
            }
            return ask();
        });

        await().atMost(SOON).until(() -> questions.size() == 2);
        assertThat(watch.last().failure()).isEqualTo(Kind.UNKNOWN);
        questions.get(1).completeExceptionally(SpeechException.of(SpeechError.of(Kind.AUTH, "No", null)));
        await().atMost(SOON).until(() -> watch.last().failure() == Kind.AUTH);
    }

    @Test
    void stopsWithItsLastWatcherAndCancelsTheCheckInProgress() {
        Object other = new Object();
        watch.begin(this, this::ask);
        watch.begin(other, this::ask);
        await().atMost(SOON).until(() -> questions.size() == 1);

        watch.stop(this);
        assertThat(questions.get(0)).isNotDone();
        watch.stop(other);

        assertThat(questions.get(0)).isCancelled();
        await().during(INTERVAL.multipliedBy(10)).atMost(SOON).until(() -> questions.size() == 1);
        assertThat(watch.last()).isNull();
    }

    @Test
    void checksWithARemainingWatcher() {
        watch.begin(this, CompletableFuture::new);
        watch.begin("other", this::ask);
        watch.stop(this);

        // The first question is still open; it belongs to all.
        watch.stop("other");
        watch.begin("other", this::ask);

        await().atMost(SOON).until(() -> questions.size() == 1);
    }

    private CompletableFuture<Void> ask() {
        CompletableFuture<Void> question = new CompletableFuture<>();
        questions.add(question);
        return question;
    }
}
