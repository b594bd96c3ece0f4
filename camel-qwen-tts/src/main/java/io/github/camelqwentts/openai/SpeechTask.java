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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.openai.ErrorRules.Repeat;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.Admission.Permit;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.ResultSlot;
import io.github.camelqwentts.transport.RetryDecision;
import io.github.camelqwentts.transport.RetryableOperation;
import org.jspecify.annotations.Nullable;

/** One result of a text: its requests until there is audio, or until no retry is left. */
final class SpeechTask implements RetryableOperation<SpeechResult> {

    private final OpenAiApi api;
    private final CallScope call;
    private final ResultSlot result = new ResultSlot();

    private SpeechOrder order;
    private boolean changed;
    private int attempts;
    private @Nullable SpeechException failure;

    private SpeechTask(SpeechOrder order, OpenAiApi api, CallScope call) {
        this.order = order;
        this.api = api;
        this.call = call;
    }

    /** {@return the result with its audio, or what went wrong; never fails} */
    static CompletableFuture<SpeechResult> start(SpeechOrder order, OpenAiApi api, CallScope call) {
        return api.retries().run(new SpeechTask(order, api, call), call);
    }

    @Override
    public CompletableFuture<RetryDecision> tryOnce(int attempt) {
        attempts = attempt;
        if (attempt > 1) {
            call.listener().retried(order.taskUUID());
        }
        CompletableFuture<Permit> entry = api.transport().admission().enter(call);
        // After a wait, enough time must be left for a typical request, or it would be sent in vain.
        boolean waits = !entry.isDone();
        return entry.thenCompose(
                permit -> sendIfTimely(permit, waits ? api.durations().typical() : Duration.ZERO));
    }

    private CompletableFuture<RetryDecision> sendIfTimely(@Nullable Permit permit, Duration needed) {
        if (permit == null) {
            return CompletableFuture.completedFuture(notSent());
        } else if (call.deadline().remaining().compareTo(needed) <= 0) {
            permit.release();
            return CompletableFuture.completedFuture(notSent());
        }
        long begin = System.nanoTime();
        CompletableFuture<SpeechAnswer> answer;
        try {
            call.listener().sent(order.taskUUID());
            answer = SpeechExchange.start(order, api, call);
        } catch (RuntimeException | Error e) {
            permit.release();
            throw e;
        }
        return answer.whenComplete((done, broken) -> SpeechAnswer.whole(done == null ? null : done.spoken())
                        .whenComplete((whole, failure) -> permit.release()))
                .thenApply(done -> {
                    if (done.spoken() != null) {
                        api.durations().add(System.nanoTime() - begin);
                    }
                    return settle(done);
                });
    }

    private RetryDecision settle(SpeechAnswer answer) {
        if (answer.spoken() != null) {
            result.put(answer.spoken());
            return RetryDecision.DONE;
        }
        failure = answer.failure();
        Repeat repeat = answer.repeat();
        if (repeat == Repeat.ONCE_CHANGED && !changed) {
            changed = true;
            order = order.changed(api.options().dialect());
            return new RetryDecision.Failed(failure, answer.retryAfter());
        }
        boolean isRepeated = repeat == Repeat.ALWAYS
                || (repeat == Repeat.IF_ALLOWED && api.options().retryUncertain());
        return isRepeated ? new RetryDecision.Failed(failure, answer.retryAfter()) : RetryDecision.DONE;
    }

    private RetryDecision notSent() {
        if (failure == null) {
            String message = "Not sent: all maxConnections="
                    + api.transport().admission().permits()
                    + " were in use until too little of callTimeout was left";
            failure = SpeechException.of(SpeechError.of(Kind.TIMEOUT, message, order.taskUUID()));
        }
        return RetryDecision.DONE;
    }

    @Override
    public CompletableFuture<SpeechResult> end(@Nullable Throwable stopped) {
        Spoken spoken = result.end();
        if (spoken != null) {
            return CompletableFuture.completedFuture(spoken);
        }
        SpeechException reason =
                failure == null ? CallScope.stopped(order.taskUUID(), stopped) : failure.withAttempts(attempts);
        return CompletableFuture.completedFuture(
                SpeechResult.failed(order.taskUUID(), order.request().effectiveOutputFormat(), reason));
    }
}
