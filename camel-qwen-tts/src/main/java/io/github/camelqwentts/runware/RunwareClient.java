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

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.EndpointClient;
import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.TaskListener;
import io.github.camelqwentts.speech.TaskQuery;
import io.github.camelqwentts.transport.HttpTransport;

/**
 * Speaks through Runware's task API. A call is split into requests of at most {@code batchSize} tasks, which run
 * concurrently under one deadline, each with its retries; audio behind URLs is downloaded. No thread is blocked.
 *
 * <p>It is lightweight: connections and threads belong to the {@link HttpTransport}, which is shared and closed by its
 * creator. After that, calls fail with a {@link RejectedExecutionException}.
 *
 * @hidden
 */
@Internal
public final class RunwareClient implements EndpointClient {

    private final RunwareApi api;
    private final Poller poller;
    private final TaskListener listener;
    private final boolean checks;

    /** Creates a client over connections that the caller closes. */
    public RunwareClient(HttpTransport transport, RunwareOptions options) {
        this(transport, options, Clock.systemUTC());
    }

    RunwareClient(HttpTransport transport, RunwareOptions options, InstantSource clock) {
        this.api = new RunwareApi(transport, options, clock);
        this.poller = new Poller(api, options.pollSchedule());
        this.listener = TaskListener.NONE;
        this.checks = true;
    }

    private RunwareClient(RunwareClient same, TaskListener listener, boolean checks) {
        this.api = same.api;
        this.poller = same.poller;
        this.listener = listener;
        this.checks = checks;
    }

    /** Returns the same client for requests that {@link RunwareRules#check} has returned, and that it need not check. */
    public RunwareClient withoutChecks() {
        return new RunwareClient(this, listener, false);
    }

    @Override
    public RunwareClient withListener(TaskListener tasks) {
        return new RunwareClient(this, tasks, checks);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> requests) {
        return new Synthesis(api, poller, listener, checks).run(requests, ownIds(requests), true);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> synthesizeNew(List<SpeechRequest> requests) {
        return new Synthesis(api, poller, listener, checks).run(requests, Set.of(), true);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> submit(List<SpeechRequest> requests) {
        List<SpeechRequest> async = requests.stream()
                .map(request ->
                        request.toBuilder().deliveryMethod(DeliveryMethod.ASYNC).build())
                .toList();
        return new Synthesis(api, poller, listener, checks).run(async, ownIds(async), false);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> getResponse(List<TaskQuery> tasks, boolean untilDone) {
        return queries().getResponse(tasks, untilDone);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> getTaskDetails(List<TaskQuery> tasks) {
        return queries().getTaskDetails(tasks);
    }

    @Override
    public CompletableFuture<String> describeTask(String taskUUID) {
        return queries().describeTask(taskUUID);
    }

    @Override
    public CompletableFuture<Void> checkAccess() {
        return queries().checkAccess();
    }

    @Override
    public List<SpeechResult> read(InputStream posted, long limit) throws IOException {
        return new PostedResults(api, listener).read(posted, limit);
    }

    @Override
    public CompletableFuture<SpeechResult> download(SpeechResult result) {
        return new PostedResults(api, listener).download(result);
    }

    private static Set<String> ownIds(List<SpeechRequest> requests) {
        return requests.stream()
                .map(SpeechRequest::taskUUID)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private TaskQueries queries() {
        return new TaskQueries(api, poller, listener);
    }
}
