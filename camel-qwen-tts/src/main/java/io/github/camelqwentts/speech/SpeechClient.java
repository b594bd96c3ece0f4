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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.speech.SpeechResult.Spoken;

/**
 * Turns text into speech without blocking a thread. All methods may be called from any thread.
 *
 * <p>The futures fail with an {@link InvalidSpeechRequestException} if a rule is broken; nothing was sent then. API
 * and network failures are reported per result, as {@link SpeechResult#failure()}, together with the results of the
 * other tasks. The futures complete on client threads, which must not be blocked. Cancelling a future ends its requests
 * in progress. The receiver of results closes their audio.
 *
 * <p>An implementation may support {@link #synthesize(List)} alone; the other operations then fail as unsupported.
 *
 * @since 1.0
 */
public interface SpeechClient extends AutoCloseable {

    /**
     * Speaks texts. Polls for the results of asynchronous tasks.
     *
     * <p>Requests without a {@link SpeechRequest#taskUUID()} get one. A request with its own ID is looked up first,
     * which takes one short request, and the results of an earlier task are returned. If the API has a task with that
     * ID for other content, the request is rejected as {@code validation}. Calls with the same ID that run at the same
     * time in a process share one purchase, each with its own deadline.
     *
     * @param requests the texts, and how to speak them
     * @return the results in the order of the requests; the results of one request are adjacent
     */
    CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> requests);

    /**
     * Speaks one text, as {@link #synthesize(List)} does.
     *
     * @param request the text, and how to speak it; its {@code numberResults} must be 1 or not set
     * @return the audio. Fails with a {@link SpeechException} if the text could not be spoken, and with an
     *     {@link InvalidSpeechRequestException} if a rule is broken
     */
    default CompletableFuture<Spoken> synthesize(SpeechRequest request) {
        try {
            Checks.require(
                    request.effectiveNumberResults() == 1,
                    "numberResults",
                    request.numberResults(),
                    "must be 1 for a single text; several results require synthesize(List)");
        } catch (InvalidSpeechRequestException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<List<SpeechResult>> results = synthesize(List.of(request));
        CompletableFuture<Spoken> spoken = results.thenApply(all -> all.get(0).orThrow());
        spoken.whenComplete((result, failure) -> {
            if (spoken.isCancelled()) {
                results.cancel(true);
            }
        });
        return spoken;
    }

    /**
     * Speaks one text, and returns its audio while the rest is still being spoken, if the service supports that.
     * Otherwise the returned audio is whole.
     *
     * <p>The streams of the audio wait for bytes that have not arrived, and end with a {@link SpeechStreamException} if
     * the audio ends early. Speaking stops when the audio is closed, or when all of its streams are closed. The
     * returned future can cancel the call until it completes.
     *
     * @param request the text, and how to speak it; its {@code numberResults} must be 1 or not set
     * @return the audio, when its first bytes have arrived; its {@link Spoken#duration()} is null if it is not whole,
     *     and its {@link SpeechAudio#size()} is -1 until it is whole. Fails as {@link #synthesize(SpeechRequest)} does,
     *     after retries, and only before the first bytes.
     */
    default CompletableFuture<Spoken> stream(SpeechRequest request) {
        return synthesize(request);
    }

    /**
     * Submits texts to be spoken, as asynchronous tasks.
     *
     * @param requests the texts, and how to speak them
     * @return for each request, in their order, a pending result with the task ID, or a failed one
     */
    default CompletableFuture<List<SpeechResult>> submit(List<SpeechRequest> requests) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("This client does not support submit"));
    }

    /**
     * Fetches the results of earlier asynchronous tasks.
     *
     * @param untilDone whether to wait for results that are not available yet
     * @return the results in the order of the tasks; a pending one for a task in progress
     */
    default CompletableFuture<List<SpeechResult>> getResponse(List<TaskQuery> tasks, boolean untilDone) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException("This client does not support getResponse"));
    }

    /**
     * Fetches the results of earlier tasks, whatever their delivery method.
     *
     * @return the results in the order of the tasks
     */
    default CompletableFuture<List<SpeechResult>> getTaskDetails(List<TaskQuery> tasks) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException("This client does not support getTaskDetails"));
    }

    /**
     * Fetches the original request and the response of a task.
     *
     * @return a JSON object with {@code taskUUID}, {@code request} and {@code response}, without keys, tokens and
     *     audio; it fails with a {@link SpeechException}
     */
    default CompletableFuture<String> describeTask(String taskUUID) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException("This client does not support getTaskDetails"));
    }

    /**
     * Ends the calls in progress and closes the connections and threads of a client that was created for a plain Java
     * program. A client of a Camel component ends with its component, and this method does nothing.
     */
    @Override
    default void close() {
        // Nothing to close.
    }
}
