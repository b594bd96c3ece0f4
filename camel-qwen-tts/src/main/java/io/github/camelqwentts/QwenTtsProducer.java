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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.github.camelqwentts.monitor.ManagedTasks;
import io.github.camelqwentts.monitor.TaskStatistics;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the client for a message in three steps: a message becomes a {@link MessageCall}, which is sent, and its results
 * become the message. No thread waits for the results; the exchange continues on the route pool.
 */
@ManagedResource(description = "Managed Qwen TTS Producer")
abstract class QwenTtsProducer extends DefaultAsyncProducer implements ManagedTasks {

    /** Maximum wait of a failed message beyond its deadline, if error handlers block. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final TaskStatistics statistics = new TaskStatistics();
    private volatile @Nullable Turns turns;

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

    /**
     * Converts a message to a call.
     *
     * @throws IllegalArgumentException if the message or an option breaks a rule
     */
    abstract MessageCall prepare(Exchange exchange);

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        long begin = System.nanoTime();
        Turns mine;
        MessageCall call;
        try {
            mine = turns();
            call = prepare(exchange);
        } catch (Throwable e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        CompletableFuture<List<SpeechResult>> answer;
        try {
            answer = call.send();
        } catch (RuntimeException | Error e) {
            answer = CompletableFuture.failedFuture(e);
        }
        answer.whenComplete((results, failure) -> {
            getEndpoint().condition().record(results, failure);
            Throwable cause = cause(failure);
            Runnable rest = () -> {
                call.complete(exchange, results, cause);
                Continuation.run(exchange, () -> callback.done(false));
            };
            if (cause != null || results.stream().anyMatch(result -> result.failure() != null)) {
                // Failures and timeouts do not wait behind messages that succeeded.
                mine.failed.execute(
                        exchange.getFromRouteId(), rest, timeLeft(call, begin).plus(GRACE));
            } else {
                mine.succeeded.execute(exchange.getFromRouteId(), rest, timeLeft(call, begin));
            }
        });
        return false;
    }

    /** Like the endpoint, it may be used before the component is started. */
    private Turns turns() {
        Turns made = turns;
        if (made == null) {
            int most = getEndpoint().getConfiguration().getMaxConnections();
            // A route that reads a stream blocks until all audio has arrived, so later messages would wait for their
            // first sound.
            int atOnce = getEndpoint().getConfiguration().isStream() ? most : HandOver.FEW;
            QwenTtsComponent component = getEndpoint().getComponent();
            made = new Turns(component.handOver(most, atOnce), component.handOver(most));
            turns = made;
        }
        return made;
    }

    /** Returns the failure of a future. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private Duration timeLeft(MessageCall call, long begin) {
        Duration used = Duration.ofNanos(System.nanoTime() - begin);
        Duration left = getEndpoint()
                .getConfiguration()
                .getCallTimeout()
                .multipliedBy(call.rounds())
                .minus(used);
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
        turns = null;
        super.doStop();
    }

    /** Executors that messages continue on, each with a limit of its own. */
    private record Turns(HandOver succeeded, HandOver failed) {}
}
