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
 * Forwards calls to another client, which it does not close.
 *
 * @hidden
 */
@Internal
public abstract class ForwardingSpeechClient implements SpeechClient {

    /** The client that calls are forwarded to. */
    protected abstract SpeechClient client();

    @Override
    public CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> requests) {
        return client().synthesize(requests);
    }

    @Override
    public CompletableFuture<Spoken> stream(SpeechRequest request) {
        return client().stream(request);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> submit(List<SpeechRequest> requests) {
        return client().submit(requests);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> getResponse(List<TaskQuery> tasks, boolean untilDone) {
        return client().getResponse(tasks, untilDone);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> getTaskDetails(List<TaskQuery> tasks) {
        return client().getTaskDetails(tasks);
    }

    @Override
    public CompletableFuture<String> describeTask(String taskUUID) {
        return client().describeTask(taskUUID);
    }
}
