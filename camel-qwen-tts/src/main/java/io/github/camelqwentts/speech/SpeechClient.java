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
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Something that turns text into speech, without holding a thread meanwhile. All methods may be called by any thread.
 *
 * <p>The futures fail with an {@link InvalidSpeechRequestException} if a rule is broken; nothing was sent then. API
 * and network failures are reported per result, as {@link SpeechResult#failure()}, together with the results of the
 * other tasks. The futures complete on client threads, which must not be blocked. Cancelling a future ends its requests
 * in progress. The receiver of results closes their audio.
 *
 * <p>A client that can only answer at once implements {@link #synthesize} alone; the rest is unsupported then.
 */
public interface SpeechClient {

    /**
     * Speaks texts. The results of asynchronous tasks are waited for.
     *
     * <p>Requests without a {@link SpeechRequest#taskUUID()} get one. A request with its own ID is looked up first,
     * which takes one short request, and the results of an earlier task are returned. A task that the API has for other
     * content is refused as {@code validation}. Calls with the same ID that run at the same time in a process share one
     * purchase, each with its own deadline.
     *
     * @param requests what to say, and how
     * @return the results in the order of the requests, each request's own together
     */
    CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> requests);

    /**
     * Hands in texts to be spoken, as asynchronous tasks.
     *
     * @param requests what to say, and how
     * @return for each request, in their order, a pending result with the task's id, or what went wrong
     */
    default CompletableFuture<List<SpeechResult>> submit(List<SpeechRequest> requests) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("This client has no submit"));
    }

    /**
     * Fetches the results of asynchronous tasks of earlier.
     *
     * @param untilDone whether results that are not there yet are waited for
     * @return the results in the order of the tasks; a pending one for a task that is under way
     */
    default CompletableFuture<List<SpeechResult>> getResponse(List<TaskQuery> tasks, boolean untilDone) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("This client has no getResponse"));
    }

    /**
     * Fetches the results of tasks that were carried out earlier, in whatever way they were sent.
     *
     * @return the results in the order of the tasks
     */
    default CompletableFuture<List<SpeechResult>> getTaskDetails(List<TaskQuery> tasks) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("This client has no getTaskDetails"));
    }

    /**
     * Fetches the original request and the response of a task.
     *
     * @return a JSON object with {@code taskUUID}, {@code request} and {@code response}, without keys, tokens and
     *     audio; it fails with a {@link SpeechException}
     */
    default CompletableFuture<String> describeTask(String taskUUID) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("This client has no getTaskDetails"));
    }

    /**
     * Reads what the API posted to a webhook. Audio behind URLs is not fetched.
     *
     * @param posted the body; read on the calling thread, and the caller's to close
     * @param limit the most bytes that it may have
     * @return its results and failures
     * @throws PayloadTooLargeException if there is more
     * @throws UnreadableResultException if it is not an envelope
     * @throws IOException if it cannot be read or kept, so that another attempt may succeed
     */
    default List<SpeechResult> read(InputStream posted, long limit) throws IOException {
        throw new UnsupportedOperationException("This client has no webhook");
    }

    /**
     * Asks whether the API can be reached and takes the key, by one request that costs nothing and is not repeated.
     *
     * @return completed where both is so; otherwise it fails with a {@link SpeechException}
     */
    default CompletableFuture<Void> checkAccess() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Fetches the audio of a result, if it is to be downloaded.
     *
     * @return the result with its audio, or as it is, or with what went wrong
     */
    default CompletableFuture<SpeechResult> download(SpeechResult result) {
        return CompletableFuture.completedFuture(result);
    }

    /**
     * The same client, whose calls tell a listener what becomes of their tasks.
     *
     * @return this client where it has nothing to tell
     */
    default SpeechClient withListener(TaskListener listener) {
        return this;
    }
}
