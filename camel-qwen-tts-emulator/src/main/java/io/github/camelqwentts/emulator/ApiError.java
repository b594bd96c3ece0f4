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

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An item of the API's {@code errors} array.
 *
 * @param status the HTTP status of the response if nothing else succeeded
 * @param parameter the parameter at fault, or null
 * @param taskType the type of the task at fault, or null
 * @param taskUUID the task at fault, or null
 * @param ofWork whether the task was accepted and failed during its execution
 */
record ApiError(
        int status,
        String code,
        String message,
        @Nullable String parameter,
        @Nullable String taskType,
        @Nullable String taskUUID,
        boolean ofWork) {

    private static final String DOCUMENTATION = "https://runware.ai/docs/platform/errors";

    ApiError(int status, String code, String message, @Nullable String parameter) {
        this(status, code, message, parameter, null, null);
    }

    ApiError(
            int status,
            String code,
            String message,
            @Nullable String parameter,
            @Nullable String taskType,
            @Nullable String taskUUID) {
        this(status, code, message, parameter, taskType, taskUUID, false);
    }

    static ApiError of(RecordedTask task, String code, String message, @Nullable String parameter) {
        return new ApiError(400, code, message, parameter, task.taskType(), task.taskUUID());
    }

    /** The same as the outcome of a task, which comes with HTTP status 200. */
    ApiError ofTheWork() {
        return new ApiError(200, code, message, parameter, taskType, taskUUID, true);
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject().put("code", code).put("message", message);
        if (parameter != null) {
            json.put("parameter", parameter);
        }
        if (taskType != null) {
            json.put("taskType", taskType);
        }
        if (taskUUID != null) {
            json.put("taskUUID", taskUUID);
        }
        if (ofWork) {
            json.put("status", "error");
        }
        return json.put("documentation", DOCUMENTATION);
    }

    /** Ends the check of a request; the error is the response, so no stack is kept. */
    static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient ApiError error;

        Refusal(ApiError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }

        ApiError error() {
            return error;
        }
    }
}
