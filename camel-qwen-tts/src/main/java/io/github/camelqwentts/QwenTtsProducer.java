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
package io.github.camelqwentts;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.camelqwentts.monitor.CallMonitor;
import io.github.camelqwentts.monitor.ManagedTasks;
import io.github.camelqwentts.monitor.TaskStatistics;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.TaskQuery;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.DefaultAsyncProducer;

/** Asks the API on behalf of a message, without holding its thread, and goes on on a thread of its own. */
@ManagedResource(description = "Managed Qwen TTS Producer")
abstract class QwenTtsProducer extends DefaultAsyncProducer implements ManagedTasks {

    private final TaskStatistics statistics = new TaskStatistics();
    private volatile HandOver handOver;

    QwenTtsProducer(QwenTtsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public QwenTtsEndpoint getEndpoint() {
        return (QwenTtsEndpoint) super.getEndpoint();
    }

    @Override
    public TaskStatistics statistics() {
        return statistics;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        long begin = System.nanoTime();
        HandOver routes;
        CompletableFuture<Outcome> work;
        try {
            routes = handOver();
            work = begin(exchange);
        } catch (Throwable e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        work.whenComplete((outcome, failure) -> {
            Runnable rest = () -> {
                complete(exchange, outcome, failure);
                callback.done(false);
            };
            if (failure != null || outcome.isFailure()) {
                // Failures and timeouts do not wait for a turn.
                getEndpoint().getComponent().resume(rest);
            } else {
                routes.execute(exchange.getFromRouteId(), rest, timeLeft(begin));
            }
        });
        return false;
    }

    /** Like the endpoint, it may be used before the component is started. */
    private HandOver handOver() {
        if (handOver == null) {
            handOver = getEndpoint()
                    .getComponent()
                    .handOver(getEndpoint().getConfiguration().getMaxConnections());
        }
        return handOver;
    }

    private Duration timeLeft(long begin) {
        Duration used = Duration.ofNanos(System.nanoTime() - begin);
        Duration left = getEndpoint().getConfiguration().getCallTimeout().minus(used);
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getEndpoint().attach(this);
    }

    @Override
    protected void doStop() throws Exception {
        getEndpoint().detach(this);
        handOver = null;
        super.doStop();
    }

    /**
     * Begins what a message asks for.
     *
     * @throws IllegalArgumentException if the message or an option breaks a rule
     */
    abstract CompletableFuture<Outcome> begin(Exchange exchange);

    private static void complete(Exchange exchange, Outcome outcome, Throwable failure) {
        if (failure != null) {
            exchange.setException(cause(failure));
            return;
        }
        try {
            outcome.putInto(exchange);
        } catch (Throwable e) {
            exchange.setException(e);
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /**
     * Speaks texts by tasks whose IDs are derived from the message's idempotency key or, without a key, are those of an
     * earlier attempt of the exchange if there was one. A request that has a task ID is looked up at the API before it
     * is sent. If all requests were refused, nothing is sent.
     *
     * @throws IllegalArgumentException if the key is not valid
     */
    CompletableFuture<Outcome> speak(
            Exchange exchange,
            Batch<SpeechRequest> batch,
            BiFunction<SpeechClient, List<SpeechRequest>, CompletableFuture<List<SpeechResult>>> work,
            Function<List<SpeechResult>, Outcome> whole) {
        List<SpeechRequest> requests = batch.tasks();
        Function<List<SpeechResult>, Outcome> outcome = results -> whole.apply(batch.withRefused(results));
        if (requests.isEmpty()) {
            return CompletableFuture.completedFuture(outcome.apply(List.of()));
        }
        String key = IdempotencyKey.of(exchange);
        if (key != null) {
            List<SpeechRequest> named = TaskIds.assign(
                    key, requests, getEndpoint().getConfiguration().getMaxAudioSize());
            return call(watch(exchange, named), client -> work.apply(client, named), results -> results, outcome);
        }
        List<UUID> contents = TaskIds.contents(getEndpoint().getEndpointUri(), requests);
        EarlierTasks earlier = EarlierTasks.of(exchange);
        List<SpeechRequest> named = earlier.assign(contents, requests);
        CallMonitor watch = watch(exchange, named).whenNamed(ids -> earlier.begin(exchange, contents, ids));
        return call(watch, client -> work.apply(client, named), results -> results, results -> done -> {
            outcome.apply(results).putInto(done);
            EarlierTasks.end(done, results);
        });
    }

    /** Watches the tasks that go out for a message. */
    private CallMonitor watch(Exchange exchange, List<SpeechRequest> requests) {
        String model = getEndpoint().getConfiguration().getModel();
        return getEndpoint()
                .getComponent()
                .resources()
                .monitor()
                .watch(exchange, operation(), model, requests, statistics);
    }

    /** Watches the tasks of earlier that a message asks for. */
    CallMonitor watchEarlier(Exchange exchange, List<TaskQuery> tasks) {
        List<String> taskUUIDs = tasks.stream().map(TaskQuery::taskUUID).toList();
        return getEndpoint()
                .getComponent()
                .resources()
                .monitor()
                .watchEarlier(exchange, operation(), taskUUIDs, statistics);
    }

    /** Has the client work, and the call watched until the exchange goes on. */
    <T> CompletableFuture<Outcome> call(
            CallMonitor watch,
            Function<SpeechClient, CompletableFuture<T>> work,
            Function<T, List<SpeechResult>> results,
            Function<T, Outcome> outcome) {
        CompletableFuture<T> answer;
        try {
            answer = work.apply(getEndpoint().client().withListener(watch));
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle((value, failure) -> {
            if (failure != null) {
                getEndpoint().condition().ended(failure);
                return Outcome.failed(exchange -> {
                    watch.fail(failure);
                    throw cause(failure);
                });
            }
            List<SpeechResult> all = results.apply(value);
            getEndpoint().condition().ended(all);
            Outcome done = exchange -> {
                watch.end(all);
                outcome.apply(value).putInto(exchange);
            };
            return all.stream().anyMatch(result -> result.failure() != null) ? Outcome.failed(done) : done;
        });
    }

    /** Fetches the earlier tasks whose IDs were not refused; if all were, nothing is sent. */
    CompletableFuture<Outcome> ask(
            Exchange exchange,
            Batch<TaskQuery> batch,
            BiFunction<SpeechClient, List<TaskQuery>, CompletableFuture<List<SpeechResult>>> work,
            Function<List<SpeechResult>, Outcome> outcome) {
        if (batch.tasks().isEmpty()) {
            return CompletableFuture.completedFuture(outcome.apply(batch.withRefused(List.of())));
        }
        return call(
                watchEarlier(exchange, batch.tasks()),
                client -> work.apply(client, batch.tasks()),
                results -> results,
                results -> outcome.apply(batch.withRefused(results)));
    }

    private String operation() {
        return getEndpoint().getOperation().name();
    }

    /** What came of the work; put into the message on the thread on which the exchange goes on. */
    @FunctionalInterface
    interface Outcome {
        void putInto(Exchange exchange) throws Throwable;

        /** Whether the work failed, also in part. */
        default boolean isFailure() {
            return false;
        }

        static Outcome failed(Outcome outcome) {
            return new Outcome() {
                @Override
                public void putInto(Exchange exchange) throws Throwable {
                    outcome.putInto(exchange);
                }

                @Override
                public boolean isFailure() {
                    return true;
                }
            };
        }
    }
}
