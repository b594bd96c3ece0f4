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
 * The outcome of a request: an envelope, or the error in its place.
 *
 * @param envelope the envelope; null if there is an error
 * @param status the HTTP status; 0 if there was no response
 * @param retryAfter delay that the API requested before a retry; null if it requested none
 * @param error the reason for a missing envelope; null if there is one
 * @param cause the cause of the error, or null
 * @param certainty whether the tasks may have been executed in spite of the error; null if there is no error
 */
record ApiResponse(
        @Nullable Envelope envelope,
        int status,
        @Nullable Duration retryAfter,
        @Nullable SpeechError error,
        @Nullable Throwable cause,
        @Nullable Certainty certainty) {

    /** @param isSuccess whether the HTTP status reports success */
    static ApiResponse of(Envelope envelope, int status, boolean isSuccess, @Nullable Duration retryAfter) {
        boolean saysNothing = envelope.items().isEmpty() && envelope.errors().isEmpty();
        return saysNothing && !isSuccess
                ? ofStatus(status, retryAfter, null)
                : new ApiResponse(envelope, status, retryAfter, null, null, null);
    }

    /** Returns the outcome for a body that is not an envelope, so that only the status is significant. */
    static ApiResponse ofStatus(int status, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        Kind kind = ErrorKinds.of(null, status);
        SpeechError error = new SpeechError(kind, null, "The API responded without a reason", null, null, null, status);
        // A gateway may respond, also with 429, while or after the API executes the tasks.
        Certainty certainty = ErrorKinds.isRetryable(kind) || status == 409 ? Certainty.UNKNOWN : Certainty.FINAL;
        return new ApiResponse(null, status, retryAfter, error, cause, certainty);
    }

    /** Returns the outcome for a successful response that cannot be read: the tasks may have been executed. */
    static ApiResponse unreadable(int status, Throwable cause) {
        SpeechError error =
                new SpeechError(Kind.UNKNOWN, null, "The response cannot be read", null, null, null, status);
        return new ApiResponse(null, status, null, error, Futures.unwrap(cause), Certainty.UNKNOWN);
    }

    /**
     * Returns the outcome for a missing response, or for one that was not stored.
     *
     * @param maxAudioSize the limit that users set; the limit of a whole response follows from it
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

    /** Whether tasks may have been executed in spite of an error. */
    enum Certainty {
        /** They were not executed, and may be sent again. */
        NOT_EXECUTED,
        /** They may have been executed, and have to be looked up first. */
        UNKNOWN,
        /** A retry would fail in the same way. */
        FINAL
    }
}
