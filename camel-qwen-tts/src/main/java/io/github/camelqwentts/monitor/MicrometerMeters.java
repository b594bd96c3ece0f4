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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.MicrometerUtils;
import org.jspecify.annotations.Nullable;

/** Counts in the meter registry that camel-micrometer uses. */
final class MicrometerMeters implements TaskMeter {

    private static final String PREFIX = "camel.qwen.tts.";

    private final MeterRegistry registry;
    private final Map<TaskRecord, LongTaskTimer.Sample> inFlight = new ConcurrentHashMap<>();

    private MicrometerMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** {@return the meters; null if the optional camel-micrometer is not on the class path} */
    static @Nullable TaskMeter ifPresent(CamelContext context) {
        try {
            return new MicrometerMeters(MicrometerUtils.getOrCreateMeterRegistry(
                    context.getRegistry(), MicrometerConstants.METRICS_REGISTRY_NAME));
        } catch (NoClassDefFoundError e) {
            return null;
        }
    }

    @Override
    public void begun(TaskRecord task) {
        count("characters", "characters", tags(task), task.speech().characters());
        inFlight.put(
                task,
                LongTaskTimer.builder(PREFIX + "tasks.active")
                        .tags(tags(task))
                        .register(registry)
                        .start());
    }

    @Override
    public void firstAudio(String operation, Duration elapsed) {
        registry.timer(PREFIX + "first.audio", "operation", operation).record(elapsed);
    }

    @Override
    public void retried(TaskRecord task) {
        count("retries", null, tags(task), 1);
    }

    @Override
    public void recovered(TaskRecord task) {
        count("recovered", null, tags(task), 1);
    }

    @Override
    public void result(TaskRecord task, SpeechResult result, double seconds) {
        count("results", null, tags(task), 1);
        count("audio", "seconds", tags(task), seconds);
        if (result.cost() != null) {
            count("cost", "usd", tags(task), result.cost().doubleValue());
        }
    }

    @Override
    public void ended(TaskRecord task, @Nullable Kind failure) {
        LongTaskTimer.Sample sample = inFlight.remove(task);
        if (sample != null) {
            sample.stop();
        }
        registry.timer(PREFIX + "tasks", tags(task).and("kind", failure == null ? "none" : failure.wireName()))
                .record(task.age());
    }

    @Override
    public void cacheHit(TaskRecord text, long bytes) {
        count("cache.hits", null, tags(text), 1);
        count("cache.bytes", "bytes", tags(text), (double) bytes);
    }

    @Override
    public void cacheMiss(TaskRecord text) {
        count("cache.misses", null, tags(text), 1);
    }

    private void count(String name, @Nullable String unit, Tags tags, double amount) {
        Counter.builder(PREFIX + name)
                .baseUnit(unit)
                .tags(tags)
                .register(registry)
                .increment(amount);
    }

    private static Tags tags(TaskRecord task) {
        return Tags.of(
                "operation",
                task.operation(),
                "model",
                task.speech().modelTag(),
                "voice",
                task.speech().voice());
    }
}
