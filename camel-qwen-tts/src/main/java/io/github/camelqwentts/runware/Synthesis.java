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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.TaskListener;
import io.github.camelqwentts.transport.ReferenceAudioSpool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares requests for speech, and runs them as one call.
 *
 * @param checks whether requests are checked; otherwise their sender has done so
 */
record Synthesis(RunwareApi api, Poller poller, TaskListener listener, boolean checks) {

    /** Spoken text is private, so it is logged at TRACE only. */
    private static final Logger TEXTS = LoggerFactory.getLogger("io.github.camelqwentts.tasks");

    /**
     * Runs requests.
     *
     * @param ownIds the IDs that the API may know already
     * @param awaitResults whether the results of asynchronous tasks are waited for
     */
    CompletableFuture<List<SpeechResult>> run(List<SpeechRequest> requests, Set<String> ownIds, boolean awaitResults) {
        List<SpeechRequest> complete;
        try {
            complete = complete(requests);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        listener.begun(complete);
        if (TEXTS.isTraceEnabled()) {
            complete.forEach(task -> TEXTS.trace("Task {} is to say: {}", task.taskUUID(), api.redact(task.text())));
        }
        return api.transport()
                .calls()
                .run(
                        api.options().calls().callTimeout(),
                        listener,
                        call -> {
                            call.hide(secretUrlsOf(complete));
                            return ReferenceAudioSpool.keepDuring(
                                    call,
                                    complete,
                                    api.transport(),
                                    api.options().calls().maxAudioSize(),
                                    kept -> SpeechCall.start(kept, ownIds, awaitResults, api, poller, call));
                        },
                        TaskResults::discard);
    }

    private List<SpeechRequest> complete(List<SpeechRequest> requests) {
        Set<String> uuids = new HashSet<>();
        List<SpeechRequest> complete = new ArrayList<>(requests.size());
        for (SpeechRequest request : requests) {
            SpeechRequest whole = checks ? RunwareRules.complete(request) : RunwareRules.withId(request);
            if (!uuids.add(whole.taskUUID())) {
                throw InvalidSpeechRequestException.of(
                        "taskUUID", whole.taskUUID(), "must be unique among the tasks of a call");
            }
            complete.add(whole);
        }
        return complete;
    }

    private static List<String> secretUrlsOf(List<SpeechRequest> requests) {
        return requests.stream()
                .flatMap(request -> Stream.of(request.uploadEndpoint(), request.webhookURL()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
