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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.camelqwentts.openai.SpeechOrder.Form;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.speech.TaskListener;
import io.github.camelqwentts.transport.CallRequests;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Futures;
import io.github.camelqwentts.transport.ReferenceAudioSpool;

/** Prepares requests for speech, and runs them as one call: each result of each text is a task of its own. */
final class SpeechCall {

    private final OpenAiApi api;
    private final OpenAiRules rules;
    private final TaskListener listener;

    SpeechCall(OpenAiApi api, TaskListener listener) {
        this.api = api;
        this.rules = new OpenAiRules(api.options().dialect());
        this.listener = listener;
    }

    /** @param ownIds the IDs that the sender chose, so that other calls may have the same tasks in progress */
    CompletableFuture<List<SpeechResult>> run(List<SpeechRequest> requests, Set<String> ownIds) {
        return api.transport()
                .calls()
                .run(
                        api.options().calls().callTimeout(),
                        listener,
                        call -> begin(requests, call, kept -> speak(kept, ownIds, call)),
                        SpeechCall::discard);
    }

    /** {@return the text with audio that may still be arriving, or what went wrong before there was any} */
    CompletableFuture<SpeechResult> stream(SpeechRequest request) {
        return api.transport()
                .calls()
                .runStream(
                        api.options().calls().callTimeout(),
                        listener,
                        call -> begin(List.of(request), call, kept -> stream(kept.get(0), call)),
                        SpeechAnswer::whole,
                        result -> discard(List.of(result)));
    }

    private CompletableFuture<SpeechResult> stream(SpeechRequest request, CallScope call) {
        Form form = api.streamsSamplesOnly() ? Form.STREAMED_SAMPLES : Form.STREAMED;
        Long seed = Seeds.of(request, api.options()).get(0);
        return SpeechTask.start(new SpeechOrder(request, seed, null, form), api, call);
    }

    /** @param work speaks requests that are complete, and whose samples can be read again */
    private <T> CompletableFuture<T> begin(
            List<SpeechRequest> requests, CallScope call, Function<List<SpeechRequest>, CompletableFuture<T>> work) {
        List<SpeechRequest> complete = CallRequests.begin(requests, rules::complete, listener, api::redact);
        return ReferenceAudioSpool.keepDuring(
                call, complete, api.transport(), api.options().calls().maxAudioSize(), work);
    }

    private CompletableFuture<List<SpeechResult>> speak(
            List<SpeechRequest> requests, Set<String> ownIds, CallScope call) {
        List<CompletableFuture<List<SpeechResult>>> results = new ArrayList<>();
        for (SpeechRequest request : requests) {
            results.add(
                    ownIds.contains(request.taskUUID())
                            ? SharedTask.execute(request, api.transport(), call, () -> speak(request, call))
                            : speak(request, call));
        }
        return Futures.all(results)
                .thenApply(lists -> lists.stream().flatMap(List::stream).toList());
    }

    private CompletableFuture<List<SpeechResult>> speak(SpeechRequest request, CallScope call) {
        Seeds seeds = Seeds.of(request, api.options());
        List<CompletableFuture<SpeechResult>> results = new ArrayList<>();
        for (int i = 0; i < request.effectiveNumberResults(); i++) {
            results.add(SpeechTask.start(new SpeechOrder(request, seeds.get(i), null, Form.WHOLE), api, call));
        }
        return Futures.all(results);
    }

    private static void discard(List<SpeechResult> results) {
        for (SpeechResult result : results) {
            if (result instanceof Spoken spoken && spoken.audio() != null) {
                spoken.audio().close();
            }
        }
    }
}
