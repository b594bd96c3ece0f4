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
package io.github.camelqwentts.monitor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.camelqwentts.monitor.TaskEvent.Stage;
import io.github.camelqwentts.speech.GrowingAudio;
import io.github.camelqwentts.speech.GrowingAudio.Extent;
import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.speech.TaskListener;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the tasks of a message to their end, and reports them to meters, event notifiers and the log. Thread-safe.
 *
 * @hidden
 */
@Internal
public final class CallMonitor implements TaskListener {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.camelqwentts.tasks");

    private final TaskMonitor monitor;
    private final List<TaskRecord> tasks;
    private final Meters meters;
    private final WatchedExchange exchange;

    private volatile Map<String, TaskRecord> byUUID;
    private Consumer<List<String>> named = ids -> {};

    /** Notifiers may be slow: they are called in order, never on client threads. */
    private CompletableFuture<Void> events = CompletableFuture.completedFuture(null);

    CallMonitor(TaskMonitor monitor, Exchange exchange, List<TaskRecord> tasks, Meters meters) {
        this.monitor = monitor;
        this.exchange = new WatchedExchange(exchange);
        this.tasks = tasks;
        this.meters = meters;
        indexTasks();
        for (TaskRecord task : tasks) {
            meters.count(meter -> meter.begun(task));
        }
    }

    /** Reports the IDs of the tasks, in their order, before anything is sent. Called before the call begins. */
    public CallMonitor whenNamed(Consumer<List<String>> listener) {
        named = listener;
        return this;
    }

    @Override
    public void begun(List<SpeechRequest> requests) {
        named.accept(requests.stream().map(SpeechRequest::taskUUID).toList());
        for (int i = 0; i < tasks.size(); i++) {
            tasks.get(i).name(requests.get(i).taskUUID());
        }
        indexTasks();
    }

    @Override
    public void sent(String taskUUID) {
        TaskRecord task = record(taskUUID);
        if (task.send()) {
            announceLater(task, Stage.SUBMITTED);
        }
    }

    @Override
    public void lost(String taskUUID) {
        record(taskUUID).lose();
    }

    @Override
    public void accepted(String taskUUID) {
        record(taskUUID).accept();
    }

    @Override
    public void retried(String taskUUID) {
        TaskRecord task = record(taskUUID);
        task.retry();
        meters.count(meter -> meter.retried(task));
    }

    @Override
    public void recovered(String taskUUID) {
        TaskRecord task = record(taskUUID);
        task.recover();
        meters.count(meter -> meter.recovered(task));
        announceLater(task, Stage.RECOVERED);
    }

    private TaskRecord record(String taskUUID) {
        return Objects.requireNonNull(byUUID.get(taskUUID), taskUUID);
    }

    /** Ends the call with its results. Called once, on a thread that may run event notifiers. */
    public void end(List<SpeechResult> results) {
        if (tasks.size() == 1) {
            // A client that reports no IDs can have its results assigned only if there is one task.
            end(tasks.get(0), results);
            return;
        }
        Map<String, List<SpeechResult>> ofTasks = results.stream()
                .filter(result -> result.taskUUID() != null)
                .collect(Collectors.groupingBy(SpeechResult::taskUUID));
        for (TaskRecord task : tasks) {
            end(task, ofTasks.getOrDefault(String.valueOf(task.taskUUID()), List.of()));
        }
    }

    /** Ends the call with a failure. Called once, on a thread that may run event notifiers. */
    public void fail(Throwable failure) {
        Kind kind = kindOf(failure);
        tasks.forEach(task -> end(task, kind, 0, false));
    }

    private void end(TaskRecord task, List<SpeechResult> results) {
        if (results.size() == 1
                && results.get(0) instanceof Spoken spoken
                && spoken.audio() instanceof GrowingAudio audio
                && audio.size() < 0) {
            Spoken described = spoken.toBuilder().audio(null).build();
            // Must not refer to the audio, which is cancelled when it is unreachable.
            audio.whole()
                    .whenCompleteAsync(
                            (extent, cause) -> endStream(task, described, extent, cause), monitor.executor());
            return;
        }
        Kind failure = null;
        boolean pending = false;
        long bytes = 0;
        for (SpeechResult result : results) {
            if (result.failure() != null) {
                failure = result.failure().getError().kind();
            } else if (result instanceof Spoken spoken) {
                bytes += spoken.audio() == null ? 0 : spoken.audio().size();
                double seconds = spoken.duration() == null ? 0 : spoken.duration() / 1000.0;
                meters.count(meter -> meter.result(task, spoken, seconds));
            } else {
                pending = true;
            }
        }
        end(task, failure, bytes, pending);
    }

    private void endStream(TaskRecord task, Spoken spoken, @Nullable Extent extent, @Nullable Throwable cause) {
        if (extent == null) {
            end(task, kindOf(Objects.requireNonNull(cause)), 0, false);
            return;
        }
        double seconds = extent.millis() == null ? 0 : extent.millis() / 1000.0;
        meters.count(meter -> meter.result(task, spoken, seconds));
        end(task, null, extent.bytes(), false);
    }

    private void end(TaskRecord task, @Nullable Kind failure, long bytes, boolean pending) {
        monitor.forget(task);
        meters.count(meter -> meter.ended(task, failure));
        log(task, failure, bytes, pending);
        if (!pending && monitor.hasNotifiers()) {
            CompletableFuture<Void> earlier;
            synchronized (this) {
                earlier = events;
            }
            // Outside of the lock, because the notifier may be called at once.
            earlier.thenRun(() -> monitor.notify(new TaskEvent(exchange.get(), task, Stage.COMPLETED, failure)));
        }
    }

    private void log(TaskRecord task, @Nullable Kind failure, long bytes, boolean pending) {
        if (!LOG.isDebugEnabled()) {
            return;
        }
        LOG.debug(
                "Task {} of {} {} after {} ms: model {}, voice {}, {} characters, sent after {} ms, accepted after {} ms,"
                        + " {} retries{}, {} bytes, exchange {} of route {}",
                task.taskUUID(),
                task.operation(),
                failure == null ? pending ? "is in progress" : "succeeded" : "failed (" + failure.wireName() + ")",
                task.age().toMillis(),
                task.speech().model(),
                task.speech().voice(),
                task.speech().characters(),
                millis(task.untilSent()),
                millis(task.untilAccepted()),
                task.retries(),
                task.isRecovered() ? ", recovered" : "",
                bytes,
                exchange.id(),
                exchange.routeId());
    }

    private void announceLater(TaskRecord task, Stage stage) {
        if (monitor.hasNotifiers()) {
            synchronized (this) {
                events = events.thenRunAsync(
                        () -> monitor.notify(new TaskEvent(exchange.get(), task, stage, null)), monitor.executor());
            }
        }
    }

    private void indexTasks() {
        if (tasks.size() == 1) {
            String only = tasks.get(0).taskUUID();
            byUUID = only == null ? Map.of() : Map.of(only, tasks.get(0));
            return;
        }
        Map<String, TaskRecord> index = new HashMap<>();
        tasks.stream().filter(task -> task.taskUUID() != null).forEach(task -> index.put(task.taskUUID(), task));
        byUUID = index;
    }

    private static Object millis(@Nullable Duration duration) {
        return duration == null ? "-" : duration.toMillis();
    }

    private static Kind kindOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof SpeechException speech) {
            return speech.getError().kind();
        }
        return cause instanceof IllegalArgumentException ? Kind.VALIDATION : Kind.UNKNOWN;
    }
}
