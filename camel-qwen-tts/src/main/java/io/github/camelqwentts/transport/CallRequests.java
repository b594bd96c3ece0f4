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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.TaskListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares the requests for speech of a call. */
public final class CallRequests {

    /** Spoken text is private, so it is logged at TRACE only. */
    private static final Logger TEXTS = LoggerFactory.getLogger("io.github.camelqwentts.tasks");

    private CallRequests() {}

    /**
     * Completes the requests of a call that begins, and reports them to its listener.
     *
     * @param rules checks and completes a request
     * @param redact hides secrets in a text
     * @return the requests, each with an ID
     * @throws InvalidSpeechRequestException if a rule is broken, or if two requests have the same ID
     */
    public static List<SpeechRequest> begin(
            List<SpeechRequest> requests,
            UnaryOperator<SpeechRequest> rules,
            TaskListener listener,
            Function<String, String> redact) {
        Set<String> uuids = new HashSet<>();
        List<SpeechRequest> complete = new ArrayList<>(requests.size());
        for (SpeechRequest request : requests) {
            SpeechRequest whole = withId(rules.apply(request));
            if (!uuids.add(whole.taskUUID())) {
                throw InvalidSpeechRequestException.of(
                        "taskUUID", whole.taskUUID(), "must be unique among the tasks of a call");
            }
            complete.add(whole);
        }
        listener.begun(complete);
        if (TEXTS.isTraceEnabled()) {
            complete.forEach(task -> TEXTS.trace("Text of task {}: {}", task.taskUUID(), redact.apply(task.text())));
        }
        return complete;
    }

    /** Adds a new ID to a request that has none. */
    public static SpeechRequest withId(SpeechRequest request) {
        return request.taskUUID() != null
                ? request
                : request.toBuilder().taskUUID(UUID.randomUUID().toString()).build();
    }
}
