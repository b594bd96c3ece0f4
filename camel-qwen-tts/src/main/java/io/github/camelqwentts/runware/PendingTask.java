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

import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;

/** A task on its way to the API, and to its results. */
final class PendingTask {

    private final SpeechRequest request;
    private final TaskResults results;
    private State state;
    private SpeechException failure;
    private boolean underWay;
    private CompletableFuture<SpeechResult> rest = CompletableFuture.completedFuture(null);

    /** @param mayBeKnown whether the task may have been sent before, by another process */
    PendingTask(SpeechRequest request, boolean mayBeKnown, TaskResults results) {
        this.request = request;
        this.state = mayBeKnown ? State.LOST : State.TO_SEND;
        this.results = results;
    }

    SpeechRequest request() {
        return request;
    }

    TaskResults results() {
        return results;
    }

    String uuid() {
        return request.taskUUID();
    }

    boolean isAsync() {
        return request.deliveryMethod() == DeliveryMethod.ASYNC;
    }

    State state() {
        return state;
    }

    /** Whether the next try has something to do for it. */
    boolean isUnfinished() {
        return state == State.TO_SEND || state == State.LOST;
    }

    /** What went wrong last; null where nothing did, or where it came right. */
    SpeechException failure() {
        return failure;
    }

    /** Whether the API has the task in hand, so that to ask again is no retry of something that failed. */
    boolean isUnderWay() {
        return underWay;
    }

    /** The API acknowledged it. */
    void accept(CompletableFuture<SpeechResult> missing) {
        failure = null;
        rest = missing;
        state = State.ACCEPTED;
    }

    /** What stands for results that are missing at the end, once that is known; null where none are. */
    CompletableFuture<SpeechResult> rest() {
        return rest;
    }

    /** The API says that something went wrong with this very task. */
    void fail(SpeechError error) {
        SpeechException reported = SpeechException.of(error.forTask(uuid()));
        if (!results.isEmpty()) {
            // Some of it was paid for, so the task is not bought again for the rest.
            end(reported);
        } else if (TaskIds.saysInUse(error)) {
            // The API has it already: what became of it is to be found out, not to be bought again.
            lose(failure == null ? reported : failure);
            underWay = true;
        } else if (!ErrorKinds.worthAnotherTry(error.kind())) {
            end(reported);
        } else if (ErrorKinds.surelyNotCarriedOut(error.kind())) {
            toSend(reported);
        } else {
            lose(reported);
        }
    }

    /** It may or may not have been carried out. */
    void lose(SpeechException why) {
        underWay = false;
        failure = why;
        state = State.LOST;
    }

    /** It was surely not carried out. */
    void toSend(SpeechException why) {
        underWay = false;
        failure = why;
        state = State.TO_SEND;
    }

    /** The API knows it, but it is not done. */
    void isStillUnderWay() {
        underWay = true;
    }

    /** The API does not know it. If it is in hand all the same, the API refuses the second one. */
    void isUnknownToTheApi() {
        state = State.TO_SEND;
    }

    /** @param why what went wrong; null where nothing did */
    void end(SpeechException why) {
        failure = why;
        state = State.DONE;
    }

    enum State {
        /** The API does not have it. */
        TO_SEND,
        /** The API may have carried it out; it has to be asked before the task is sent again. */
        LOST,
        /** The API acknowledged it, and its results come later. */
        ACCEPTED,
        /** There is nothing more to try. */
        DONE
    }
}
