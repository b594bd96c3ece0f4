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

/** Tells Camel's event notifiers what a task has reached. */
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

    /** The id of the task; null where the API named none. */
    public @Nullable String getTaskUUID() {
        return task.taskUUID();
    }

    /** The operation of the endpoint that the message was at. */
    public String getOperation() {
        return task.operation();
    }

    /** What went wrong; null where nothing did, and as long as the task is not over. */
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

    /** What there is to reach. */
    public enum Stage {
        /** The task was sent to the API for the first time. */
        SUBMITTED,
        /** The API turned out to have the task, though its answer was lost. */
        RECOVERED,
        /** The results of the task are here, or it failed. */
        COMPLETED
    }
}
