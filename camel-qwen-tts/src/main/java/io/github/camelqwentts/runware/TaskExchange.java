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
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import io.github.camelqwentts.runware.wire.AnswerLimits;
import io.github.camelqwentts.runware.wire.Envelope;
import io.github.camelqwentts.runware.wire.EnvelopeReader;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Futures;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.RetryAfter;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpooledResponse;

/** Sends tasks to the API and reads the answer. Writing, sending and reading hold no thread of the caller. */
final class TaskExchange {

    private final RunwareClient client;

    TaskExchange(RunwareClient client) {
        this.client = client;
    }

    /**
     * Sends tasks and reads the answer.
     *
     * @param writer where the tasks are written
     * @param body writes the tasks
     * @param limits the bounds of the answer
     * @param look inspects the answer before it is read, on a worker; if it throws, the answer counts as unreadable
     * @return the outcome, on a worker; never fails
     */
    CompletableFuture<ApiResponse> send(
            Executor writer, Callable<Spool> body, AnswerLimits limits, CallScope call, AnswerReader look) {
        HttpTransport transport = client.transport();
        RunwareOptions options = client.options();
        return CompletableFuture.supplyAsync(() -> write(body), writer)
                .thenCompose(tasks -> transport
                        .post(options.baseUrl(), options.apiKey(), tasks, limits.body(), call)
                        .whenComplete((answer, failure) -> tasks.close()))
                .handleAsync(
                        (answer, failure) -> failure == null
                                ? read(answer, limits, look, call)
                                : none(Futures.unwrap(failure), limits),
                        transport.worker())
                // Such as an OutOfMemoryError: what was sent may well be done, and can be looked up.
                .exceptionally(failure -> ApiResponse.unreadable(0, Futures.unwrap(failure)));
    }

    private ApiResponse read(SpooledResponse answer, AnswerLimits limits, AnswerReader look, CallScope call) {
        Duration retryAfter = RetryAfter.parse(answer.retryAfter(), client.clock());
        SpoolSettings spools = client.transport().spools();
        try (Spool body = answer.decodedBody(spools, limits.body())) {
            look.read(body);
            Envelope envelope =
                    EnvelopeReader.read(body, answer.status(), spools, limits, text -> client.redact(text, call));
            boolean saysNothing =
                    envelope.items().isEmpty() && envelope.errors().isEmpty();
            return saysNothing && !answer.isSuccess()
                    ? ApiResponse.ofStatus(answer.status(), retryAfter, null)
                    : ApiResponse.of(envelope, answer.status(), retryAfter);
        } catch (PayloadTooLargeException e) {
            return none(e, limits);
        } catch (IOException e) {
            IOException cause = client.redact(e, call);
            return answer.isSuccess()
                    ? ApiResponse.unreadable(answer.status(), cause)
                    : ApiResponse.ofStatus(answer.status(), retryAfter, cause);
        }
    }

    /** The limit of a whole answer follows from the one that a user knows. */
    private static ApiResponse none(Throwable failure, AnswerLimits limits) {
        return ApiResponse.none(
                failure instanceof PayloadTooLargeException
                        ? new PayloadTooLargeException("maxAudioSize", limits.audio())
                        : failure);
    }

    private static Spool write(Callable<Spool> body) {
        try {
            return body.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** Reads an answer that stays the caller's. */
    @FunctionalInterface
    interface AnswerReader {
        void read(Spool answer) throws IOException;
    }
}
