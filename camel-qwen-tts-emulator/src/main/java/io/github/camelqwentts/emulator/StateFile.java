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
package io.github.camelqwentts.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tasks and audio beyond a run of the emulator, as lines of JSON that are only appended: one when a task is
 * accepted, one when it is over, and one for each audio.
 */
final class StateFile {

    private final @Nullable Path file;
    private boolean closed;

    /** @param file null to keep nothing */
    StateFile(@Nullable Path file) {
        this.file = file;
    }

    void accepted(RecordedTask task) {
        append(new JsonObject().put("accepted", new JsonObject(task.json())));
    }

    void audio(String name, AudioStore.Item item) {
        append(new JsonObject()
                .put("audio", name)
                .put("bytes", item.audio())
                .put("contentType", item.contentType())
                .put("expiry", item.expiry().toString())
                .put("task", new JsonObject(item.task().json())));
    }

    void over(RecordedTask task, TaskEntry.Outcome outcome) {
        JsonObject line = new JsonObject()
                .put("over", task.taskUUID())
                .put("when", outcome.when().toString());
        ApiError failure = outcome.failure();
        if (failure == null) {
            line.put("items", new JsonArray(new ArrayList<>(outcome.items())));
        } else {
            line.put("code", failure.code()).put("message", failure.message()).put("parameter", failure.parameter());
        }
        append(line);
    }

    /** Forgets a task that was accepted. */
    void dropped(RecordedTask task) {
        append(new JsonObject().put("dropped", task.taskUUID()));
    }

    /** Stops writing: work in progress is left to the next run. */
    synchronized void close() {
        closed = true;
    }

    /** Restores the tasks and audio that were kept. */
    void restore(TaskService desk, AudioStore shelf) {
        if (file == null || !Files.exists(file)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                restore(new JsonObject(line), desk, shelf);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void restore(JsonObject line, TaskService desk, AudioStore shelf) {
        if (line.containsKey("accepted")) {
            desk.restoreAccepted(RecordedTask.of(line.getJsonObject("accepted")));
        } else if (line.containsKey("dropped")) {
            desk.restoreDropped(line.getString("dropped"));
        } else if (line.containsKey("audio")) {
            shelf.restore(
                    line.getString("audio"),
                    new AudioStore.Item(
                            line.getBinary("bytes"),
                            line.getString("contentType"),
                            Instant.parse(line.getString("expiry")),
                            RecordedTask.of(line.getJsonObject("task"))));
        } else {
            Instant when = Instant.parse(line.getString("when"));
            List<JsonObject> items = line.containsKey("items")
                    ? line.getJsonArray("items").stream()
                            .map(JsonObject.class::cast)
                            .toList()
                    : null;
            desk.restoreOver(
                    line.getString("over"),
                    items,
                    line.getString("code"),
                    line.getString("message"),
                    line.getString("parameter"),
                    when);
        }
    }

    private void append(JsonObject line) {
        if (file == null) {
            return;
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            try {
                Files.writeString(
                        file,
                        line.encode() + "\n",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
