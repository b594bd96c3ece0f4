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
package io.github.camelqwentts.speech;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A failure of the API or of the connection to it. The subclasses say what a route can do about it; this class itself
 * is used if a task or its audio does not exist, and for unknown errors.
 *
 * <p>It survives Java serialization with its error and results; only their audio is lost.
 *
 * @since 1.0
 */
public class SpeechException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final SpeechError error;
    private final List<SpeechResult> results;

    protected SpeechException(SpeechError error, List<SpeechResult> results, @Nullable Throwable cause) {
        super(describe(error), cause);
        this.error = error;
        this.results = List.copyOf(results);
    }

    /** Returns the exception for the kind of an error. */
    public static SpeechException of(SpeechError error) {
        return of(error, null);
    }

    /**
     * Returns the exception for the kind of an error.
     *
     * @param cause the cause, or null
     */
    public static SpeechException of(SpeechError error, @Nullable Throwable cause) {
        return of(error, List.of(), cause);
    }

    private static SpeechException of(SpeechError error, List<SpeechResult> results, @Nullable Throwable cause) {
        return switch (error.kind()) {
            case VALIDATION, SAFETY -> new SpeechRejectedException(error, results, cause);
            case AUTH, QUOTA -> new SpeechAccessException(error, results, cause);
            case RATE_LIMIT, PROVIDER, TIMEOUT, SERVER_ERROR, CONNECTION ->
                new SpeechUnavailableException(error, results, cause);
            case NOT_FOUND, UNKNOWN -> new SpeechException(error, results, cause);
        };
    }

    /** Returns the same exception with all results of the message that it ends, the good ones and the failed ones. */
    public SpeechException withResults(List<SpeechResult> all) {
        return copy(error, all);
    }

    /** Returns the same exception with the number of attempts in its error. */
    public SpeechException withAttempts(int attempts) {
        return copy(error.withAttempts(attempts), results);
    }

    private SpeechException copy(SpeechError newError, List<SpeechResult> newResults) {
        SpeechException copy = of(newError, newResults, getCause());
        copy.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        return copy;
    }

    /** Returns the error with its kind. */
    public SpeechError getError() {
        return error;
    }

    /**
     * Returns all results of the message that failed, in the order of its tasks; a failed one has its own
     * {@link SpeechResult#failure()}, and its URL if only the download failed. Empty in the failure of a single result.
     */
    public List<SpeechResult> getResults() {
        return results;
    }

    /** Leaves out the audio of the results, which may be very large. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        ObjectOutputStream.PutField fields = out.putFields();
        fields.put("error", error);
        fields.put(
                "results",
                List.copyOf(results.stream().map(SpeechException::withoutAudio).toList()));
        out.writeFields();
    }

    private static SpeechResult withoutAudio(SpeechResult result) {
        return result instanceof SpeechResult.Spoken spoken ? spoken.withoutAudio() : result;
    }

    private static String describe(SpeechError error) {
        StringBuilder text = new StringBuilder();
        text.append(error.taskUUID() == null ? "The request" : "Task " + error.taskUUID());
        text.append(" failed: ").append(error.code() == null ? "" : error.code() + ", ");
        text.append(error.message()).append(" (").append(error.kind().wireName());
        if (error.parameter() != null) {
            text.append(", parameter ").append(error.parameter());
        }
        if (error.httpStatus() != 0) {
            text.append(", HTTP ").append(error.httpStatus());
        }
        if (error.attempts() > 1) {
            text.append(", ").append(error.attempts()).append(" attempts");
        }
        if (error.documentation() != null) {
            text.append(", see ").append(error.documentation());
        }
        return text.append(')').toString();
    }
}
