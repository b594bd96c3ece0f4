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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import io.github.camelqwentts.cache.DirectorySpeechCache;
import io.github.camelqwentts.monitor.TaskMonitor;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechCache;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.FileUtil;
import org.apache.camel.util.PropertiesHelper;
import org.jspecify.annotations.Nullable;

/**
 * Creates the endpoints, and owns what they share: threads, and connections, of which endpoints with the same settings
 * use the same.
 *
 * @since 1.0
 */
@Component("qwen-tts")
public class QwenTtsComponent extends HealthCheckComponent {

    private static final Map<String, SpeechBackendFactory> BACKENDS =
            Map.of(RunwareBackend.NAME, RunwareBackend::new, OpenAiBackend.NAME, OpenAiBackend::new);

    @Metadata
    private QwenTtsConfiguration configuration = new QwenTtsConfiguration();

    @Metadata(label = "producer")
    private @Nullable String webhookExternalUrl;

    @Metadata(label = "health", defaultValue = "30s", javaType = "java.time.Duration")
    private Duration healthCheckInterval = Duration.ofSeconds(30);

    @Metadata(label = "producer,cache")
    private @Nullable String cacheDirectory;

    @Metadata(label = "producer,cache", defaultValue = "1073741824")
    private long cacheMaxSize = 1L << 30;

    private volatile @Nullable SpeechCache directoryCache;
    private final List<QwenTtsConfiguration> webhooks = new CopyOnWriteArrayList<>();
    private final ReentrantLock resourcesLock = new ReentrantLock();
    private volatile @Nullable SharedResources resources;
    private volatile boolean stopped;

    public QwenTtsComponent() {}

    public QwenTtsComponent(CamelContext context) {
        super(context);
    }

    public QwenTtsConfiguration getConfiguration() {
        return configuration;
    }

    /** The options that all endpoints have unless they set them themselves. */
    public void setConfiguration(QwenTtsConfiguration configuration) {
        this.configuration = configuration;
    }

    public @Nullable String getWebhookExternalUrl() {
        return webhookExternalUrl;
    }

    /**
     * External URL of this context's HTTP server, such as https://speech.example.org, without the webhookPath. If set,
     * the API posts the results of the operation submit to the webhook of this context, unless webhookUrl is set.
     */
    public void setWebhookExternalUrl(@Nullable String webhookExternalUrl) {
        this.webhookExternalUrl = webhookExternalUrl;
    }

    public Duration getHealthCheckInterval() {
        return healthCheckInterval;
    }

    /**
     * Delay between two requests of the health check, which cost nothing. Endpoints with the same baseUrl and apiKey
     * share them.
     */
    public void setHealthCheckInterval(Duration healthCheckInterval) {
        this.healthCheckInterval = healthCheckInterval;
    }

    public @Nullable String getCacheDirectory() {
        return cacheDirectory;
    }

    /**
     * Directory in which the audio of all endpoints is cached, so that equal texts are bought once. Several processes
     * may share it. Not used by endpoints with the option cache.
     */
    public void setCacheDirectory(@Nullable String cacheDirectory) {
        this.cacheDirectory = cacheDirectory;
    }

    public long getCacheMaxSize() {
        return cacheMaxSize;
    }

    /**
     * Maximum size in bytes of the cacheDirectory. The least recently used audio is removed first.
     */
    public void setCacheMaxSize(long cacheMaxSize) {
        this.cacheMaxSize = cacheMaxSize;
    }

    /**
     * Returns the cache in the cacheDirectory, which is created on demand, after the options were set.
     *
     * @return null if there is none
     * @throws IllegalArgumentException if the cacheMaxSize is not valid
     */
    @Nullable
    SpeechCache directoryCache() {
        if (directoryCache == null && cacheDirectory != null) {
            resourcesLock.lock();
            try {
                if (directoryCache == null) {
                    directoryCache = new DirectorySpeechCache(Path.of(cacheDirectory), cacheMaxSize);
                }
            } finally {
                resourcesLock.unlock();
            }
        }
        return directoryCache;
    }

    /**
     * Creates a client for code that speaks without a route. It has the options of this component: they are the defaults
     * of requests, long texts are cut and joined, and the cache is used. It returns a result for each request, so the
     * options joinResults and subtitles do not apply. It starts the component if necessary, and works until that stops.
     *
     * @throws IllegalArgumentException if an option breaks a rule, or if there is no key
     */
    public SpeechClient createSpeechClient() throws Exception {
        ServiceHelper.startService(this);
        QwenTtsConfiguration options = configuration.copy();
        options.setJoinResults(false);
        options.setSubtitles(null);
        SpeechBackend backend = createBackend(options);
        SpeechSettings settings = new SpeechSettings(QwenTtsOperation.synthesize, options, options, () -> backend);
        LongTexts longTexts = new LongTexts(settings);
        SpeechRequest defaults = new QwenTtsBinding(getCamelContext(), settings).checkOptions();
        CachedTexts cachedTexts = new CachedTexts(this, settings, "a SpeechClient");
        cachedTexts.checkOptions(defaults);
        UnaryOperator<SpeechRequest> check = request -> {
            SpeechRequest checked = backend.check(request);
            backend.capabilities().requireSupported(checked);
            return checked;
        };
        RequestRules rules = new RequestRules(defaults, check, longTexts);
        return new DefaultingSpeechClient(lease(options, backend).client(), rules, cachedTexts, resources());
    }

