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
import io.github.camelqwentts.transport.CallScope;
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
        return api.transport()
                .calls()
                .run(
                        api.options().calls().callTimeout(),
                        listener,
                        call -> begin(requests, ownIds, awaitResults, call),
                        TaskResults::discard);
    }

    private CompletableFuture<List<SpeechResult>> begin(
            List<SpeechRequest> requests, Set<String> ownIds, boolean awaitResults, CallScope call) {
        List<SpeechRequest> complete = CallRequests.begin(
                requests, checks ? RunwareRules::complete : UnaryOperator.identity(), listener, api::redact);
        call.hide(secretUrlsOf(complete));
        return ReferenceAudioSpool.keepDuring(
                call,
                complete,
                api.transport(),
                api.options().calls().maxAudioSize(),
                kept -> SpeechCall.start(kept, ownIds, awaitResults, api, poller, call));
    }

    private static List<String> secretUrlsOf(List<SpeechRequest> requests) {
        return requests.stream()
                .flatMap(request -> Stream.of(request.uploadEndpoint(), request.webhookURL()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
