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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The record of a task: created when it is accepted, with its outcome once it is over. */
final class TaskEntry {

    private final RecordedTask task;
    private final AtomicInteger polls = new AtomicInteger();
    private volatile @Nullable Outcome outcome;

    TaskEntry(RecordedTask task) {
        this.task = task;
    }

    RecordedTask task() {
        return task;
    }

    boolean isAsync() {
        return "async".equals(task.at("deliveryMethod"));
    }

    boolean isOver() {
        return outcome != null;
    }

    /** The outcome; null while the task is in progress. */
    @Nullable
    Outcome outcome() {
        return outcome;
    }

    Outcome succeed(List<JsonObject> results, Instant when) {
        return end(new Outcome(when, results, null, false));
    }

    /**
     * Ends the task with a failure.
     *
     * @param asItem whether the failure is reported in {@code data}, and not in the list of errors
     */
    Outcome fail(ApiError error, boolean asItem, Instant when) {
        return end(new Outcome(when, List.of(), error, asItem));
    }

    private Outcome end(Outcome reached) {
        outcome = reached;
        return reached;
    }

    /**
     * Returns the items for one more poll.
     *
     * @param processingPolls number of polls without a result
     * @param partial whether results become available one by one, one more with each poll
     * @throws ApiError.Refusal if it failed, and the failure is reported in the errors
     */
    List<JsonObject> poll(int processingPolls, boolean partial) {
        int inSight = polls.incrementAndGet() - processingPolls;
        Outcome reached = outcome;
        if (reached == null || inSight < 1) {
            return List.of(note("processing"));
        }
        ApiError failure = reached.failure();
        if (failure != null) {
            if (reached.failureAsItem()) {
                return List.of(note("error").put("error", failure.toJson()));
            }
            throw new ApiError.Refusal(failure);
        }
        List<JsonObject> items = reached.items();
        int shown = partial ? Math.min(inSight, items.size()) : items.size();
        List<JsonObject> answer = new ArrayList<>();
        for (JsonObject item : items.subList(0, shown)) {
            answer.add(item.copy().put("status", "success"));
        }
        if (shown < items.size()) {
            answer.add(note("processing"));
        }
        return answer;
    }

    /**
     * Returns its details for {@code getTaskDetails}.
     *
     * @throws NullPointerException if it is not over
     */
    JsonObject details() {
        Outcome reached = Objects.requireNonNull(outcome);
        ApiError failure = reached.failure();
        JsonObject response = failure == null
                ? new JsonObject().put("data", new JsonArray(new ArrayList<>(reached.items())))
                : new JsonObject().put("errors", new JsonArray().add(failure.toJson()));
        return new JsonObject()
                .put("taskType", "getTaskDetails")
                .put("taskUUID", task.taskUUID())
                .put("request", new JsonArray().add(new JsonObject(task.json())))
                .put("response", response);
    }

    private JsonObject note(String status) {
        return new JsonObject()
                .put("taskType", "audioInference")
                .put("taskUUID", task.taskUUID())
                .put("status", status);
    }

    /**
     * The outcome of a task.
     *
     * @param items the results; none if it failed
     * @param failure null if it succeeded
     * @param failureAsItem whether the failure is reported in {@code data}, and not in the list of errors
     */
    record Outcome(
            Instant when, List<JsonObject> items, @Nullable ApiError failure, boolean failureAsItem) {}
}
