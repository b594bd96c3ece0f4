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

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.camelqwentts.monitor.PieceProgress;
import io.github.camelqwentts.monitor.TaskMonitor;
import io.github.camelqwentts.monitor.TaskRecord;
import io.github.camelqwentts.monitor.TaskStatistics;
import io.github.camelqwentts.speech.Internal;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * Shows the tasks in flight and the messages that are spoken in pieces, the oldest first, and totals since the start.
 *
 * @hidden
 */
@DevConsole(name = "qwen-tts", displayName = "Qwen TTS", description = "Tasks of text to speech in flight, and totals")
@Internal
public class QwenTtsDevConsole extends AbstractDevConsole {

    public QwenTtsDevConsole() {
        super("camel", "qwen-tts", "Qwen TTS", "Tasks of text to speech in flight, and totals");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        monitors().forEach(monitor -> {
            TaskStatistics totals = monitor.totals();
            text.append(String.format(
                    "Totals: %d tasks, %d in flight, %d results, %d failures %s, %d retries, %d recovered,"
                            + " %d characters, %.1f s of audio, %s USD, %d cache hits of %d bytes, %d cache misses%n",
                    totals.tasks(),
                    totals.inFlight(),
                    totals.results(),
                    totals.failures(),
                    totals.failuresByKind(),
                    totals.retries(),
                    totals.recovered(),
                    totals.characters(),
                    totals.audioSeconds(),
                    totals.cost().toPlainString(),
                    totals.cache().hits(),
                    totals.cache().bytes(),
                    totals.cache().misses()));
            for (PieceProgress message : inProgress(totals)) {
                text.append(String.format(
                        "    %s of exchange %s for %d ms: %d of %d pieces are done%n",
                        message.operation(),
                        message.exchangeId(),
                        message.age().toMillis(),
                        message.done(),
                        message.pieces()));
            }
            for (TaskRecord task : inFlight(monitor)) {
                text.append(String.format(
                        "    %s %s %s for %d ms: model %s, voice %s, %d characters, %d retries%n",
                        task.operation(),
                        task.taskUUID(),
                        task.state(),
                        task.age().toMillis(),
                        task.speech().model(),
                        task.speech().voice(),
                        task.speech().characters(),
                        task.retries()));
            }
        });
        return text.toString();
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        JsonArray components = new JsonArray();
        monitors().forEach(monitor -> {
            JsonObject totals = totals(monitor.totals());
            JsonArray tasks = new JsonArray();
            inFlight(monitor).forEach(task -> tasks.add(json(task)));
            JsonArray messages = new JsonArray();
            inProgress(monitor.totals()).forEach(message -> messages.add(json(message)));
            JsonObject one = new JsonObject();
            one.put("totals", totals);
            one.put("inFlight", tasks);
            one.put("inPieces", messages);
            components.add(one);
        });
        JsonObject all = new JsonObject();
        all.put("components", components);
        return all;
    }

    private Stream<TaskMonitor> monitors() {
        return getCamelContext().getComponentNames().stream()
                .map(name -> getCamelContext().hasComponent(name))
                .filter(QwenTtsComponent.class::isInstance)
                .map(QwenTtsComponent.class::cast)
                .map(QwenTtsComponent::monitor)
                .filter(Objects::nonNull);
    }

    private static List<TaskRecord> inFlight(TaskMonitor monitor) {
        return monitor.inFlight().stream()
                .sorted(Comparator.comparing(TaskRecord::age).reversed())
                .toList();
    }

    private static List<PieceProgress> inProgress(TaskStatistics totals) {
        return totals.inProgress().stream()
                .sorted(Comparator.comparing(PieceProgress::age).reversed())
                .toList();
    }

    private static JsonObject totals(TaskStatistics totals) {
        JsonObject json = new JsonObject();
        json.put("tasks", totals.tasks());
        json.put("inFlight", totals.inFlight());
        json.put("results", totals.results());
        json.put("failures", totals.failures());
        json.put("failuresByKind", new JsonObject(totals.failuresByKind()));
        json.put("retries", totals.retries());
        json.put("recovered", totals.recovered());
        json.put("characters", totals.characters());
        json.put("audioSeconds", totals.audioSeconds());
        json.put("cost", totals.cost());
        json.put("cacheHits", totals.cache().hits());
        json.put("cacheMisses", totals.cache().misses());
        json.put("cacheBytes", totals.cache().bytes());
        return json;
    }

    private static JsonObject json(TaskRecord task) {
        JsonObject json = new JsonObject();
        json.put("operation", task.operation());
        json.put("taskUUID", task.taskUUID());
        json.put("state", task.state().toString());
        json.put("ageMillis", task.age().toMillis());
        json.put("model", task.speech().model());
        json.put("voice", task.speech().voice());
        json.put("characters", task.speech().characters());
        json.put("retries", task.retries());
        return json;
    }

    private static JsonObject json(PieceProgress message) {
        JsonObject json = new JsonObject();
        json.put("operation", message.operation());
        json.put("exchangeId", message.exchangeId());
        json.put("ageMillis", message.age().toMillis());
        json.put("done", message.done());
        json.put("pieces", message.pieces());
        return json;
    }
}
