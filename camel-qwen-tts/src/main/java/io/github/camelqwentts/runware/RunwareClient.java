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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelqwentts.audio.AudioCheck;
import io.github.camelqwentts.runware.TaskExchange.AnswerReader;
import io.github.camelqwentts.runware.wire.AnswerLimits;
import io.github.camelqwentts.runware.wire.PostReader;
import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.speech.TaskListener;
import io.github.camelqwentts.speech.TaskQuery;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Durations;
import io.github.camelqwentts.transport.Futures;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.Redaction;
import io.github.camelqwentts.transport.ReferenceAudioSpool;
import io.github.camelqwentts.transport.Retries;
import io.github.camelqwentts.transport.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks through Runware's task API. A call is cut into requests of at most {@code batchSize} tasks, which run at the
 * same time under one deadline, each with its retries; audio behind URLs is downloaded. No thread waits meanwhile.
 *
 * <p>It is light: what is costly, the connections and threads, is in the {@link HttpTransport}, which is shared and
 * closed by whoever made it. After that, calls fail with a {@link RejectedExecutionException}.
 */
public final class RunwareClient implements SpeechClient {

    /** What is said is private, so whoever wants to see it has to ask for TRACE. */
    private static final Logger TEXTS = LoggerFactory.getLogger("io.github.camelqwentts.tasks");

    private final HttpTransport transport;
    private final RunwareOptions options;
    private final InstantSource clock;
    private final Redaction redaction;
    private final TaskExchange exchange;
    private final Retries retries;
    private final Poller poller;
    private final Durations durations;
    private final TaskListener listener;

    /** A client over connections that stay the caller's to close. */
    public RunwareClient(HttpTransport transport, RunwareOptions options) {
        this(transport, options, Clock.systemUTC());
    }

    RunwareClient(HttpTransport transport, RunwareOptions options, InstantSource clock) {
        this.transport = transport;
        this.options = options;
        this.clock = clock;
        this.redaction = Redaction.of(options.apiKey());
        this.exchange = new TaskExchange(this);
        this.retries = new Retries(options.retrySettings(), transport.worker(), transport.scheduler());
        this.poller = new Poller(this, options.pollSchedule());
        this.durations = new Durations();
        this.listener = TaskListener.NONE;
    }

    private RunwareClient(RunwareClient same, TaskListener listener) {
        this.transport = same.transport;
        this.options = same.options;
        this.clock = same.clock;
        this.redaction = same.redaction;
        this.exchange = same.exchange;
        this.retries = same.retries;
        this.poller = same.poller;
        this.durations = same.durations;
        this.listener = listener;
    }

