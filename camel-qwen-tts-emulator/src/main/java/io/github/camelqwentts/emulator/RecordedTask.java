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

import java.util.Map;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A task as it arrived, before it is validated.
 *
 * @param taskType the type of the task, such as {@code audioInference}; null if it is missing or not a string
 * @param taskUUID the task's ID; null if it is missing or not a string
 * @param json the whole task
 */
public record RecordedTask(
        @Nullable String taskType, @Nullable String taskUUID, String json) {

    static RecordedTask of(JsonObject task) {
        return new RecordedTask(text(task, "taskType"), text(task, "taskUUID"), task.encode());
    }

    /**
     * Returns the value at a path in the task.
     *
     * @param path names from the outside in, such as {@code "speech", "text"}
     * @return a string, number, boolean, map or list; null if there is none
     */
    public @Nullable Object at(String... path) {
        Object value = new JsonObject(json).getMap();
        for (String name : path) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    private static @Nullable String text(JsonObject task, String name) {
        return task.getValue(name) instanceof String text ? text : null;
    }
}
