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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.camelqwentts.runware.wire.AnswerLimits;
import io.github.camelqwentts.runware.wire.EnvelopeReader;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Durations;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.Redaction;
import io.github.camelqwentts.transport.Retries;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpooledResponse;
import org.jspecify.annotations.Nullable;

/**
 * Runware's API for the operations of a client: sends tasks and reads responses, within the limits of its options, and
 * redacts secrets that the API repeats. Writing, sending and reading do not block the caller.
 */
final class RunwareApi {

    private final HttpTransport transport;
    private final RunwareOptions options;
    private final InstantSource clock;
    private final Redaction redaction;
    private final Retries retries;
    private final Durations durations = new Durations();

    /** @param clock the wall clock, for dates from the API; everything else is measured with {@link System#nanoTime} */
    RunwareApi(HttpTransport transport, RunwareOptions options, InstantSource clock) {
        this.transport = transport;
        this.options = options;
        this.clock = clock;
        this.redaction = Redaction.of(options.apiKey());
        this.retries = new Retries(options.calls().retries(), transport.worker(), transport.scheduler());
    }

    HttpTransport transport() {
        return transport;
    }

    RunwareOptions options() {
        return options;
    }

    Retries retries() {
        return retries;
    }

    /** How long requests for speech take. */
    Durations durations() {
        return durations;
    }

    /**
     * Sends tasks and reads the response.
     *
     * @param body writes the tasks, without waiting for anything; called at once
     * @param limits the bounds of the response
     * @param look inspects the response before it is read, on a worker; if it throws, the response counts as unreadable
     * @return the outcome, on a worker or at once; never fails
     */
    CompletableFuture<ApiResponse> exchange(TaskBody body, AnswerLimits limits, CallScope call, AnswerReader look) {
        try {
            return post(body, limits, call)
                    .handleAsync((answer, failure) -> outcome(answer, failure, limits, look, call), transport.worker())
                    .exceptionally(RunwareApi::unread);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return CompletableFuture.completedFuture(ApiResponse.none(e, limits.audio()));
        }
    }

    /**
     * Like {@link #exchange}, for tasks whose audio is downloaded next.
     *
     * @param isWhole whether an outcome has the URLs of all audio, and nothing else
     * @return the outcome, on a worker or at once; but on an I/O thread if it is short and whole, so that the downloads
     *     begin without a wait for a worker, or if no worker takes it
     */
    CompletableFuture<ApiResponse> exchangeForUrls(
            TaskBody body, AnswerLimits limits, CallScope call, Predicate<ApiResponse> isWhole) {
        try {
            return post(body, limits, call)
                    .handle((answer, failure) -> {
                        Supplier<ApiResponse> outcome = () -> outcome(answer, failure, limits, AnswerReader.NONE, call);
                        if (failure != null || !answer.isShort()) {
                            return CompletableFuture.supplyAsync(outcome, transport.worker());
                        }
                        ApiResponse read = outcome.get();
                        return isWhole.test(read)
                                ? CompletableFuture.completedFuture(read)
                                : CompletableFuture.supplyAsync(() -> read, transport.worker());
                    })
                    .thenCompose(outcome -> outcome)
                    .exceptionally(RunwareApi::unread);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return CompletableFuture.completedFuture(ApiResponse.none(e, limits.audio()));
        }
    }

    /** Like {@link #exchange}, for tasks that are slow to write. */
    CompletableFuture<ApiResponse> exchangeSlowly(TaskBody body, AnswerLimits limits, CallScope call) {
        return CompletableFuture.supplyAsync(() -> exchange(body, limits, call, AnswerReader.NONE), transport.worker())
                .thenCompose(outcome -> outcome)
                .exceptionally(failure -> ApiResponse.none(failure, limits.audio()));
    }

    /**
     * Returns the bounds of a response.
     *
     * @param results maximum number of results in it
     * @param withAudio whether it may contain their audio
     */
    AnswerLimits limits(int results, boolean withAudio) {
        return withAudio
                ? AnswerLimits.ofResults(results, options.calls().maxAudioSize())
                : AnswerLimits.ofResultsWithoutAudio(results, options.calls().maxAudioSize());
    }

    /** Servers may repeat a key or URL that they reject. */
    @Nullable
    String redact(@Nullable String text) {
        return redaction.apply(text);
    }

    @Nullable
    String redact(@Nullable String text, CallScope call) {
        return redaction.withUrls(call.secretUrls()).apply(text);
    }

    /** The delay that the API requested; null if it requested none. */
    @Nullable
    Duration retryAfter(SpooledResponse answer) {
        return answer.delay(clock);
    }

    private CompletableFuture<SpooledResponse> post(TaskBody body, AnswerLimits limits, CallScope call)
            throws IOException {
        Spool tasks = body.write(transport.spools());
        return transport
                .post(options.baseUrl(), options.apiKey(), tasks, limits.body(), call)
                .whenComplete((answer, failure) -> tasks.close());
    }

    private ApiResponse outcome(
            @Nullable SpooledResponse answer,
            @Nullable Throwable failure,
            AnswerLimits limits,
            AnswerReader look,
            CallScope call) {
        return failure == null
                ? read(Objects.requireNonNull(answer), limits, look, call)
                : ApiResponse.none(failure, limits.audio());
    }

    /** Such as after an OutOfMemoryError: the tasks may have been executed, and can be looked up. */
    private static ApiResponse unread(Throwable failure) {
        return ApiResponse.unreadable(0, failure);
    }

    private ApiResponse read(SpooledResponse answer, AnswerLimits limits, AnswerReader look, CallScope call) {
        try (Spool body = answer.decodedBody(transport.spools(), limits.body())) {
            look.read(body, limits);
            return ApiResponse.of(
                    EnvelopeReader.read(body, answer.status(), transport.spools(), limits, text -> redact(text, call)),
                    answer.status(),
                    answer.isSuccess(),
                    retryAfter(answer));
        } catch (PayloadTooLargeException e) {
            return ApiResponse.none(e, limits.audio());
        } catch (IOException e) {
            IOException cause = redact(e, call);
            return answer.isSuccess()
                    ? ApiResponse.unreadable(answer.status(), cause)
                    : ApiResponse.ofStatus(answer.status(), retryAfter(answer), cause);
        }
    }

    /** A parser quotes unreadable content. */
    private IOException redact(IOException failure, CallScope call) {
        String message = redact(failure.getMessage(), call);
        return Objects.equals(message, failure.getMessage()) ? failure : new IOException(message);
    }

    /** Writes the tasks of a request. */
    @FunctionalInterface
    interface TaskBody {
        Spool write(SpoolSettings spools) throws IOException;
    }

    /** Reads a response, which the caller closes. */
    @FunctionalInterface
    interface AnswerReader {

        AnswerReader NONE = (answer, limits) -> {};

        void read(Spool answer, AnswerLimits limits) throws IOException;
    }
}
