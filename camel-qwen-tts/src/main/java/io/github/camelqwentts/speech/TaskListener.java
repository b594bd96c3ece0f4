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

import java.util.List;

/**
 * Hears what becomes of the tasks of a call while it is under way; how they end stands in the results. It is called by
 * threads of the client, so it must be quick and must not throw.
 *
 * @hidden
 */
@Internal
public interface TaskListener {

    /** One that hears nothing. */
    TaskListener NONE = new TaskListener() {};

    /** The requests of the call keep all rules and have their ids now; they are in the order in which they were given. */
    default void begun(List<SpeechRequest> tasks) {}

    /** The task goes out. */
    default void sent(String taskUUID) {}

    /** No answer came that says what became of the task, so that the API has to be asked. */
    default void lost(String taskUUID) {}

    /** The API has acknowledged an asynchronous task. */
    default void accepted(String taskUUID) {}

    /** Something failed that concerns the task, and it is tried once more. */
    default void retried(String taskUUID) {}

    /** The API turned out to have carried the task out, or to have it in hand, though its answer was lost. */
    default void recovered(String taskUUID) {}
}
