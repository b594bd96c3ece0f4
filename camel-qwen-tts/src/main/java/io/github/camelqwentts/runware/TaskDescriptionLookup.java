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
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.runware.wire.AnswerLimits;
import io.github.camelqwentts.runware.wire.ErrorKinds;
import io.github.camelqwentts.runware.wire.TaskDescription;
import io.github.camelqwentts.runware.wire.TaskWriter;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.RetryDecision;
import io.github.camelqwentts.transport.RetryableOperation;
import io.github.camelqwentts.transport.Spool;
import org.jspecify.annotations.Nullable;

/** Fetches the request and the response of a task, as text. */
final class TaskDescriptionLookup implements RetryableOperation<String> {

    private final String taskUUID;
    private final RunwareApi api;
    private final CallScope call;

    private int attempts;
    private @Nullable String text;
    private @Nullable SpeechException failure;

    TaskDescriptionLookup(String taskUUID, RunwareApi api, CallScope call) {
        this.taskUUID = taskUUID;
        this.api = api;
        this.call = call;
    }

    @Override
    public CompletableFuture<RetryDecision> tryOnce(int attempt) {
        attempts = attempt;
        if (attempt > 1) {
            call.listener().retried(taskUUID);
        }
        return api.exchange(
                        spools -> TaskWriter.detailsTasks(List.of(taskUUID), spools),
                        api.limits(RunwareRules.MAX_RESULTS, true),
                        call,
                        this::describe)
                .thenApply(this::settle);
    }

    /** Called before the response is known to be successful, so a response with only errors is skipped. */
    private void describe(Spool answer, AnswerLimits limits) throws IOException {
        text = TaskDescription.of(answer, limits, api::redact);
    }

    private RetryDecision settle(ApiResponse reply) {
        if (reply.envelope() == null) {
            failure = reply.failureOf(taskUUID);
            return decide(reply, reply.certainty() != ApiResponse.Certainty.FINAL);
        }
        reply.envelope().discard();
        failure = reply.envelope().knows(taskUUID) ? null : reply.envelope().failureOf(taskUUID);
        if (failure == null && !reply.envelope().knows(taskUUID)) {
            failure = TaskFailures.notFound("details", taskUUID);
        }
        return decide(
                reply,
                failure != null && ErrorKinds.isRetryable(failure.getError().kind()));
    }

    private RetryDecision decide(ApiResponse reply, boolean mayHelp) {
        return mayHelp ? new RetryDecision.Failed(failure, reply.retryAfter()) : RetryDecision.DONE;
    }

    /** {@return the text; fails with a {@link SpeechException}} */
    @Override
    public CompletableFuture<String> end(@Nullable Throwable stopped) {
        if (failure == null && text != null) {
            return CompletableFuture.completedFuture(text);
        }
        return CompletableFuture.failedFuture(
                failure == null ? CallScope.stopped(taskUUID, stopped) : failure.withAttempts(attempts));
    }
}
