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

import java.io.File;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.monitor.TaskMonitor;
import io.github.camelqwentts.runware.HttpTransport;
import io.github.camelqwentts.runware.PollSchedule;
import io.github.camelqwentts.runware.RunwareClient;
import io.github.camelqwentts.runware.RunwareOptions;
import io.github.camelqwentts.runware.SpoolFiles;
import io.github.camelqwentts.runware.SpoolSettings;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.spi.StreamCachingStrategy;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.FileUtil;
import org.apache.camel.util.ObjectHelper;

/**
 * Creates the endpoints, and owns what they share: threads, and connections, of which endpoints with the same settings
 * use the same.
 */
@Component("qwen-tts")
public class QwenTtsComponent extends HealthCheckComponent {

    private static final String API_KEY_VARIABLE = "RUNWARE_API_KEY";
    private static final Duration TIDY_UP_INTERVAL = Duration.ofSeconds(15);

    @Metadata
    private QwenTtsConfiguration configuration = new QwenTtsConfiguration();

    @Metadata(label = "producer")
    private String webhookPublicUrl;

    @Metadata(label = "health", defaultValue = "30s", javaType = "java.time.Duration")
    private Duration healthCheckInterval = Duration.ofSeconds(30);

    private final List<QwenTtsConfiguration> webhooks = new CopyOnWriteArrayList<>();
    private final Map<TransportKey, HttpTransport> transports = new HashMap<>();
    private final Map<Object, AccessWatch> watches = new HashMap<>();
    private final SpoolFiles files = new SpoolFiles(this::spoolDirectory);
    private TaskMonitor monitor;
    private ExecutorService routeExecutor;
    private ExecutorService worker;
    private ScheduledExecutorService scheduler;

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

    public String getWebhookPublicUrl() {
        return webhookPublicUrl;
    }

    /**
     * The address at which the API reaches this context's HTTP server, such as https://speech.example.org, without the
     * webhookPath. With it, the operation submit has its results posted to the webhook that runs in this context, unless
     * webhookUrl says otherwise.
     */
    public void setWebhookPublicUrl(String webhookPublicUrl) {
        this.webhookPublicUrl = webhookPublicUrl;
    }

    public Duration getHealthCheckInterval() {
        return healthCheckInterval;
    }

    /**
     * The pause between two questions of the health check to the API, which cost nothing. Endpoints with the same
     * baseUrl and apiKey share them.
     */
    public void setHealthCheckInterval(Duration healthCheckInterval) {
        this.healthCheckInterval = healthCheckInterval;
    }

    /**
     * A client for code that speaks without a route. It has the options of this component, also where a request leaves
     * a parameter open. It starts the component if need be and works until that stops.
     *
     * @throws IllegalArgumentException if an option breaks a rule, or if there is no key
     */
    public SpeechClient createSpeechClient() throws Exception {
        ServiceHelper.startService(this);
        QwenTtsConfiguration options = configuration.copy();
        SpeechRequest defaults = new QwenTtsBinding(getCamelContext(), options, options).checkOptions();
        return new ConfiguredSpeechClient(clientOf(options), defaults);
    }