    @Override
    protected QwenTtsEndpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        QwenTtsOperation operation = QwenTtsOperation.of(remaining);
        if (!stopped) {
            // Not later, because the meters may bind a bean while other threads read the registry to set properties.
            resources();
        }
        QwenTtsConfiguration options = configuration.copy();
        options.addFields(PropertiesHelper.extractProperties(parameters, QwenTtsConfiguration.FIELD_PREFIX));
        QwenTtsEndpoint endpoint = new QwenTtsEndpoint(PrintableUri.of(uri), this, operation, options);
        WrittenValues.prepare(parameters, getEndpointPropertyConfigurer());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return WrittenValues.checking(super.getComponentPropertyConfigurer());
    }

    /**
     * Creates the backend that the option backend names.
     *
     * @throws IllegalArgumentException if no backend has this name
     */
    SpeechBackend createBackend(QwenTtsConfiguration options) {
        Map<String, SpeechBackendFactory> backends = new TreeMap<>(BACKENDS);
        backends.putAll(getCamelContext().getRegistry().findByTypeWithName(SpeechBackendFactory.class));
        SpeechBackendFactory factory = backends.get(options.getBackend());
        if (factory == null) {
            throw InvalidSpeechRequestException.of(
                    "backend", options.getBackend(), "must be one of " + String.join(", ", backends.keySet()));
        }
        return factory.create(options);
    }

    /**
     * Creates a client for these options.
     *
     * @throws IllegalArgumentException if an option breaks a rule, or if one is missing
     */
    ClientLease lease(QwenTtsConfiguration options, SpeechBackend backend) throws Exception {
        return options.getSpeechClient() != null
                ? ClientLease.of(options.getSpeechClient())
                : ClientLease.of(backend, options, resources());
    }

    /**
     * Returns the guard that checks requests to the webhooks of this context before their bodies are read. For servers
     * that read a body before Camel sees the request; not part of the public API.
     */
    public List<WebhookGuard> webhookGuards() {
        return webhooks.stream().map(WebhookGuard::new).toList();
    }

    void addWebhook(QwenTtsConfiguration options) {
        webhooks.add(options);
    }

    void removeWebhook(QwenTtsConfiguration options) {
        webhooks.remove(options);
    }

    /**
     * Returns the address, with its token, of the webhook that runs in this context; null if no webhook runs, or if its
     * external URL is unknown.
     *
     * @throws IllegalArgumentException if there are several
     */
    @Nullable
    String webhookUrl() {
        if (webhookExternalUrl == null || webhooks.isEmpty()) {
            return null;
        }
        if (webhooks.size() > 1) {
            throw InvalidSpeechRequestException.missing(
                    "webhookUrl", "must name one of the " + webhooks.size() + " webhooks of this context");
        }
        QwenTtsConfiguration webhook = webhooks.get(0);
        String address = FileUtil.stripTrailingSeparator(webhookExternalUrl) + webhook.getWebhookPath();
        return WebhookToken.of(webhook).addTo(address);
    }

    /**
     * Returns the resources that all endpoints share. They are created on demand, which may be before the start: Camel
     * starts steps inside of some EIPs, and accepts messages, ahead of the component.
     *
     * @throws RejectedExecutionException if the component was stopped
     */
    SharedResources resources() {
        SharedResources made = resources;
        if (made != null) {
            return made;
        }
        resourcesLock.lock();
        try {
            if (stopped) {
                throw new RejectedExecutionException("The component qwen-tts was stopped");
            }
            if (resources == null) {
                resources = new SharedResources(getCamelContext(), this, this::resume);
            }
            return resources;
        } finally {
            resourcesLock.unlock();
        }
    }

    /** Watches the tasks of all endpoints; null before the first use and after the stop. */
    @Nullable
    TaskMonitor monitor() {
        SharedResources made = resources;
        return made == null ? null : made.monitor();
    }

    /** Continues an exchange on a thread that may block, as routes may; threads of the client must not. */
    void resume(Runnable rest) {
        SharedResources made = resources;
        try {
            if (made != null) {
                made.routes().execute(rest);
                return;
            }
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The pool was shut down, or memory is exhausted.
        }
        resumeLate(rest);
    }

    /** Ends an exchange without the pool, because every exchange has to end. */
    private void resumeLate(Runnable rest) {
        Thread late;
        try {
            late = getCamelContext().getExecutorServiceManager().newThread("QwenTtsLate", rest);
            late.start();
        } catch (RuntimeException | OutOfMemoryError e) {
            rest.run();
        }
    }

    /** Returns an executor that limits the number of exchanges of one producer or consumer that continue at a time. */
    HandOver handOver(int most) {
        return handOver(most, HandOver.FEW);
    }

    /** @param atOnce the number of them that continue without a wait */
    HandOver handOver(int most, int atOnce) {
        return new HandOver(this::resume, () -> resources().scheduler(), most, atOnce);
    }

    /** Called before options are set and printed. */
    @Override
    protected void doBuild() throws Exception {
        super.doBuild();
        SensitiveOptions.register(getCamelContext());
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        stopped = false;
        if (healthCheckInterval.isNegative() || healthCheckInterval.isZero()) {
            throw new IllegalArgumentException("healthCheckInterval=" + healthCheckInterval
                    + " is not valid: must be positive, such as 30s or 5m");
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        // The context's own keywords may have been set since and have replaced ours.
        SensitiveOptions.register(getCamelContext());
        resources();
    }

    @Override
    protected void doStop() throws Exception {
        SharedResources made;
        resourcesLock.lock();
        try {
            stopped = true;
            made = resources;
        } finally {
            resourcesLock.unlock();
        }
        if (made != null) {
            // Exchanges that end meanwhile continue as usual.
            made.close();
            resources = null;
        }
        super.doStop();
    }
}
