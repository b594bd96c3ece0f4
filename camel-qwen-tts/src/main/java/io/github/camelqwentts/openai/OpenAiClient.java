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

import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.github.camelqwentts.speech.EndpointClient;
import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.speech.TaskListener;
import io.github.camelqwentts.speech.Voice;
import io.github.camelqwentts.transport.Futures;
import io.github.camelqwentts.transport.HttpTransport;
import org.jspecify.annotations.Nullable;

/**
 * Speaks through servers with OpenAI's contract. Each text, and each of its results, is a request of its own; the
 * requests of a call run concurrently under one deadline. No thread is blocked.
 *
 * <p>It is lightweight: connections and threads belong to the {@link HttpTransport}, which is shared and closed by its
 * creator.
 *
 * @hidden
 */
@Internal
public final class OpenAiClient implements EndpointClient {

    private final OpenAiApi api;
    private final TaskListener listener;

    /** Creates a client over connections that the caller closes. */
    public OpenAiClient(HttpTransport transport, OpenAiOptions options) {
        this(transport, options, Clock.systemUTC());
    }

    OpenAiClient(HttpTransport transport, OpenAiOptions options, InstantSource clock) {
        this(new OpenAiApi(transport, options, clock), TaskListener.NONE);
    }

    private OpenAiClient(OpenAiApi api, TaskListener listener) {
        this.api = api;
        this.listener = listener;
    }

    @Override
    public OpenAiClient withListener(TaskListener tasks) {
        return new OpenAiClient(api, tasks);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> requests) {
        Set<String> ownIds = requests.stream()
                .map(SpeechRequest::taskUUID)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return new SpeechCall(api, listener).run(requests, ownIds);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> synthesizeNew(List<SpeechRequest> requests) {
        return new SpeechCall(api, listener).run(requests, Set.of());
    }

    /** Servers stream samples, and WAV, at their natural pace; other audio is whole when it is returned. */
    @Override
    public CompletableFuture<Spoken> stream(SpeechRequest request) {
        OutputFormat format = request.effectiveOutputFormat();
        boolean isStreamed = (format == OutputFormat.WAV || format == OutputFormat.PCM)
                && (request.speed() == null || request.speed() == 1)
                && request.effectiveNumberResults() == 1;
        if (!isStreamed) {
            return EndpointClient.super.stream(request);
        }
        CompletableFuture<SpeechResult> result = new SpeechCall(api, listener).stream(request);
        return Futures.cancelling(result, result.thenApply(SpeechResult::orThrow));
    }

    @Override
    public CompletableFuture<@Nullable List<Voice>> listVoices() {
        return new ServerQueries(api).listVoices();
    }

    @Override
    public CompletableFuture<Void> checkAccess() {
        return new ServerQueries(api).checkAccess();
    }
}
