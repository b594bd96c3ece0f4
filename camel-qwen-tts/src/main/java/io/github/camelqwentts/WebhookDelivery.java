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

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelqwentts.monitor.CallMonitor;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivery of a posted result to the route. It ends exactly once; anything that is thrown ends it as failed. */
final class WebhookDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookDelivery.class);

    private final QwenTtsWebhookConsumer consumer;
    private final SpeechResult result;
    private final String key;
    private final @Nullable IdempotentRepository repository;

    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Exchange exchange;
    private volatile @Nullable CallMonitor watch;

    /** The audio until the route owns it; it has to be released here. */
    private volatile @Nullable SpeechAudio ownAudio;

    /**
     * @param key identifies this result
     * @param repository contains the processed results; null if results are not remembered
     */
    WebhookDelivery(
            QwenTtsWebhookConsumer consumer,
            SpeechResult result,
            String key,
            @Nullable IdempotentRepository repository) {
        this.consumer = consumer;
        this.result = result;
        this.key = key;
        this.repository = repository;
        this.ownAudio = audioOf(result);
    }

    String key() {
        return key;
    }

    /** Whether the result is processed, now or earlier; never fails. */
    CompletableFuture<Boolean> done() {
        return done;
    }

    /** @param executor may be slow, and must not be the server's thread */
    void start(Executor executor) {
        try {
            executor.execute(() -> attempt(this::processUnlessKnown));
        } catch (RejectedExecutionException e) {
            discard();
            end(false);
        } catch (Throwable e) {
            fail("A result could not be processed", e);
        }
    }

    /** Releases the audio, which is not needed. */
    void discard() {
        try {
            if (ownAudio != null) {
                ownAudio.close();
            }
        } catch (RuntimeException e) {
            LOG.warn("The audio of a result could not be released", e);
        }
    }

    private void processUnlessKnown() {
        if (repository != null && repository.contains(key)) {
            discard();
            end(true);
            return;
        }
        QwenTtsEndpoint endpoint = consumer.getEndpoint();
        Exchange created = consumer.createExchange(false);
        exchange = created;
        watch = endpoint.getComponent()
                .resources()
                .monitor()
                .watchEarlier(
                        created,
                        QwenTtsOperation.webhook.name(),
                        Collections.singletonList(result.taskUUID()),
                        consumer.statistics());
        endpoint.client()
                .download(result)
                .whenComplete((whole, failure) ->
                        endpoint.getComponent().resume(() -> attempt(() -> processDownloaded(whole, failure))));
    }

    private void processDownloaded(SpeechResult whole, Throwable failure) {
        if (failure != null) {
            fail("The audio of a result could not be downloaded", failure);
            return;
        }
        ownAudio = audioOf(whole);
        Objects.requireNonNull(watch).end(List.of(whole));
        watch = null;
        if (whole.failure() != null && result.failure() == null) {
            fail("The audio of a result could not be downloaded", whole.failure());
        } else if (whole.failure() != null && consumer.getEndpoint().isBridgeErrorHandler()) {
            consumer.getExceptionHandler().handleException(whole.failure());
            remember();
        } else {
            Exchange received = Objects.requireNonNull(exchange);
            consumer.getEndpoint().results().toReceived(received, whole);
            ownAudio = null;
            Continuation.run(
                    received,
                    () -> consumer.getAsyncProcessor()
                            .process(received, doneSync -> attempt(() -> endRoute(received))));
        }
    }

    private static @Nullable SpeechAudio audioOf(SpeechResult result) {
        return result instanceof Spoken spoken ? spoken.audio() : null;
    }

    private void endRoute(Exchange received) {
        if (received.getException() == null && !received.isRollbackOnly()) {
            remember();
        } else {
            end(false);
        }
    }

    private void remember() {
        if (repository != null) {
            repository.add(key);
            repository.confirm(key);
        }
        end(true);
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            fail("A result could not be processed", e);
        }
    }

    private void fail(String message, Throwable failure) {
        if (ended.get()) {
            LOG.warn(message, failure);
            return;
        }
        try {
            if (exchange != null) {
                // Camel keeps what follows a step that throws an Error, and would run it with the thread's next
                // exchange.
                exchange.setException(failure);
            }
            if (watch != null) {
                watch.fail(failure);
            }
            consumer.getExceptionHandler().handleException(message, failure);
        } catch (Throwable e) {
            failure.addSuppressed(e);
            LOG.warn(message, failure);
        } finally {
            discard();
            end(false);
        }
    }

    private void end(boolean processed) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        consumer.forget(this);
        try {
            if (exchange != null) {
                consumer.releaseExchange(exchange, false);
            }
        } finally {
            done.complete(processed);
        }
    }
}
