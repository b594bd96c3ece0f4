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

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelqwentts.monitor.EndpointCondition;
import io.github.camelqwentts.speech.EndpointClient;
import io.github.camelqwentts.speech.SpeechRequest;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Turn text into speech with Qwen3-TTS hosted by Runware. */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "qwen-tts",
        title = "Qwen TTS",
        syntax = "qwen-tts:operation",
        remote = true,
        category = {Category.AI},
        headersClass = QwenTtsConstants.class)
public class QwenTtsEndpoint extends DefaultEndpoint implements AsyncEndpoint, EndpointServiceLocation {

    @UriPath(
            description =
                    "Operation of the endpoint: synthesize speaks text, submit and getResponse speak it asynchronously, getTaskDetails looks up an earlier task, listVoices lists the preset voices, and webhook receives results that the API posts.")
    @Metadata(required = true)
    private final QwenTtsOperation operation;

    @UriParam
    private final QwenTtsConfiguration configuration;

    private final LongTexts longTexts;
    private final CachedTexts cachedTexts;
    private final StreamedTexts streamedTexts;
    private final QwenTtsBinding binding;
    private final ResultBinding results;

    private final ReentrantLock resourcesLock = new ReentrantLock();
    private volatile @Nullable SpeechBackend backend;
    private volatile @Nullable ClientLease lease;
    private final Set<Object> users = new HashSet<>();
    private final EndpointCondition condition = new EndpointCondition(this, this::confirmAccess);
    private volatile @Nullable QwenTtsHealthCheck healthCheck;
    private Runnable leaveWatch = () -> {};

    QwenTtsEndpoint(
            String uri, QwenTtsComponent component, QwenTtsOperation operation, QwenTtsConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
        SpeechSettings settings =
                new SpeechSettings(operation, configuration, component.getConfiguration(), this::backend);
        this.longTexts = new LongTexts(settings);
        this.binding = new QwenTtsBinding(component.getCamelContext(), settings);
        this.cachedTexts = new CachedTexts(component, settings, this);
        this.streamedTexts = new StreamedTexts(settings);
        this.results = new ResultBinding(configuration);
    }

    @Override
    public Producer createProducer() {
        return switch (operation) {
            case synthesize -> new QwenTtsSynthesizeProducer(this);
            case submit -> new QwenTtsSubmitProducer(this);
            case getResponse -> new QwenTtsResponseProducer(this);
            case getTaskDetails -> new QwenTtsDetailsProducer(this);
            case listVoices -> new QwenTtsVoicesProducer(this);
            case webhook ->
                throw new UnsupportedOperationException(
                        "qwen-tts:webhook cannot be sent to; begin a route with from()");
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operation != QwenTtsOperation.webhook) {
            throw new UnsupportedOperationException(
                    "qwen-tts:" + operation + " cannot be consumed from; send messages to it with .to()");
        }
        Consumer consumer = new QwenTtsWebhookConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public QwenTtsComponent getComponent() {
        return (QwenTtsComponent) super.getComponent();
    }

    @Override
    public @Nullable String getServiceUrl() {
        return backend().baseUrl();
    }

    @Override
    public String getServiceProtocol() {
        return "http";
    }

    public QwenTtsOperation getOperation() {
        return operation;
    }

    public QwenTtsConfiguration getConfiguration() {
        return configuration;
    }

    /** Logs when the endpoint starts to fail and when it has recovered. */
    EndpointCondition condition() {
        return condition;
    }

    QwenTtsBinding binding() {
        return binding;
    }

    LongTexts longTexts() {
        return longTexts;
    }

    CachedTexts cachedTexts() {
        return cachedTexts;
    }

    StreamedTexts streamedTexts() {
        return streamedTexts;
    }

    ResultBinding results() {
        return results;
    }

    /** Returns the backend, which is created on demand, after the options were set. */
    SpeechBackend backend() {
        SpeechBackend created = backend;
        if (created == null) {
            created = getComponent().createBackend(configuration);
            backend = created;
        }
        return created;
    }

    /**
     * Returns the client, which is created on demand: a producer may be used before its endpoint is started, and after
     * all producers were stopped for a while.
     */
    EndpointClient client() {
        ClientLease held = lease;
        return held != null && !held.isOver() ? held.client() : lease().client();
    }

    /**
     * Called when a producer or consumer starts. The client is released with the last one that stops, because Camel
     * never stops endpoints that it has evicted.
     */
    void attach(Object user) {
        resourcesLock.lock();
        try {
            users.add(user);
            addHealthCheck(lease());
        } finally {
            resourcesLock.unlock();
        }
    }

    void detach(Object user) {
        resourcesLock.lock();
        try {
            if (users.remove(user) && users.isEmpty()) {
                releaseClient();
            }
        } finally {
            resourcesLock.unlock();
        }
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        backend().capabilities().requireSupported(operation);
        if (operation.needsClient()) {
            SpeechRequest options = binding.checkOptions();
            cachedTexts.checkOptions(options);
            streamedTexts.checkOptions(options);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (operation.needsClient()) {
            resourcesLock.lock();
            try {
                addHealthCheck(lease());
            } finally {
                resourcesLock.unlock();
            }
        }
    }

    @Override
    protected void doStop() throws Exception {
        resourcesLock.lock();
        try {
            releaseClient();
        } finally {
            resourcesLock.unlock();
        }
        super.doStop();
    }

    private ClientLease lease() {
        resourcesLock.lock();
        try {
            if (lease != null && lease.isOver()) {
                renew();
            }
            if (lease == null) {
                lease = getComponent().lease(configuration, backend());
            }
            return lease;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new RuntimeCamelException(e);
        } finally {
            resourcesLock.unlock();
        }
    }

    /** The component was stopped and started again. */
    private void renew() throws Exception {
        boolean isWatched = healthCheck != null;
        releaseClient();
        ClientLease renewed = getComponent().lease(configuration, backend());
        lease = renewed;
        if (isWatched) {
            addHealthCheck(renewed);
        }
    }

    private void releaseClient() {
        if (healthCheck != null) {
            WritableHealthCheckRepository producers = healthChecks();
            if (producers != null) {
                healthCheck.removeFrom(producers);
            }
            leaveWatch.run();
            healthCheck = null;
        }
        if (lease != null) {
            lease.release();
            lease = null;
        }
    }

    private void addHealthCheck(ClientLease current) {
        WritableHealthCheckRepository producers = healthChecks();
        if (producers == null || healthCheck != null || operation == QwenTtsOperation.webhook) {
            return;
        }
        QwenTtsComponent component = getComponent();
        SharedResources shared = component.resources();
        AccessMonitor watch = shared.joinWatch(current.access(), component.getHealthCheckInterval());
        leaveWatch = () -> shared.leaveWatch(watch);
        healthCheck = new QwenTtsHealthCheck(this, watch, current, producers);
        healthCheck.setEnabled(component.isHealthCheckProducerEnabled());
        healthCheck.addTo(producers);
    }

    private void confirmAccess() {
        QwenTtsHealthCheck check = healthCheck;
        if (check != null) {
            check.confirmAccess();
        }
    }

    /** Camel's health checks of producers; null if the context has no health checks. */
    private @Nullable WritableHealthCheckRepository healthChecks() {
        return HealthCheckHelper.getHealthCheckRepository(
                getCamelContext(), "producers", WritableHealthCheckRepository.class);
    }
}
