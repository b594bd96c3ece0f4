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

import java.io.IOException;

import io.github.camelqwentts.audio.BadAudioException;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import org.jspecify.annotations.Nullable;

/** Failures of tasks that the API does not report. */
final class TaskFailures {

    private TaskFailures() {}

    /** The audio of the task is damaged, is too large, or cannot be read. */
    static SpeechException unusable(@Nullable String taskUUID, IOException cause) {
        Kind kind = cause instanceof BadAudioException ? Kind.PROVIDER : Kind.UNKNOWN;
        String message = cause instanceof PayloadTooLargeException
                ? "The audio could not be stored: " + cause.getMessage()
                : cause.getMessage();
        return SpeechException.of(SpeechError.of(kind, message, taskUUID), cause);
    }

    /** @param what the API lacks, in the plural */
    static SpeechException notFound(String what, @Nullable String taskUUID) {
        return SpeechException.of(SpeechError.of(Kind.NOT_FOUND, "The API has no " + what + " of this task", taskUUID));
    }

    /** @param parameter the name of a parameter that differs */
    static SpeechException inUse(@Nullable String taskUUID, @Nullable String parameter) {
        String message = "taskUUID is in use for another request, whose " + parameter
                + " differs; its audio is not returned. Use another taskUUID";
        return SpeechException.of(new SpeechError(Kind.VALIDATION, null, message, "taskUUID", taskUUID, null, 0));
    }
}
