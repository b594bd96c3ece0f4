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

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipException;

import io.github.camelqwentts.runware.wire.ErrorKinds;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.transport.PrivateAddressGuard.PrivateAddressException;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpooledResponse;
import io.github.camelqwentts.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one request for the audio behind a URL.
 *
 * @param audio the audio, unchecked, to be closed by the receiver; null if there is none
 * @param failure the failure; null if there is audio
 * @param isRetryable whether another request may succeed
 * @param retryAfter the delay that the server requested; null if it requested none
 */
record AudioFetch(
        @Nullable Spool audio,
        @Nullable SpeechException failure,
        boolean isRetryable,
        @Nullable Duration retryAfter) {

    private static final int NOT_FOUND = 404;

    static AudioFetch of(SpooledResponse answer, @Nullable String taskUUID, RunwareApi api) {
        if (!answer.isSuccess()) {
            answer.body().close();
            return refused(answer.status(), taskUUID, api.retryAfter(answer));
        }
        try {
            Spool audio = answer.decodedBody(
                    api.transport().spools(), api.options().calls().maxAudioSize());
            return new AudioFetch(audio, null, false, null);
        } catch (IOException e) {
            boolean broken = e instanceof EOFException || e instanceof ZipException;
            return failed(
                    broken ? Kind.PROVIDER : Kind.UNKNOWN, "The audio cannot be read: " + e.getMessage(), taskUUID, e);
        }
    }

    private static AudioFetch refused(int status, @Nullable String taskUUID, @Nullable Duration retryAfter) {
        boolean redirected = status / 100 == 3;
        Kind kind = redirected ? Kind.UNKNOWN : ErrorKinds.of(null, status);
        String why = redirected
                ? "Download blocked: the redirect target is neither HTTPS nor the API host"
                : "The audio cannot be downloaded";
        SpeechException failure = SpeechException.of(new SpeechError(kind, null, why, null, taskUUID, null, status));
        // A store that has just received a file may not serve it everywhere yet.
        return new AudioFetch(null, failure, status == NOT_FOUND || ErrorKinds.isRetryable(kind), retryAfter);
    }

    static AudioFetch none(Throwable broken, @Nullable String taskUUID) {
        if (broken instanceof TransportException transport) {
            return failed(
                    transport.timeout() ? Kind.TIMEOUT : Kind.CONNECTION, transport.getMessage(), taskUUID, transport);
        }
        if (broken instanceof CancellationException) {
            return failed(Kind.CONNECTION, "The download was cancelled", taskUUID, broken);
        }
        String why =
                broken instanceof PrivateAddressException ? "Download blocked: " : "The audio could not be stored: ";
        return failed(Kind.UNKNOWN, why + broken.getMessage(), taskUUID, broken);
    }

    /** {@return the outcome for an address that is not requested} */
    static AudioFetch forbidden(String why, @Nullable String taskUUID) {
        return failed(Kind.UNKNOWN, why, taskUUID, null);
    }

    private static AudioFetch failed(
            Kind kind, @Nullable String message, @Nullable String taskUUID, @Nullable Throwable cause) {
        return new AudioFetch(
                null,
                SpeechException.of(SpeechError.of(kind, message, taskUUID), cause),
                ErrorKinds.isRetryable(kind),
                null);
    }
}
