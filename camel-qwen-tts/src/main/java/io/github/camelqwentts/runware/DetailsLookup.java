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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.runware.wire.Envelope;
import io.github.camelqwentts.runware.wire.ErrorKinds;
import io.github.camelqwentts.runware.wire.TaskWriter;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Futures;
import io.github.camelqwentts.transport.RetryDecision;
import io.github.camelqwentts.transport.RetryableOperation;
import org.jspecify.annotations.Nullable;

/** Fetches the results of earlier tasks. */
final class DetailsLookup implements RetryableOperation<List<SpeechResult>> {

    private final RunwareApi api;
    private final CallScope call;
    private final List<TaskResults> tasks;
    private final List<TaskResults> open;
    private final Map<String, SpeechException> failures = new LinkedHashMap<>();

    private int attempts;

    DetailsLookup(List<TaskResults> tasks, RunwareApi api, CallScope call) {
        this.api = api;
        this.call = call;
        this.tasks = tasks;
        this.open = new ArrayList<>(tasks);
    }

    @Override
    public CompletableFuture<RetryDecision> tryOnce(int attempt) {
        attempts = attempt;
        List<String> uuids = open.stream().map(TaskResults::taskUUID).toList();
        if (attempt > 1) {
            uuids.forEach(call.listener()::retried);
        }
        return api.exchange(
                        spools -> TaskWriter.detailsTasks(uuids, spools),
                        api.limits(open.stream().mapToInt(TaskResults::most).sum(), true)
                                .forDetailsOf(uuids.size()),
                        call,
                        RunwareApi.AnswerReader.NONE)
                .thenApply(this::settle);
    }

    private RetryDecision settle(ApiResponse reply) {
        if (reply.envelope() == null) {
            open.forEach(task -> failures.put(task.taskUUID(), reply.failureOf(task.taskUUID())));
            if (reply.certainty() == ApiResponse.Certainty.FINAL) {
                open.clear();
            }
        } else {
            reply.envelope().distribute(open);
            open.removeIf(task -> settle(task, reply.envelope()));
        }
        return open.isEmpty()
                ? RetryDecision.DONE
                : new RetryDecision.Failed(failures.get(open.get(0).taskUUID()), reply.retryAfter());
    }

    /** {@return whether the task needs no further lookup} */
    private boolean settle(TaskResults task, Envelope envelope) {
        String uuid = task.taskUUID();
        SpeechException failure = envelope.failureOf(uuid);
        if (failure != null) {
            failures.put(uuid, failure);
            return envelope.knows(uuid)
                    || !ErrorKinds.isRetryable(failure.getError().kind());
        }
        SpeechException refusal = task.pollRefusal();
        if (refusal != null) {
            failures.put(uuid, refusal);
            return false;
        }
        if (task.isEmpty()) {
            failures.put(uuid, TaskFailures.notFound("results", uuid));
        } else {
            failures.remove(uuid);
        }
        return true;
    }

    /** {@return the results in the order of the tasks, failed ones among them; never fails} */
    @Override
    public CompletableFuture<List<SpeechResult>> end(@Nullable Throwable stopped) {
        return Futures.all(tasks.stream()
                        .map(task -> task.closeWith(rest(task, stopped)))
                        .toList())
                .thenApply(lists -> lists.stream().flatMap(List::stream).toList());
    }

    private @Nullable SpeechResult rest(TaskResults task, @Nullable Throwable stopped) {
        SpeechException failure = failures.get(task.taskUUID());
        if (failure == null && task.isEmpty()) {
            failure = CallScope.stopped(task.taskUUID(), stopped);
        }
        return failure == null
                ? null
                : SpeechResult.failed(task.taskUUID(), task.format(), failure.withAttempts(attempts));
    }
}
