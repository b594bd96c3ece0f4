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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.TaskListener;
import io.github.camelqwentts.speech.TaskQuery;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Futures;

/** Queries for tasks of earlier calls, each a call of its own. They are free of charge. */
record TaskQueries(RunwareApi api, Poller poller, TaskListener listener) {

    CompletableFuture<List<SpeechResult>> getResponse(List<TaskQuery> tasks, boolean untilDone) {
        return ask(tasks, call -> {
            List<CompletableFuture<List<SpeechResult>>> all = new ArrayList<>();
            for (TaskResults task : resultsOf(tasks, call)) {
                all.add((untilDone ? poller.awaitEarlier(task) : poller.look(task))
                        .exceptionally(cancelled -> SpeechResult.failed(
                                task.taskUUID(), task.format(), CallScope.stopped(task.taskUUID(), cancelled)))
                        .thenCompose(task::closeWith));
            }
            return Futures.all(all)
                    .thenApply(lists -> lists.stream().flatMap(List::stream).toList());
        });
    }

    CompletableFuture<List<SpeechResult>> getTaskDetails(List<TaskQuery> tasks) {
        return ask(tasks, call -> api.retries().run(new DetailsLookup(resultsOf(tasks, call), api, call), call));
    }

    CompletableFuture<String> describeTask(String taskUUID) {
        return api.transport()
                .calls()
                .run(
                        api.options().calls().callTimeout(),
                        listener,
                        call -> api.retries().run(new TaskDescriptionLookup(taskUUID, api, call), call),
                        text -> {});
    }

    CompletableFuture<Void> checkAccess() {
        Duration patience = Collections.min(List.of(api.options().calls().callTimeout(), AccessProbe.TIMEOUT));
        return api.transport().calls().run(patience, listener, call -> AccessProbe.start(api, call), nothing -> {});
    }

    private CompletableFuture<List<SpeechResult>> ask(
            List<TaskQuery> tasks, Function<CallScope, CompletableFuture<List<SpeechResult>>> work) {
        Set<String> uuids = new HashSet<>();
        for (TaskQuery task : tasks) {
            if (!uuids.add(task.taskUUID())) {
                return CompletableFuture.failedFuture(InvalidSpeechRequestException.of(
                        "taskUUID", task.taskUUID(), "must be unique among the tasks of a call"));
            }
        }
        return api.transport().calls().run(api.options().calls().callTimeout(), listener, work, TaskResults::discard);
    }

    private List<TaskResults> resultsOf(List<TaskQuery> tasks, CallScope call) {
        return tasks.stream().map(query -> new TaskResults(query, api, call)).toList();
    }
}
