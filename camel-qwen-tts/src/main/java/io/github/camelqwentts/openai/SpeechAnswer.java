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
package io.github.camelqwentts.openai;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.openai.ErrorRules.Repeat;
import io.github.camelqwentts.speech.GrowingAudio;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.Futures;
import io.github.camelqwentts.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one request for speech.
 *
 * @param spoken the result with its audio, which the receiver closes; null if the request failed
 * @param failure the failure; null if there is audio
 * @param repeat whether a failed request is sent again
 * @param retryAfter the delay that the server requested; null if it requested none
 * @param status the HTTP status; 0 if there was no response
 */
record SpeechAnswer(
        @Nullable Spoken spoken,
        @Nullable SpeechException failure,
        Repeat repeat,
        @Nullable Duration retryAfter,
        int status) {

    static SpeechAnswer of(Spoken spoken, int status) {
        return new SpeechAnswer(spoken, null, Repeat.NEVER, null, status);
    }

    static SpeechAnswer failed(SpeechError error, Repeat repeat, @Nullable Throwable cause) {
        return new SpeechAnswer(null, SpeechException.of(error, cause), repeat, null, error.httpStatus());
    }

    static SpeechAnswer failed(Kind kind, String message, String taskUUID, int status, Repeat repeat) {
        return failed(new SpeechError(kind, null, message, null, taskUUID, null, status), repeat, null);
    }

    /** Returns the outcome for an error that a server reported. */
    static SpeechAnswer refused(ErrorReport report, int status, String taskUUID) {
        return failed(ErrorRules.error(report, status, taskUUID), ErrorRules.repeatOf(report, status), null);
    }

    SpeechAnswer after(@Nullable Duration delay) {
        return new SpeechAnswer(spoken, failure, repeat, delay, status);
    }

    /** Returns the outcome for a missing response, or for one that was not stored. */
    static SpeechAnswer none(Throwable wrapped, String taskUUID) {
        Throwable cause = Futures.unwrap(wrapped);
        if (cause instanceof TransportException broken) {
            boolean isUnclear = broken.sent();
            String message = broken.getMessage()
                    + (isUnclear ? "; the server may have spoken the text, see the option retryUncertain" : "");
            SpeechError error = SpeechError.of(broken.timeout() ? Kind.TIMEOUT : Kind.CONNECTION, message, taskUUID);
            return failed(error, isUnclear ? Repeat.IF_ALLOWED : Repeat.ALWAYS, broken);
        }
        if (cause instanceof SpeechException reported) {
            return new SpeechAnswer(null, reported, repeatOf(reported.getError().kind()), null, 200);
        }
        if (cause instanceof CancellationException) {
            return failed(SpeechError.of(Kind.CONNECTION, "The call was cancelled", taskUUID), Repeat.NEVER, cause);
        }
        String message = cause instanceof PayloadTooLargeException
                ? "The audio could not be stored: " + cause.getMessage()
                : "The request or its response failed: " + cause;
        return failed(SpeechError.of(Kind.UNKNOWN, message, taskUUID), Repeat.NEVER, cause);
    }

    /** The end of audio that may still be arriving; it does not keep the audio reachable. */
    static CompletableFuture<?> whole(@Nullable SpeechResult result) {
        return result instanceof Spoken spoken && spoken.audio() instanceof GrowingAudio growing
                ? growing.whole()
                : CompletableFuture.completedFuture(null);
    }

    private static Repeat repeatOf(Kind kind) {
        return switch (kind) {
            case PROVIDER, SERVER_ERROR, RATE_LIMIT -> Repeat.ALWAYS;
            case CONNECTION, TIMEOUT -> Repeat.IF_ALLOWED;
            default -> Repeat.NEVER;
        };
    }

    /** Whether the server refused to stream the format of the request, and streams samples. */
    boolean isForSamplesOnly() {
        return failure != null
                && failure.getError().kind() == Kind.VALIDATION
                && String.valueOf(failure.getError().message())
                        .toLowerCase(Locale.ROOT)
                        .contains("pcm");
    }

    /** Whether no server has received the request. */
    boolean isUnsent() {
        return failure != null && failure.getCause() instanceof TransportException broken && !broken.sent();
    }

    /** Whether the server had closed the kept connection of the request. */
    boolean isStale() {
        return failure != null && failure.getCause() instanceof TransportException broken && broken.stale();
    }

    /** Whether the server cannot be used for now. */
    boolean isOutage() {
        return failure != null && (failure.getCause() instanceof TransportException || ErrorRules.isOutage(status));
    }
}
