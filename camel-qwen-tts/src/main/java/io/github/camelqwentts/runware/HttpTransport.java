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

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.github.camelqwentts.runware.GuardedResolver.PrivateAddressException;
import io.github.camelqwentts.runware.HttpSettings.Proxy;
import io.github.camelqwentts.speech.TooLargeException;
import org.apache.camel.component.http.CamelProxyRoutePlanner;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.auth.CredentialsProviderBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The connections to the API, for any number of {@link RunwareClient}s. Answers are spooled as they arrive. It keeps
 * book of the calls under way, so that closing it lets them end first.
 */
public final class HttpTransport {

    private static final int MAX_REDIRECTS = 5;
    private static final TimeValue IDLE_BEFORE_CHECK = TimeValue.ofSeconds(2);
    private static final Duration TIME_TO_NOTICE_CANCEL = Duration.ofSeconds(5);
    private static final String API_ATTRIBUTE = HttpTransport.class.getName() + ".api";
    private static final String RUNTIME_ATTRIBUTE = HttpTransport.class.getName() + ".runtime";

    private final GuardedResolver resolver;
    private final CloseableHttpAsyncClient client;
    private final SpoolSettings spools;
    private final Executor worker;
    private final ScheduledExecutorService scheduler;
    private final Admission admission;

    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private volatile boolean closed;

    /**
     * Starts the threads that serve the connections.
     *
     * @param worker where answers are parsed and decoded; it should be bounded, and must not run tasks on the caller
     * @param scheduler what retries and deadlines wait on; its threads are never held
     */
    public HttpTransport(
            HttpSettings settings, SpoolSettings spools, Executor worker, ScheduledExecutorService scheduler) {
        this(settings, spools, worker, scheduler, SystemDefaultDnsResolver.INSTANCE);
    }

    HttpTransport(
            HttpSettings settings,
            SpoolSettings spools,
            Executor worker,
            ScheduledExecutorService scheduler,
            DnsResolver names) {
        this.spools = spools;
        this.worker = worker;
        this.scheduler = scheduler;
        this.admission = new Admission(settings.maxConnections(), worker, scheduler);
        this.resolver = new GuardedResolver(names);
        proxies(settings).forEach(resolver::addProxy);
        this.client = build(settings, resolver);
        this.client.start();
    }

    /** Lets no more calls begin; those under way go on. */
    public void refuseCalls() {
        closed = true;
    }

    /**
     * Refuses new calls, lets those under way end, and cancels what is left of them.
     *
     * @param grace how long they have
     */
    public void close(Duration grace) {
        refuseCalls();
        awaitIdle(grace);
        calls.forEach(Call::cancel);
        awaitIdle(TIME_TO_NOTICE_CANCEL);
        // Immediately would race with the I/O threads, which then complain in the log.
        client.close(CloseMode.GRACEFUL);
    }

    /** Refuses new calls, and closes the connections after those under way. */
    public void closeWhenIdle() {
        refuseCalls();
        if (calls.isEmpty()) {
            client.close(CloseMode.GRACEFUL);
        }
    }

    /** Whether no more calls can begin. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether the connections are lost, until the next call makes new ones. */
    public boolean isBroken() {
        return client.getStatus().compareTo(IOReactorStatus.ACTIVE) > 0;
    }

    SpoolSettings spools() {
        return spools;
    }

