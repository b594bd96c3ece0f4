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
import java.util.concurrent.CancellationException;

import io.github.camelqwentts.runware.wire.Envelope;
import io.github.camelqwentts.runware.wire.ErrorKinds;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.transport.TransportException;

/**
 * What came of a request: an envelope, or the reason why there is none.
 *
 * @param envelope null where there is none
 * @param status the HTTP status; 0 where there was no answer
 * @param retryAfter how long the API asked to be left alone; null if it did not
 * @param error why there is no envelope; null where there is one
 * @param cause what led to the error, or null
 * @param doubt what the error leaves open; null where there is none
 */
record Reply(Envelope envelope, int status, Duration retryAfter, SpeechError error, Throwable cause, Doubt doubt) {

    static Reply of(Envelope envelope, int status, Duration retryAfter) {
        return new Reply(envelope, status, retryAfter, null, null, null);
    }

    /** An answer whose body is no envelope, so that only the status says something. */
    static Reply ofStatus(int status, Duration retryAfter, Throwable cause) {
        Kind kind = ErrorKinds.of(null, status);
        SpeechError error = new SpeechError(kind, null, "The API answered without a reason", null, null, null, status);
        // A gateway may answer, also with 429, while or after the API does the work.
        Doubt doubt = ErrorKinds.worthAnotherTry(kind) || status == 409 ? Doubt.UNCERTAIN : Doubt.HOPELESS;
        return new Reply(null, status, retryAfter, error, cause, doubt);
    }

    /** A good answer that cannot be read: the work may well be done. */
    static Reply unreadable(int status, Throwable cause) {
        SpeechError error = new SpeechError(Kind.UNKNOWN, null, "The answer cannot be read", null, null, null, status);
        return new Reply(null, status, null, error, cause, Doubt.UNCERTAIN);
    }

    /** No answer, or one that is not kept. */
    static Reply none(Throwable failure) {
        if (failure instanceof TransportException broken) {
            Kind kind = broken.timeout() ? Kind.TIMEOUT : Kind.CONNECTION;
            Doubt doubt = broken.sent() ? Doubt.UNCERTAIN : Doubt.NOT_CARRIED_OUT;
            return new Reply(null, 0, null, SpeechError.of(kind, broken.getMessage(), null), broken, doubt);
        }
        if (failure instanceof CancellationException) {
            SpeechError error = SpeechError.of(Kind.CONNECTION, "The call was cancelled", null);
            return new Reply(null, 0, null, error, failure, Doubt.UNCERTAIN);
        }
        SpeechError error = SpeechError.of(Kind.UNKNOWN, "The request or its answer failed: " + failure, null);
        return new Reply(null, 0, null, error, failure, Doubt.HOPELESS);
    }

    SpeechException failureOf(String taskUUID) {
        return SpeechException.of(error.forTask(taskUUID), cause);
    }

    /** What an error says about the work. */
    enum Doubt {
        /** It was surely not done; it may be asked for again. */
        NOT_CARRIED_OUT,
        /** It may have been done; that has to be found out first. */
        UNCERTAIN,
        /** Another try would end the same way. */
        HOPELESS
    }
}