    @Override
    protected QwenTtsEndpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        QwenTtsOperation operation = QwenTtsOperation.of(remaining);
        QwenTtsEndpoint endpoint = new QwenTtsEndpoint(uri, this, operation, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /**
     * The client of an endpoint with these options.
     *
     * @throws IllegalArgumentException if an option breaks a rule, or if there is no key
     */
    SpeechClient clientOf(QwenTtsConfiguration options) throws Exception {
        return options.getSpeechClient() != null ? options.getSpeechClient() : createClient(options);
    }

    private SpeechClient createClient(QwenTtsConfiguration options) throws Exception {
        RunwareOptions checked = RunwareOptions.builder()
                .apiKey(apiKey(options))
                .baseUrl(options.getBaseUrl())
                .requestTimeout(options.getRequestTimeout())
                .maxRetries(options.getMaxRetries())
                .retryDelay(options.getRetryDelay())
                .maxRetryDelay(options.getMaxRetryDelay())
                .download(options.getDownload())
                .maxAudioSize(options.getMaxAudioSize())
                .batchSize(options.getBatchSize())
                .pollSchedule(new PollSchedule(
                        options.getPollInitialDelay(),
                        options.getPollInterval(),
                        options.getPollBackoffMultiplier(),
                        options.getPollMaxInterval()))
                .build();
        return new RunwareClient(transport(options), checked);
    }

    void addWebhook(QwenTtsConfiguration options) {
        webhooks.add(options);
    }

    void removeWebhook(QwenTtsConfiguration options) {
        webhooks.remove(options);
    }

    /**
     * The address, with its token, of the webhook that runs in this context; null where none does, or where it is not
     * known how it is reached.
     *
     * @throws IllegalArgumentException if there are several
     */
    String webhookUrl() {
        if (webhookPublicUrl == null || webhooks.isEmpty()) {
            return null;
        }
        if (webhooks.size() > 1) {
            throw new IllegalArgumentException(
                    "webhookUrl is not set: it must be, as " + webhooks.size() + " webhooks run in this context");
        }
        QwenTtsConfiguration webhook = webhooks.get(0);
        String address = FileUtil.stripTrailingSeparator(webhookPublicUrl) + webhook.getWebhookPath();
        return WebhookReceiver.NO_TOKEN.equals(webhook.getWebhookToken())
                ? address
                : address + "?token=" + URLEncoder.encode(webhook.getWebhookToken(), StandardCharsets.UTF_8);
    }

    /** What watches the access that a client with these options has; the same for all that have it in common. */
    AccessWatch watch(QwenTtsConfiguration options, SpeechClient client) {
        Object access = options.getSpeechClient() != null
                ? options.getSpeechClient()
                : options.getBaseUrl() + " " + apiKey(options);
        synchronized (watches) {
            return watches.computeIfAbsent(
                    access, unwatched -> new AccessWatch(client::checkAccess, scheduler, healthCheckInterval));
        }
    }

    /** What watches the tasks of all endpoints; null before the start. */
    TaskMonitor monitor() {
        return monitor;
    }

    /** Where routes run. */
    ExecutorService routeExecutor() {
        return routeExecutor;
    }

    /** Goes on where it does no harm to block, as routes may, which no thread of the client is. */
    void resume(Runnable rest) {
        try {
            routeExecutor.execute(rest);
        } catch (RejectedExecutionException e) {
            // Camel is stopping, and what was begun has to end nevertheless.
            rest.run();
        }
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (healthCheckInterval.isNegative() || healthCheckInterval.isZero()) {
            throw new IllegalArgumentException(
                    "healthCheckInterval=" + healthCheckInterval + " is not valid: it must be longer than nothing");
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ExecutorServiceManager executors = getCamelContext().getExecutorServiceManager();
        int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
        routeExecutor = executors.newDefaultThreadPool(this, "QwenTts");
        monitor = new TaskMonitor(getCamelContext(), this::resume);
        worker = executors.newThreadPool(this, "QwenTtsWorker", unboundedQueue("QwenTtsWorker", cores));
        scheduler = executors.newScheduledThreadPool(this, "QwenTtsScheduler", unboundedQueue("QwenTtsScheduler", 1));
        worker.execute(files::removeAbandoned);
        scheduler.scheduleWithFixedDelay(
                files::tidyUp, TIDY_UP_INTERVAL.toMillis(), TIDY_UP_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() throws Exception {
        closeTransports();
        ExecutorServiceManager executors = getCamelContext().getExecutorServiceManager();
        executors.shutdownGraceful(routeExecutor);
        executors.shutdownNow(worker);
        executors.shutdownNow(scheduler);
        files.close();
        synchronized (watches) {
            watches.clear();
        }
        super.doStop();
    }

    /**
     * What waits here is small and has an exchange each. Camel's own limits would refuse it, or let the I/O threads do
     * the work, and with a limit of none at all there would be no queue.
     */
    private static ThreadPoolProfile unboundedQueue(String id, int threads) {
        ThreadPoolProfile profile = new ThreadPoolProfile(id);
        profile.setPoolSize(threads);
        profile.setMaxPoolSize(threads);
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        return profile;
    }

    /** Called while endpoints start, never by a message. */
    private HttpTransport transport(QwenTtsConfiguration options) throws Exception {
        String scheme = options.getBaseUrl().startsWith("http:") ? "http" : "https";
        TransportKey key = new TransportKey(
                scheme,
                URI.create(options.getBaseUrl()).getHost(),
                options.getSslContextParameters(),
                options.getConnectTimeout(),
                options.getMaxConnections(),
                options.getSpoolThreshold());
        synchronized (transports) {
            HttpTransport transport = transports.get(key);
            if (transport == null) {
                transport = new HttpTransport(
                        InheritedHttpSettings.of(getCamelContext(), scheme, options),
                        new SpoolSettings(options.getSpoolThreshold(), files),
                        worker,
                        scheduler);
                transports.put(key, transport);
            }
            return transport;
        }
    }

    /** All that is in flight has as long as Camel gives a shutdown, unless the routes have used that up already. */
    private void closeTransports() {
        List<HttpTransport> open;
        synchronized (transports) {
            open = List.copyOf(transports.values());
            transports.clear();
        }
        ShutdownStrategy shutdown = getCamelContext().getShutdownStrategy();
        long grace = shutdown.isTimeoutOccurred() ? 0 : shutdown.getTimeUnit().toNanos(shutdown.getTimeout());
        long begin = System.nanoTime();
        open.forEach(HttpTransport::refuseCalls);
        open.forEach(transport -> transport.close(Duration.ofNanos(Math.max(0, grace - (System.nanoTime() - begin)))));
    }

    private File spoolDirectory() {
        StreamCachingStrategy caching = getCamelContext().getStreamCachingStrategy();
        File directory = caching == null ? null : caching.getSpoolDirectory();
        return directory != null && directory.isDirectory() ? directory : null;
    }

    private static String apiKey(QwenTtsConfiguration options) {
        String key =
                ObjectHelper.isNotEmpty(options.getApiKey()) ? options.getApiKey() : System.getenv(API_KEY_VARIABLE);
        if (ObjectHelper.isEmpty(key)) {
            throw new IllegalArgumentException(
                    "apiKey is not set: give the option apiKey or the environment variable " + API_KEY_VARIABLE);
        }
        return key;
    }

    /** What tells the connections of endpoints apart. */
    private record TransportKey(
            String scheme,
            String host,
            SSLContextParameters tls,
            Duration connectTimeout,
            int maxConnections,
            int spoolThreshold) {}
}
