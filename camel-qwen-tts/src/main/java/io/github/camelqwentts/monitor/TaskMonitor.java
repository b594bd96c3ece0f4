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
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import io.github.camelqwentts.speech.CacheListener;
import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.SpeechRequest;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ManagementStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitors all tasks of a component: the tasks in flight, and statistics since the start.
 *
 * @hidden
 */
@Internal
public final class TaskMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(TaskMonitor.class);

    private final CamelContext context;
    private final Executor executor;
    private final @Nullable TaskMeter meters;
    private final TaskStatistics totals = new TaskStatistics();
    private final Set<TaskRecord> inFlight = ConcurrentHashMap.newKeySet();
    private final ModelTags modelTags = new ModelTags();

    /** @param executor runs event notifiers while a task is in progress */
    public TaskMonitor(CamelContext context, Executor executor) {
        this.context = context;
        this.executor = executor;
        this.meters = MicrometerMeters.ifPresent(context);
    }

    /**
     * Follows tasks that are about to be sent.
     *
     * @param configuredModel the model that the endpoint's options name, or null
     */
    public CallMonitor watch(
            Exchange exchange,
            String operation,
            @Nullable String configuredModel,
            List<SpeechRequest> requests,
            TaskStatistics statistics) {
        return watch(
                exchange,
                requests.stream()
                        .map(request ->
                                TaskRecord.of(operation, request, modelTags.of(request.model(), configuredModel)))
                        .toList(),
                statistics);
    }

    /** Follows tasks that were sent earlier. */
    public CallMonitor watchEarlier(
            Exchange exchange, String operation, List<String> taskUUIDs, TaskStatistics statistics) {
        return watch(
                exchange,
                taskUUIDs.stream()
                        .map(taskUUID -> TaskRecord.ofEarlier(operation, taskUUID))
                        .toList(),
                statistics);
    }

    /**
     * Follows texts that are looked up in a cache.
     *
     * @param configuredModel the model that the endpoint's options name, or null
     * @param condition the condition of the cache
     */
    public CacheListener watchCache(
            String operation, @Nullable String configuredModel, TaskStatistics statistics, CacheCondition condition) {
        return new CacheMonitor(
                request -> TaskRecord.of(operation, request, modelTags.of(request.model(), configuredModel)),
                meters(statistics),
                condition);
    }

    /** Follows a message whose texts are about to be spoken in pieces. */
    public PieceProgress watchPieces(Exchange exchange, String operation, int pieces, TaskStatistics statistics) {
        return new PieceProgress(this, exchange, operation, pieces, List.of(statistics, totals), System::nanoTime);
    }

    private CallMonitor watch(Exchange exchange, List<TaskRecord> tasks, TaskStatistics statistics) {
        inFlight.addAll(tasks);
        return new CallMonitor(this, exchange, tasks, meters(statistics));
    }

    private Meters meters(TaskStatistics statistics) {
        return new Meters(Stream.of(statistics, totals, meters)
                .filter(meter -> meter != null)
                .toList());
    }

    /** Records that the first audio of a message that is streamed has arrived. */
    public void firstAudio(String operation, Duration elapsed) {
        if (meters == null) {
            return;
        }
        try {
            meters.firstAudio(operation, elapsed);
        } catch (RuntimeException e) {
            LOG.warn("The time to the first audio could not be recorded", e);
        }
    }

    /** The sums over all endpoints since the component was started. */
    public TaskStatistics totals() {
        return totals;
    }

    /** The tasks in progress, in no order. */
    public Collection<TaskRecord> inFlight() {
        return Collections.unmodifiableSet(inFlight);
    }

    void forget(TaskRecord task) {
        inFlight.remove(task);
    }

    Executor executor() {
        return executor;
    }

    boolean hasNotifiers() {
        ManagementStrategy management = context.getManagementStrategy();
        return management != null && !management.getStartedEventNotifiers().isEmpty();
    }

    void notify(CamelEvent event) {
        try {
            event.setTimestamp(System.currentTimeMillis());
            context.getManagementStrategy().notify(event);
        } catch (Exception e) {
            LOG.warn("An event notifier failed at: {}", event, e);
        }
    }
}
