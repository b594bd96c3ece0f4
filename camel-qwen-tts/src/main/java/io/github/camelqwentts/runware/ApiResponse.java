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
import java.util.Objects;
import java.util.concurrent.CancellationException;

import io.github.camelqwentts.runware.wire.Envelope;
import io.github.camelqwentts.runware.wire.ErrorKinds;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.transport.Futures;
import io.github.camelqwentts.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request: an envelope, or the reason why there is none.
 *
 * @param envelope null where there is none
 * @param status the HTTP status; 0 where there was no answer
 * @param retryAfter delay that the API requested before a retry; null if it requested none
 * @param error why there is no envelope; null where there is one
 * @param cause what led to the error, or null
 * @param certainty what the error leaves open; null where there is none
 */
record ApiResponse(
        @Nullable Envelope envelope,
        int status,
        @Nullable Duration retryAfter,
        @Nullable SpeechError error,
        @Nullable Throwable cause,
        @Nullable Certainty certainty) {

    /** @param isSuccess whether the HTTP status is one of success */
    static ApiResponse of(Envelope envelope, int status, boolean isSuccess, @Nullable Duration retryAfter) {
        boolean saysNothing = envelope.items().isEmpty() && envelope.errors().isEmpty();
        return saysNothing && !isSuccess
                ? ofStatus(status, retryAfter, null)
                : new ApiResponse(envelope, status, retryAfter, null, null, null);
    }

    /** An answer whose body is no envelope, so that only the status says something. */
    static ApiResponse ofStatus(int status, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        Kind kind = ErrorKinds.of(null, status);
        SpeechError error = new SpeechError(kind, null, "The API responded without a reason", null, null, null, status);
        // A gateway may answer, also with 429, while or after the API does the work.
        Certainty certainty = ErrorKinds.isRetryable(kind) || status == 409 ? Certainty.UNKNOWN : Certainty.FINAL;
        return new ApiResponse(null, status, retryAfter, error, cause, certainty);
    }

    /** A good answer that cannot be read: the work may well be done. */
    static ApiResponse unreadable(int status, Throwable cause) {
        SpeechError error =
                new SpeechError(Kind.UNKNOWN, null, "The response cannot be read", null, null, null, status);
        return new ApiResponse(null, status, null, error, Futures.unwrap(cause), Certainty.UNKNOWN);
    }

    /**
     * No answer, or one that is not kept.
     *
     * @param maxAudioSize the limit that a user knows; the one of a whole answer follows from it
     */
    static ApiResponse none(Throwable wrapped, long maxAudioSize) {
        Throwable cause = Futures.unwrap(wrapped);
        Throwable failure = cause instanceof PayloadTooLargeException
                ? new PayloadTooLargeException("maxAudioSize", maxAudioSize)
                : cause;
        if (failure instanceof TransportException broken) {
            Kind kind = broken.timeout() ? Kind.TIMEOUT : Kind.CONNECTION;
            Certainty certainty = broken.sent() ? Certainty.UNKNOWN : Certainty.NOT_EXECUTED;
            return new ApiResponse(null, 0, null, SpeechError.of(kind, broken.getMessage(), null), broken, certainty);
        }
        if (failure instanceof CancellationException) {
            SpeechError error = SpeechError.of(Kind.CONNECTION, "The call was cancelled", null);
            return new ApiResponse(null, 0, null, error, failure, Certainty.UNKNOWN);
        }
        SpeechError error = SpeechError.of(Kind.UNKNOWN, "The request or its response failed: " + failure, null);
        return new ApiResponse(null, 0, null, error, failure, Certainty.FINAL);
    }

    SpeechException failureOf(@Nullable String taskUUID) {
        return SpeechException.of(Objects.requireNonNull(error).forTask(taskUUID), cause);
    }

    /** What an error says about the work. */
    enum Certainty {
        /** It was surely not done; it may be asked for again. */
        NOT_EXECUTED,
        /** It may have been done; that has to be found out first. */
        UNKNOWN,
        /** Another try would end the same way. */
        FINAL
    }
}
