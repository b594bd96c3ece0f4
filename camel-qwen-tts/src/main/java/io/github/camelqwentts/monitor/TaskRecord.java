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

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/**
 * A task of a message, as operators see it: without its text. Thread-safe.
 *
 * @hidden
 */
@Internal
public final class TaskRecord {

    private final String operation;
    private final long begun = System.nanoTime();
    private final Speech speech;

    private volatile @Nullable String taskUUID;
    private volatile State state;
    private volatile int retries;
    private volatile boolean recovered;
    private volatile long sent;
    private volatile long accepted;

    private TaskRecord(String operation, State state, @Nullable String taskUUID, Speech speech) {
        this.operation = operation;
        this.state = state;
        this.taskUUID = taskUUID;
        this.speech = speech;
    }

    /** Returns the record of a task that will be sent, and may not have its ID yet. */
    static TaskRecord of(String operation, SpeechRequest request, String modelTag) {
        return new TaskRecord(operation, State.WAITING, request.taskUUID(), Speech.of(request, modelTag));
    }

    /** Returns the record of a task that was sent earlier. Only its ID is known. */
    static TaskRecord ofEarlier(String operation, String taskUUID) {
        return new TaskRecord(operation, State.ASKED, taskUUID, Speech.OF_EARLIER);
    }

    public String operation() {
        return operation;
    }

    /** The ID of the task; null until it has one. */
    public @Nullable String taskUUID() {
        return taskUUID;
    }

    public Speech speech() {
        return speech;
    }

    public State state() {
        return state;
    }

    public int retries() {
        return retries;
    }

    public boolean isRecovered() {
        return recovered;
    }

    /** The time since the message with the task arrived. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** The time until the task was first sent; null if it was not sent. */
    @Nullable
    Duration untilSent() {
        return sent == 0 ? null : Duration.ofNanos(sent - begun);
    }

    /** The time until the API acknowledged the task; null if it did not. */
    @Nullable
    Duration untilAccepted() {
        return accepted == 0 ? null : Duration.ofNanos(accepted - begun);
    }

    void name(@Nullable String uuid) {
        taskUUID = uuid;
    }

    /** {@return whether the task was sent for the first time} */
    boolean send() {
        state = State.SENT;
        boolean first = sent == 0;
        if (first) {
            sent = System.nanoTime();
        }
        return first;
    }

    void lose() {
        state = State.LOST;
    }

    void accept() {
        state = State.ACCEPTED;
        accepted = System.nanoTime();
    }

    /** Called by one thread at a time, because the attempts of a task follow each other. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void retry() {
        retries++;
    }

    void recover() {
        recovered = true;
    }

    /**
     * The model, the voice and the length of the text of a task. They are unknown if the task was sent earlier.
     *
     * @param modelTag the model as meters name it, from a bounded set
     * @param voice the voice in the API's spelling
     * @param characters the length of the text in code points
     * @hidden
     */
    public record Speech(String model, String modelTag, String voice, int characters) {

        private static final String UNKNOWN = "unknown";
        private static final Speech OF_EARLIER = new Speech(UNKNOWN, UNKNOWN, UNKNOWN, 0);

        static Speech of(SpeechRequest request, String modelTag) {
            String text = Objects.requireNonNull(request.text(), "text");
            return new Speech(
                    Objects.requireNonNullElse(request.model(), UNKNOWN),
                    modelTag,
                    request.voice() == null ? UNKNOWN : request.voice().wireName(),
                    text.codePointCount(0, text.length()));
        }
    }

    /**
     * Stage that a task has reached.
     *
     * @hidden
     */
    public enum State {
        /** It will be sent. */
        WAITING,
        /** It was sent, and the API has not responded yet. */
        SENT,
        /** The response was lost, and the API is polled for the outcome. */
        LOST,
        /** The API has acknowledged it, and its results are expected. */
        ACCEPTED,
        /** It was sent by an earlier message, and its results are requested. */
        ASKED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
