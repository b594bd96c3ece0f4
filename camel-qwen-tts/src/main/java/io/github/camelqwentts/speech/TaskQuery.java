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
package io.github.camelqwentts.speech;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A query for a task that was sent earlier.
 *
 * @param taskUUID the task
 * @param numberResults number of results of the task; fewer results are incomplete
 * @param outputFormat the format of the audio if it cannot be detected from the audio; null for the API's default
 * @since 1.0
 */
public record TaskQuery(
        String taskUUID, int numberResults, @Nullable OutputFormat outputFormat) {

    /** @throws IllegalArgumentException if the ID is not a UUID of version 4 */
    public TaskQuery {
        Objects.requireNonNull(taskUUID, "taskUUID");
        taskUUID = Checks.uuidVersion4("taskUUID", taskUUID);
    }
}
