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

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.camelqwentts.monitor.ManagedTasks;
import io.github.camelqwentts.monitor.TaskStatistics;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives results that the API posts, and sends each through the route once. A result is added to the repository only
 * after the route has completed, so it is delivered again after a crash. If a result arrives again meanwhile, the
 * second request waits for the outcome of the first. Without a token, results are not remembered.
 */
@ManagedResource(description = "Managed Qwen TTS Webhook Consumer")
class QwenTtsWebhookConsumer extends DefaultConsumer implements ManagedTasks {

    private static final String DEFAULT_FACTORY = "platform-http";
    private static final int REMEMBERED_RESULTS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(QwenTtsWebhookConsumer.class);

    private final WebhookToken token;
    private final Map<String, WebhookDelivery> inProgress = new ConcurrentHashMap<>();
    private final TaskStatistics statistics = new TaskStatistics();

    @SuppressWarnings("NullAway.Init") // set when it starts
    private HandOver handOver;

    @SuppressWarnings("NullAway.Init") // set when it starts
    private IdempotentRepository repository;

    @SuppressWarnings("NullAway.Init") // set when it starts
    private Consumer http;

    /** @throws IllegalArgumentException if an option of a webhook breaks a rule */
    QwenTtsWebhookConsumer(QwenTtsEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        check(endpoint.getConfiguration());
        token = WebhookToken.of(endpoint.getConfiguration());
    }

    @Override
    public QwenTtsEndpoint getEndpoint() {
        return (QwenTtsEndpoint) super.getEndpoint();
    }

    @Override
    public TaskStatistics statistics() {
        return statistics;
    }

    /** Before any route starts, because a route that submits may start before this one and needs its address. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        getEndpoint().getComponent().addWebhook(getEndpoint().getConfiguration());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        CamelContext context = getEndpoint().getCamelContext();
        QwenTtsConfiguration options = getEndpoint().getConfiguration();
        getEndpoint().attach(this);
        handOver = getEndpoint().getComponent().handOver(options.getMaxConnections());
        if (token.isNone()) {
            LOG.warn(
                    "webhookToken=none: any client that can reach {} can post forged results. Duplicates are not detected"
                            + " and idempotentRepository is not used, because a forged result could hide a real one."
                            + " Set a long random webhookToken instead",
                    options.getWebhookPath());
        }
        repository = options.getIdempotentRepository() != null
                ? options.getIdempotentRepository()
                : MemoryIdempotentRepository.memoryIdempotentRepository(REMEMBERED_RESULTS);
        CamelContextAware.trySetCamelContext(repository, context);
        ServiceHelper.startService(repository);
        http = factory(context)
                .createConsumer(
                        context,
                        new WebhookReceiver(this, options),
                        "POST",
                        options.getWebhookPath(),
                        null,
                        null,
                        null,
                        restConfiguration(context),
                        Map.of());
        ServiceHelper.startService(http);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopAndShutdownService(http);
        ServiceHelper.stopService(repository);
        getEndpoint().detach(this);
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        getEndpoint().getComponent().removeWebhook(getEndpoint().getConfiguration());
        super.doShutdown();
    }

    /**
     * Processes a result, unless it was processed before.
     *
     * @return whether it is done, now or earlier; never fails
     */
    CompletableFuture<Boolean> deliver(SpeechResult result) {
        String key = token.isNone() ? UUID.randomUUID().toString() : keyOf(result);
        WebhookDelivery delivery = new WebhookDelivery(this, result, key, token.isNone() ? null : repository);
        WebhookDelivery same = inProgress.putIfAbsent(key, delivery);
        if (same != null) {
            delivery.discard();
            return same.done();
        }
        // The repository may be a database, which must not block a thread of the server.
        delivery.start(handOver);
        return delivery.done();
    }

    void forget(WebhookDelivery delivery) {
        inProgress.remove(delivery.key(), delivery);
    }

    /** Results without an ID from the API cannot be recognized, and count as new. */
    private static String keyOf(SpeechResult result) {
        if (!(result instanceof Spoken spoken)) {
            return result.taskUUID() != null
                    ? "error-" + result.taskUUID()
                    : UUID.randomUUID().toString();
        }
        if (spoken.audioUUID() != null) {
            return spoken.audioUUID();
        }
        return spoken.audioURL() != null ? spoken.audioURL() : UUID.randomUUID().toString();
    }

    private static RestConsumerFactory factory(CamelContext context) {
        RestConsumerFactory factory = CamelContextHelper.findSingleByType(context, RestConsumerFactory.class);
        if (factory != null) {
            return factory;
        }
        String named = restConfiguration(context).getComponent();
        Component component = context.getComponent(named == null ? DEFAULT_FACTORY : named, true, false);
        if (component instanceof RestConsumerFactory found) {
            return found;
        }
        throw new IllegalStateException("qwen-tts:webhook needs an HTTP server: add camel-platform-http-main,"
                + " camel-platform-http-starter or another component that can serve REST");
    }

    private static RestConfiguration restConfiguration(CamelContext context) {
        return Objects.requireNonNull(context.getRestConfiguration());
    }

    private static void check(QwenTtsConfiguration options) {
        String token = options.getWebhookToken();
        String path = options.getWebhookPath();
        if (token == null || token.isBlank()) {
            throw new IllegalArgumentException("webhookToken is not set: set the secret that the API must send as the"
                    + " query parameter token, or none to accept unauthenticated requests");
        }
        if (path == null || !path.startsWith("/") || path.length() == 1) {
            throw new IllegalArgumentException("webhookPath=" + path + " is not valid: must be a path such as /speech");
        }
        if (options.getWebhookMaxPayloadSize() < 1) {
            throw new IllegalArgumentException("webhookMaxPayloadSize=" + options.getWebhookMaxPayloadSize()
                    + " is not valid: must be at least 1");
        }
    }
}