    @Override
    public RunwareClient withListener(TaskListener tasks) {
        return new RunwareClient(this, tasks);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> requests) {
        return send(requests, true);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> submit(List<SpeechRequest> requests) {
        return send(
                requests.stream()
                        .map(request -> request.toBuilder()
                                .deliveryMethod(DeliveryMethod.ASYNC)
                                .build())
                        .toList(),
                false);
    }

    @Override
    public CompletableFuture<List<SpeechResult>> getResponse(List<TaskQuery> tasks, boolean untilDone) {
        return ask(tasks, call -> {
            List<CompletableFuture<List<SpeechResult>>> all = new ArrayList<>();
            for (TaskResults task : resultsOf(tasks, call)) {
                all.add((untilDone ? poller.awaitEarlier(task) : poller.look(task))
                        .exceptionally(cancelled -> SpeechResult.failed(
                                task.taskUUID(), task.format(), stopped(task.taskUUID(), cancelled)))
                        .thenCompose(task::closeWith));
            }
            return Futures.all(all)
                    .thenApply(lists -> lists.stream().flatMap(List::stream).toList());
        });
    }

    @Override
    public CompletableFuture<List<SpeechResult>> getTaskDetails(List<TaskQuery> tasks) {
        return ask(tasks, call -> DetailsLookup.start(resultsOf(tasks, call), this, call));
    }

    @Override
    public CompletableFuture<String> describeTask(String taskUUID) {
        return run(call -> TaskDescriptionLookup.start(taskUUID, this, call), text -> {});
    }

    @Override
    public CompletableFuture<Void> checkAccess() {
        Duration patience = Collections.min(List.of(options.callTimeout(), AccessProbe.TIMEOUT));
        return run(patience, call -> AccessProbe.start(this, call), nothing -> {});
    }

    @Override
    public List<SpeechResult> read(InputStream posted, long limit) throws IOException {
        return new PostReader(transport.spools(), limit, this::redact).read(posted);
    }

    @Override
    public CompletableFuture<SpeechResult> download(SpeechResult result) {
        boolean isWanted = result instanceof Spoken spoken
                && spoken.audioURL() != null
                && spoken.audio() == null
                && options.downloads(false);
        return isWanted
                ? run(
                        call -> AudioDownload.start(result.orThrow(), AudioCheck.ANY, this, call),
                        late -> discard(List.of(late)))
                : CompletableFuture.completedFuture(result);
    }

    private CompletableFuture<List<SpeechResult>> send(List<SpeechRequest> requests, boolean awaitResults) {
        List<SpeechRequest> complete;
        try {
            complete = complete(requests);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        Set<String> ownIds = requests.stream()
                .map(SpeechRequest::taskUUID)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        listener.begun(complete);
        if (TEXTS.isTraceEnabled()) {
            complete.forEach(task -> TEXTS.trace("Task {} is to say: {}", task.taskUUID(), redact(task.text())));
        }
        ReferenceAudioSpool samples = new ReferenceAudioSpool(transport.spools(), options.maxAudioSize());
        return run(
                call -> {
                    call.hide(secretUrlsOf(complete));
                    return keep(samples, complete, call)
                            .thenCompose(repeatable -> SpeechCall.start(repeatable, ownIds, awaitResults, this, call))
                            .whenComplete((results, failure) -> samples.close());
                },
                RunwareClient::discard);
    }

    /**
     * Runs a call under its deadline.
     *
     * @param discard lets go of a value that comes after the call was cancelled
     */
    private <T> CompletableFuture<T> run(Function<CallScope, CompletableFuture<T>> work, Consumer<T> discard) {
        return run(options.callTimeout(), work, discard);
    }

    private <T> CompletableFuture<T> run(
            Duration timeout, Function<CallScope, CompletableFuture<T>> work, Consumer<T> discard) {
        return transport.calls().run(timeout, listener, work, discard);
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
        return run(work, RunwareClient::discard);
    }

    private List<TaskResults> resultsOf(List<TaskQuery> tasks, CallScope call) {
        return tasks.stream().map(query -> new TaskResults(query, this, call)).toList();
    }

    Poller poller() {
        return poller;
    }

    HttpTransport transport() {
        return transport;
    }

    RunwareOptions options() {
        return options;
    }

    /** The wall clock, for dates from the API; everything else is measured with {@link System#nanoTime}. */
    InstantSource clock() {
        return clock;
    }

    Retries retries() {
        return retries;
    }

    Durations durations() {
        return durations;
    }

    /** The identity of a task in this process. */
    SingleFlight.Key keyOf(String taskUUID) {
        return new SingleFlight.Key(options.baseUrl(), options.apiKey().hashCode(), taskUUID);
    }

    /** Why there is no result where the call ended before anything else could go wrong. */
    static SpeechException stopped(String taskUUID, Throwable cause) {
        boolean cancelled = cause == null || cause instanceof CancellationException;
        String message = cancelled ? "The call was cancelled" : "The call broke off";
        return SpeechException.of(SpeechError.of(Kind.CONNECTION, message, taskUUID), cause);
    }

    /**
     * The bounds of an answer.
     *
     * @param results maximum number of results in it
     * @param withAudio whether their audio may be in it, too
     */
    AnswerLimits limits(int results, boolean withAudio) {
        return withAudio
                ? AnswerLimits.ofResults(results, options.maxAudioSize())
                : AnswerLimits.ofResultsWithoutAudio(results, options.maxAudioSize());
    }

    /**
     * Sends tasks and reads the answer.
     *
     * @param body writes the tasks, without waiting for anything; called at once
     * @param limits the bounds of the answer
     * @return what came of it, on a worker; never fails
     */
    CompletableFuture<ApiResponse> exchange(Callable<Spool> body, AnswerLimits limits, CallScope call) {
        return exchange(body, limits, call, answer -> {});
    }

    /** @param look sees the answer before it is read, on a worker; what it throws makes the answer unreadable */
    CompletableFuture<ApiResponse> exchange(
            Callable<Spool> body, AnswerLimits limits, CallScope call, AnswerReader look) {
        return exchange.send(Runnable::run, body, limits, call, look);
    }

    /** The same with tasks that take their time to be written. */
    CompletableFuture<ApiResponse> exchangeSlowly(Callable<Spool> body, AnswerLimits limits, CallScope call) {
        return exchange.send(transport.worker(), body, limits, call, answer -> {});
    }

    /** Servers may repeat a key or URL that they reject. */
    String redact(String text) {
        return redaction.apply(text);
    }

    String redact(String text, CallScope call) {
        return redaction.withUrls(call.secretUrls()).apply(text);
    }

    /** A parser quotes unreadable content. */
    IOException redact(IOException failure, CallScope call) {
        String message = redact(failure.getMessage(), call);
        return Objects.equals(message, failure.getMessage()) ? failure : new IOException(message);
    }

    private static List<String> secretUrlsOf(List<SpeechRequest> requests) {
        return requests.stream()
                .flatMap(request -> Stream.of(request.uploadEndpoint(), request.webhookURL()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static List<SpeechRequest> complete(List<SpeechRequest> requests) {
        Set<String> uuids = new HashSet<>();
        List<SpeechRequest> complete = new ArrayList<>(requests.size());
        for (SpeechRequest request : requests) {
            SpeechRequest whole = request.complete();
            if (!uuids.add(whole.taskUUID())) {
                throw InvalidSpeechRequestException.of(
                        "taskUUID", whole.taskUUID(), "must be unique among the tasks of a call");
            }
            complete.add(whole);
        }
        return complete;
    }

    /** Users' streams may be slow or stuck, so they must not hold a worker. */
    private CompletableFuture<List<SpeechRequest>> keep(
            ReferenceAudioSpool samples, List<SpeechRequest> requests, CallScope call) {
        if (requests.stream().noneMatch(ReferenceAudioSpool::isNeededFor)) {
            return CompletableFuture.completedFuture(requests);
        }
        CompletableFuture<List<SpeechRequest>> kept =
                CompletableFuture.supplyAsync(() -> samples.keep(requests), transport.blocking());
        SpeechError late = SpeechError.of(Kind.TIMEOUT, "The reference audio was not read within callTimeout", null);
        return call.step(kept, transport.scheduler(), () -> kept.completeExceptionally(SpeechException.of(late)));
    }

    static void discard(List<SpeechResult> results) {
        for (SpeechResult result : results) {
            if (result instanceof Spoken spoken && spoken.audio() != null) {
                spoken.audio().close();
            }
        }
    }
}
