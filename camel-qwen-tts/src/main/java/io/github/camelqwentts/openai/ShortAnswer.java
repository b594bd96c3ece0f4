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

import java.util.Map;

import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.transport.StreamFailures;
import org.jspecify.annotations.Nullable;

/**
 * The response to a query.
 *
 * @param json its body; null if that is not JSON
 * @param report the error; null if the status reports success
 */
record ShortAnswer(
        int status, @Nullable Object json, @Nullable ErrorReport report) {

    static SpeechException failure(Throwable failure) {
        return StreamFailures.of(failure, null);
    }

    /** Whether the server does not have the requested resource. */
    boolean isMissing() {
        return status == 404 || status == 405 || status == 501;
    }

    void requireSuccess() {
        if (report != null) {
            throw SpeechException.of(ErrorRules.error(report, status, null));
        }
        // Some report errors with the status of success.
        Map<?, ?> body = JsonTree.map(json);
        if (Boolean.FALSE.equals(body.get("success")) || body.get("error") != null) {
            throw SpeechException.of(ErrorRules.error(ErrorReport.ofJson(json), status, null));
        }
    }

    /** Some servers report with a good status that their model is not loaded. */
    void requireHealth() {
        if (isMissing()) {
            return;
        }
        requireSuccess();
        Map<?, ?> body = JsonTree.map(json);
        boolean isReady = !Boolean.FALSE.equals(body.get("ready")) && !Boolean.FALSE.equals(body.get("model_loaded"));
        if (!isReady) {
            throw SpeechException.of(
                    SpeechError.of(Kind.SERVER_ERROR, "The server reports that its model is not loaded", null));
        }
    }
}