    Executor worker() {
        return worker;
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** Whom to ask before new tasks are sent. */
    Admission admission() {
        return admission;
    }

    /** @return false if the transport is closed and the call must not begin */
    boolean begin(Call call) {
        calls.add(call);
        if (closed) {
            end(call);
            return false;
        }
        return true;
    }

    void end(Call call) {
        calls.remove(call);
        lock.lock();
        try {
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends tasks to the API.
     *
     * @param limit the most bytes that the answer may have
     * @return the answer; fails with a {@link TransportException}, on any thread
     */
    CompletableFuture<HttpAnswer> post(URI api, String apiKey, Spool body, long limit, Call call) {
        resolver.addApi(api.getHost());
        BasicHttpRequest request = new BasicHttpRequest("POST", api);
        request.setHeader("Authorization", "Bearer " + apiKey);
        SpoolProducer producer = new SpoolProducer(body);
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(config(false));
        return execute(new BasicRequestProducer(request, producer), context, limit, call, producer::hasBegun);
    }

    /**
     * Downloads audio. Redirects are followed to where {@link #mayDownload} allows.
     *
     * @param limit the most bytes that the audio may have
     * @return the answer; fails with a {@link TransportException}, on any thread
     */
    CompletableFuture<HttpAnswer> get(URI audio, URI api, long limit, Call call) {
        resolver.addApi(api.getHost());
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(config(true));
        context.setAttribute(API_ATTRIBUTE, hostOf(api));
        BasicHttpRequest request = new BasicHttpRequest("GET", audio);
        return execute(new BasicRequestProducer(request, null), context, limit, call, () -> false);
    }

    /** Audio comes over TLS, or from the very host that the API was configured to be. */
    static boolean mayDownload(URI audio, URI api) {
        return audio.getHost() != null && mayDownload(hostOf(audio), hostOf(api));
    }

    private static boolean mayDownload(HttpHost audio, HttpHost api) {
        return "https".equalsIgnoreCase(audio.getSchemeName()) || audio.equals(api);
    }

    private static HttpHost hostOf(URI uri) {
        return new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
    }

    private CompletableFuture<HttpAnswer> execute(
            AsyncRequestProducer producer, HttpContext context, long limit, Call call, BooleanSupplier sent) {
        CompletableFuture<HttpAnswer> answer = call.step(new CompletableFuture<>());
        if (answer.isDone()) {
            return answer;
        }
        SpoolingConsumer consumer = new SpoolingConsumer(spools, limit);
        Future<?> exchange = client.execute(producer, consumer, null, context, new FutureCallback<>() {
            @Override
            public void completed(HttpAnswer whole) {
                if (!answer.complete(whole)) {
                    whole.body().close();
                }
            }

            @Override
            public void failed(Exception cause) {
                answer.completeExceptionally(
                        cause instanceof TooLargeException || cause instanceof PrivateAddressException
                                ? cause
                                : TransportException.broken(sent.getAsBoolean(), cause));
            }

            @Override
            public void cancelled() {
                answer.completeExceptionally(new CancellationException());
            }
        });
        Future<?> alarm = scheduler.schedule(
                () -> answer.completeExceptionally(TransportException.outOfTime(sent.getAsBoolean())),
                call.deadline().remaining().toNanos(),
                TimeUnit.NANOSECONDS);
        answer.whenComplete((whole, failure) -> {
            alarm.cancel(false);
            if (failure != null) {
                exchange.cancel(true);
                breakOff(context);
                consumer.abandon();
            }
        });
        return answer;
    }

    /**
     * Gives back the connection of an exchange that was cancelled. The client does so itself only where the exchange had
     * to wait for its connection: where one was free, it forgets what there is to cancel.
     */
    private static void breakOff(HttpContext context) {
        if (context.getAttribute(RUNTIME_ATTRIBUTE) instanceof AsyncExecRuntime runtime) {
            runtime.discardEndpoint();
        }
    }

    private void awaitIdle(Duration time) {
        lock.lock();
        try {
            long nanos = time.toNanos();
            while (!calls.isEmpty() && nanos > 0) {
                nanos = idle.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** No time-out per read: a call has one deadline, and the API is silent while the model works. */
    private static RequestConfig config(boolean redirects) {
        return RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.DISABLED)
                .setResponseTimeout(Timeout.DISABLED)
                .setRedirectsEnabled(redirects)
                .setMaxRedirects(MAX_REDIRECTS)
                .setContentCompressionEnabled(false)
                .build();
    }

    private static CloseableHttpAsyncClient build(HttpSettings settings, DnsResolver resolver) {
        // New tasks need a permit each and so never take more than half: the rest is for downloads, polls, recoveries.
        int most = (int) Math.min(2L * settings.maxConnections(), Integer.MAX_VALUE);
        PoolingAsyncClientConnectionManagerBuilder connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnTotal(most)
                .setMaxConnPerRoute(most)
                // Multiplexing would be experimental, and without it HTTP/2 is no faster.
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .setHandshakeTimeout(Timeout.of(settings.connectTimeout()))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setValidateAfterInactivity(IDLE_BEFORE_CHECK)
                        .build())
                .setTlsStrategy(tls(settings).buildAsync())
                .setDnsResolver(resolver);
        HttpAsyncClientBuilder builder = HttpAsyncClients.custom()
                .setConnectionManager(connections.build())
                .setUserAgent("camel-qwen-tts")
                .setThreadFactory(new DefaultThreadFactory("qwen-tts-http", true))
                .setRedirectStrategy(new DownloadRedirects())
                .addExecInterceptorFirst("runtime", (request, body, scope, chain, callback) -> {
                    scope.clientContext.setAttribute(RUNTIME_ATTRIBUTE, scope.execRuntime);
                    chain.proceed(request, body, scope, callback);
                })
                // Retries are ours: only we know what may be sent twice.
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching();
        if (settings.useSystemProperties()) {
            builder.useSystemProperties();
        }
        if (settings.proxy() != null) {
            useProxy(builder, settings.proxy());
        }
        return builder.build();
    }

    private static List<String> proxies(HttpSettings settings) {
        Stream<String> own = settings.proxy() == null
                ? Stream.empty()
                : Stream.of(settings.proxy().host());
        Stream<String> javas = settings.useSystemProperties()
                ? Stream.of(System.getProperty("http.proxyHost"), System.getProperty("https.proxyHost"))
                : Stream.empty();
        return Stream.concat(own, javas).filter(Objects::nonNull).toList();
    }

    private static ClientTlsStrategyBuilder tls(HttpSettings settings) {
        ClientTlsStrategyBuilder tls = ClientTlsStrategyBuilder.create();
        if (settings.useSystemProperties()) {
            tls.useSystemProperties();
        }
        if (settings.sslContext() != null) {
            tls.setSslContext(settings.sslContext());
        }
        if (settings.hostnameVerifier() != null) {
            // Otherwise Java's own check would run beside it, and what it allows would be refused.
            tls.setHostVerificationPolicy(HostnameVerificationPolicy.CLIENT)
                    .setHostnameVerifier(settings.hostnameVerifier());
        }
        return tls;
    }

    private static void useProxy(HttpAsyncClientBuilder builder, Proxy proxy) {
        builder.setRoutePlanner(
                new CamelProxyRoutePlanner(new HttpHost(proxy.scheme(), proxy.host(), proxy.port()), proxy.bypass()));
        if (proxy.username() != null && proxy.password() != null) {
            builder.setDefaultCredentialsProvider(CredentialsProviderBuilder.create()
                    .add(
                            new AuthScope(proxy.host(), proxy.port()),
                            new UsernamePasswordCredentials(
                                    proxy.username(), proxy.password().toCharArray()))
                    .build());
        }
    }

    private static final class DownloadRedirects extends DefaultRedirectStrategy {

        @Override
        public boolean isRedirectAllowed(
                HttpHost currentTarget, HttpHost newTarget, HttpRequest redirect, HttpContext context) {
            return mayDownload(newTarget, (HttpHost) context.getAttribute(API_ATTRIBUTE))
                    && super.isRedirectAllowed(currentTarget, newTarget, redirect, context);
        }
    }
}
