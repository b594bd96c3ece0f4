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

import java.util.Locale;

import io.github.camelqwentts.speech.SpeechError.Kind;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Event for Camel's event notifiers: a task was submitted, recovered or completed. */
public final class TaskEvent extends MessageEvent {

    private static final long serialVersionUID = 1L;

    private final transient TaskRecord task;
    private final Stage stage;
    private final @Nullable Kind failure;

    TaskEvent(Exchange exchange, TaskRecord task, Stage stage, @Nullable Kind failure) {
        super(exchange);
        this.task = task;
        this.stage = stage;
        this.failure = failure;
    }

    public Stage getStage() {
        return stage;
    }

    /** Returns the ID of the task; null if it has none. */
    public @Nullable String getTaskUUID() {
        return task.taskUUID();
    }

    /** Returns the operation of the endpoint that the message was sent to. */
    public String getOperation() {
        return task.operation();
    }

    /** Returns the kind of the failure; null if the task did not fail or is in progress. */
    public @Nullable Kind getFailure() {
        return failure;
    }

    @Override
    public String toString() {
        String how = failure == null ? "" : " with " + failure.wireName();
        return "Task " + task.taskUUID() + " of qwen-tts:" + task.operation() + " "
                + stage.name().toLowerCase(Locale.ROOT) + how + " in exchange "
                + getExchange().getExchangeId();
    }

    /** Stages of a task. */
    public enum Stage {
        /** The task was sent to the API for the first time. */
        SUBMITTED,
        /** The response was lost, and the results were found. */
        RECOVERED,
        /** The results of the task are available, or it failed. */
        COMPLETED
    }
}
