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

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.TaskListener;
import io.github.camelqwentts.transport.CallRequests;
import io.github.camelqwentts.transport.CallSettings;
import io.github.camelqwentts.transport.ReferenceAudioSpool;

/**
 * Prepares requests for speech, and runs them as one call.
 *
 * @param checks whether requests are checked; otherwise their sender has done so
 */
record Synthesis(RunwareApi api, Poller poller, TaskListener listener, boolean checks) {

    /**
     * Runs requests.
     *
     * @param ownIds the IDs with which the API may already have tasks
     * @param awaitResults whether to wait for the results of asynchronous tasks
     */
    CompletableFuture<List<SpeechResult>> run(List<SpeechRequest> requests, Set<String> ownIds, boolean awaitResults) {
        return CallRequests.run(
                requests,
                checks ? RunwareRules::complete : UnaryOperator.identity(),
                listener,
                api::redact,
                complete -> run(complete, ownIds, awaitResults, api.options().calls()));
    }

    private CompletableFuture<List<SpeechResult>> run(
            List<SpeechRequest> complete, Set<String> ownIds, boolean awaitResults, CallSettings settings) {
        return api.transport()
                .calls()
                .run(
                        settings.callTimeout(),
                        listener,
                        call -> {
                            call.hide(secretUrlsOf(complete));
                            return ReferenceAudioSpool.keepDuring(
                                    call,
                                    complete,
                                    api.transport(),
                                    settings.maxAudioSize(),
                                    kept -> SpeechCall.start(kept, ownIds, awaitResults, api, poller, call));
                        },
                        TaskResults::discard);
    }

    private static List<String> secretUrlsOf(List<SpeechRequest> requests) {
        return requests.stream()
                .flatMap(request -> Stream.of(request.uploadEndpoint(), request.webhookURL()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
