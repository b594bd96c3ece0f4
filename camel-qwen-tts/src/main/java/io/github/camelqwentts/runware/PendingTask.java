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
package io.github.camelqwentts.runware;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.runware.wire.ErrorKinds;
import io.github.camelqwentts.runware.wire.TaskUuids;
import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.transport.Deadline;
import org.jspecify.annotations.Nullable;

/** A task on its way to the API, and to its results. */
final class PendingTask {

    private final SpeechRequest request;
    private final TaskResults results;
    private final boolean ownId;
    private final SingleFlight.Key key;
    private State state;
    private @Nullable SpeechException failure;
    private boolean inProgress;
    private boolean checked;
    private boolean known;
    private boolean looked;
    private int attempts;
    /** When the API may have received it last, by {@link System#nanoTime}; null if it never did. */
    private @Nullable Long lastSent;

    private @Nullable Long sentBefore;
    private CompletableFuture<SpeechResult> rest = CompletableFuture.completedFuture(null);

    /** @param ownId whether the sender chose the ID, so that the API may already have a task with it */
    PendingTask(SpeechRequest request, boolean ownId, SingleFlight.Key key, TaskResults results) {
        this.request = request;
        this.ownId = ownId;
        this.key = key;
        this.lastSent = ownId ? SingleFlight.lastSent(key) : null;
        this.state = ownId ? State.LOST : State.TO_SEND;
        this.results = results;
    }

    SpeechRequest request() {
        return request;
    }

    TaskResults results() {
        return results;
    }

    /**
     * Maximum number of results in the response to a lookup: results that are found in both ways are reported twice.
     */
    int mostFound() {
        return isAskedBothWays() ? 2 * RunwareRules.MAX_RESULTS : results.most();
    }

    String uuid() {
        return results.taskUUID();
    }

    boolean isAsync() {
        return request.deliveryMethod() == DeliveryMethod.ASYNC;
    }

    State state() {
        return state;
    }

    /** Whether the next attempt has to process it. */
    boolean isUnfinished() {
        return state == State.TO_SEND || state == State.LOST;
    }

    /** The last failure; null if there was none, or if the task has succeeded since. */
    @Nullable
    SpeechException failure() {
        return failure;
    }

    /** Whether the task is, or may be, in progress at the API: looking it up again is not a retry. */
    boolean isInProgress() {
        return inProgress;
    }

    /** Whether the API may have a task with this ID from another sender, with another delivery method. */
    boolean isAskedBothWays() {
        return ownId || known;
    }

    /** Whether the API has reported a task with this ID. */
    boolean isKnown() {
        return known;
    }

    /** Whether the API may have the ID for another request. */
    boolean mayBeOfOthers() {
        return ownId && !checked;
    }

    /** The API has the id for this request. */
    void markChecked() {
        checked = true;
    }

    /** Whether it was not looked up since it was lost. */
    boolean wantsLook() {
        return state == State.LOST && !looked;
    }

    void markLooked() {
        looked = true;
    }

    /** An attempt that includes it begins. */
    void attempt() {
        attempts++;
    }

    int attempts() {
        return attempts;
    }

    /** Records for later calls of this process when it was sent. */
    void rememberSent() {
        if (lastSent != null) {
            SingleFlight.wasSent(key, lastSent);
        }
    }

    /** The API has acknowledged it, and its results come later. */
    void accept(CompletableFuture<SpeechResult> missing) {
        failure = null;
        rest = missing;
        state = State.ACCEPTED;
    }

    /** The result in place of missing ones, once it is known; null if none is missing. */
    CompletableFuture<SpeechResult> rest() {
        return rest;
    }

    /** The response to the task itself reports a failure. */
    void fail(SpeechError error) {
        SpeechException reported = SpeechException.of(error.forTask(uuid()));
        if (!results.isEmpty()) {
            // Some of it was paid for, so the task is not bought again for the rest.
            end(reported);
        } else if (TaskUuids.saysInUse(error)) {
            // The API has it already, so it is looked up and not bought again.
            lose(failure == null ? reported : failure);
            known = true;
            inProgress = true;
        } else if (ErrorKinds.isRetryable(error.kind())) {
            lose(reported);
        } else {
            end(reported);
        }
    }

    /** It may have been executed. */
    void lose(SpeechException why) {
        inProgress = false;
        looked = false;
        failure = why;
        state = State.LOST;
    }

    /** A request that carries it begins. */
    void sending() {
        sentBefore = lastSent;
        lastSent = System.nanoTime();
    }

    /** The request that carried it ended. */
    void sent(boolean mayHaveArrived) {
        lastSent = mayHaveArrived ? Long.valueOf(System.nanoTime()) : sentBefore;
    }

    /** It was not executed. */
    void toSend(SpeechException why) {
        inProgress = false;
        failure = why;
        state = State.TO_SEND;
    }

    /** The API has it in progress. */
    void markInProgress() {
        known = true;
        inProgress = true;
    }

    /** The API has it, but reports nothing else. */
    void markKnown() {
        known = true;
        inProgress = false;
    }

    /** The lookup had no usable response. */
    void markUnanswered(SpeechException why) {
        inProgress = false;
        failure = failure == null ? why : failure;
    }

    /**
     * The API does not find it: it was not executed, unless the API has reported it before, or may have received it so
     * recently that it does not find it yet.
     *
     * @param grace how long a task that was sent may be unknown
     */
    void markUnknown(Duration grace) {
        if (known) {
            return;
        }
        if (lastSent == null || System.nanoTime() - lastSent >= Deadline.nanos(grace)) {
            inProgress = false;
            state = State.TO_SEND;
        } else {
            inProgress = true;
        }
    }

    /** @param why the failure; null if there is none */
    void end(@Nullable SpeechException why) {
        failure = why;
        state = State.DONE;
    }

    enum State {
        /** The API does not have it. */
        TO_SEND,
        /** The API may have executed it; it is looked up before it is sent again. */
        LOST,
        /** The API acknowledged it, and its results come later. */
        ACCEPTED,
        /** It needs no further attempt. */
        DONE
    }
}
