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
 * Receives the progress of the tasks of a call; their outcome is in the results. It is called on client threads, so it
 * must be quick and must not throw.
 *
 * @hidden
 */
@Internal
public interface TaskListener {

    /** Ignores all events. */
    TaskListener NONE = new TaskListener() {};

    /** The requests of the call are valid and have their IDs. They are in the order of the call. */
    default void begun(List<SpeechRequest> tasks) {}

    /** The task is sent. */
    default void sent(String taskUUID) {}

    /** The outcome of the task is unknown, so the task has to be looked up. */
    default void lost(String taskUUID) {}

    /** The API has acknowledged an asynchronous task. */
    default void accepted(String taskUUID) {}

    /** A request for the task failed and is retried. */
    default void retried(String taskUUID) {}

    /** A lookup found that the API has executed the task or has it in progress, although its response was lost. */
    default void recovered(String taskUUID) {}
}
