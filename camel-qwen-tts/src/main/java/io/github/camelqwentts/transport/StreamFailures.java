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
package io.github.camelqwentts.transport;

import java.util.concurrent.CancellationException;

import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import org.jspecify.annotations.Nullable;

/** Failures that end a stream, as errors of a task. */
public final class StreamFailures {

    private StreamFailures() {}

    /** Returns the failure as an exception with an error; a {@link SpeechException} stays as it is. */
    public static SpeechException of(Throwable failure, @Nullable String taskUUID) {
        Throwable cause = Futures.unwrap(failure);
        if (cause instanceof SpeechException speech) {
            return speech;
        }
        return SpeechException.of(SpeechError.of(kindOf(cause), messageOf(cause), taskUUID), cause);
    }

    private static Kind kindOf(Throwable cause) {
        if (cause instanceof TransportException transport) {
            return transport.timeout() ? Kind.TIMEOUT : Kind.CONNECTION;
        }
        return cause instanceof CancellationException ? Kind.CONNECTION : Kind.UNKNOWN;
    }

    private static String messageOf(Throwable cause) {
        if (cause instanceof CancellationException) {
            return cause.getMessage() == null ? "The call was cancelled" : cause.getMessage();
        }
        return cause instanceof TransportException ? String.valueOf(cause.getMessage()) : cause.toString();
    }
}
