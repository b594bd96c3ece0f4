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
package io.github.camelqwentts.transport;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.transport.PrivateAddressGuard.PrivateAddressException;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/** Runs exchanges under the deadlines of their calls. An exchange that fails or is cancelled closes its connection. */
final class HttpExchanges {

    static final String RUNTIME_ATTRIBUTE = HttpExchanges.class.getName() + ".runtime";

    private final Connections connections;
    private final SpoolSettings spools;
    private final Executor worker;
    private final ScheduledExecutorService scheduler;

    HttpExchanges(Connections connections, SpoolSettings spools, Executor worker, ScheduledExecutorService scheduler) {
        this.connections = connections;
        this.spools = spools;
        this.worker = worker;
        this.scheduler = scheduler;
    }

    /**
     * Receives a response as a whole.
     *
     * @param content the body of the request; null if it has none
     * @param limit maximum number of bytes of the body of the response
     * @param errorLimit maximum number of bytes kept of a body whose status reports an error
     */
    CompletableFuture<SpooledResponse> spool(
            HttpRequest request,
            @Nullable Spool content,
            HttpContext context,
            long limit,
            long errorLimit,
            CallScope call) {
        SpoolProducer body = content == null ? null : new SpoolProducer(content);
        BooleanSupplier sent = () -> body != null && body.hasBegun();
        AsyncRequestProducer producer = new BasicRequestProducer(request, body);
        CompletableFuture<SpooledResponse> answer = new CompletableFuture<>();
        call.step(
                answer,
                scheduler,
                () -> answer.completeExceptionally(TransportException.outOfTime(sent.getAsBoolean())));
        if (answer.isDone()) {
            return answer;
        }
        BooleanSupplier isSent = () -> body == null || body.hasEnded();
        SpoolingConsumer consumer = new SpoolingConsumer(spools, limit, errorLimit, isSent, whole -> {
            if (!answer.complete(whole)) {
                whole.body().close();
            }
        });
        FutureCallback<SpooledResponse> callback =
                callback(answer::completeExceptionally, sent, () -> !consumer.hasHead() && isKept(context));
        try {
            Future<?> exchange =
                    connections.clientFor(answer, sent).execute(producer, consumer, null, context, callback);
            answer.whenComplete((whole, failure) -> {
                if (failure != null) {
                    exchange.cancel(true);
                    breakOff(context);
                    consumer.releaseResources();
                }
            });
        } catch (RuntimeException | OutOfMemoryError e) {
            answer.completeExceptionally(TransportException.broken(sent.getAsBoolean(), e));
        }
        return answer;
    }

    /**
     * Receives a response when its head is there.
     *
     * @param content the body of the request
     * @param limit maximum number of bytes of the body of the response
     */
    CompletableFuture<StreamedResponse> stream(
            HttpRequest request, Spool content, HttpContext context, long limit, CallScope call) {
        SpoolProducer sending = new SpoolProducer(content);
        BooleanSupplier sent = sending::hasBegun;
        AsyncRequestProducer producer = new BasicRequestProducer(request, sending);
        GrowingSpool body = new GrowingSpool(spools, limit, call.deadline(), worker, scheduler);
        CompletableFuture<StreamedResponse> answer = new CompletableFuture<>();
        CompletableFuture<Void> over = body.over();
        call.step(over, scheduler, () -> body.fail(TransportException.outOfTime(sent.getAsBoolean())));
        over.whenComplete((whole, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            }
        });
        answer.whenComplete((response, failure) -> {
            if (failure != null) {
                body.fail(failure);
            }
        });
        if (over.isDone()) {
            return answer;
        }
        StreamingConsumer consumer = new StreamingConsumer(
                body, limit, head -> later(answer, () -> answer.complete(new StreamedResponse(head, body))));
        try {
            Future<?> exchange = connections
                    .clientFor(over, sent)
                    .execute(
                            producer,
                            consumer,
                            null,
                            context,
                            callback(body::fail, sent, () -> !consumer.hasHead() && isKept(context)));
            over.whenComplete((whole, failure) -> {
                if (failure != null) {
                    exchange.cancel(true);
                    breakOff(context);
                }
            });
        } catch (RuntimeException | OutOfMemoryError e) {
            body.fail(TransportException.broken(sent.getAsBoolean(), e));
        }
        return answer;
    }

    private void later(CompletableFuture<?> answer, Runnable completion) {
        try {
            worker.execute(completion);
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Receives failures; the consumers of responses pass these on themselves. */
    private static <T> FutureCallback<T> callback(
            Consumer<Throwable> failed, BooleanSupplier sent, BooleanSupplier stale) {
        return new FutureCallback<>() {
            @Override
            public void completed(T whole) {}

            @Override
            public void failed(Exception cause) {
                failed.accept(
                        cause instanceof PayloadTooLargeException || cause instanceof PrivateAddressException
                                ? cause
                                : TransportException.broken(sent.getAsBoolean(), stale.getAsBoolean(), cause));
            }

            @Override
            public void cancelled() {
                failed.accept(new CancellationException());
            }
        };
    }

    /** Whether the connection of an exchange without a response has served requests before. */
    private static boolean isKept(HttpContext context) {
        EndpointDetails connection = HttpCoreContext.cast(context).getEndpointDetails();
        return connection != null && connection.getRequestCount() > 1;
    }

    /**
     * Releases the connection of a cancelled exchange. The client does so itself only if the exchange had to wait for
     * its connection, not if one was free.
     */
    private static void breakOff(HttpContext context) {
        if (context.getAttribute(RUNTIME_ATTRIBUTE) instanceof AsyncExecRuntime runtime) {
            runtime.discardEndpoint();
        }
    }
}
