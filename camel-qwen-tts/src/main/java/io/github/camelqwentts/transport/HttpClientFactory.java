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

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.camelqwentts.transport.HttpSettings.Proxy;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.auth.CredentialsProviderBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Creates HTTP clients from {@link HttpSettings}. */
final class HttpClientFactory {

    private static final TimeValue IDLE_BEFORE_CHECK = TimeValue.ofSeconds(2);

    private HttpClientFactory() {}

    /**
     * Creates a client that is not started.
     *
     * @param names resolves all names, ahead of each connection
     * @param threads makes the threads of the client
     */
    static CloseableHttpAsyncClient create(HttpSettings settings, NameLookup names, ThreadFactory threads) {
        // New tasks need a permit each and so never take more than half: the rest is for downloads, polls, recoveries.
        int most = (int) Math.min(2L * settings.maxConnections(), Integer.MAX_VALUE);
        PoolingAsyncClientConnectionManagerBuilder connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnTotal(most)
                .setMaxConnPerRoute(most)
                // Multiplexing is experimental, and without it HTTP/2 is not faster.
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .setHandshakeTimeout(Timeout.of(settings.connectTimeout()))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setValidateAfterInactivity(IDLE_BEFORE_CHECK)
                        .build())
                .setTlsStrategy(tls(settings).buildAsync())
                .setDnsResolver(names);
        HttpAsyncClientBuilder builder = HttpAsyncClients.custom()
                .setConnectionManager(connections.build())
                .setUserAgent(userAgent())
                .setThreadFactory(threads)
                .setIoSessionDecorator(OutlivedSession::new)
                .setRedirectStrategy(new DownloadRedirects())
                .addExecInterceptorFirst("runtime", new RuntimeRecorder())
                .addExecInterceptorBefore(ChainElement.CONNECT.name(), "names", names)
                // HttpClient must not retry, because it does not know which tasks may be sent twice.
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

    /** The hosts of the proxies that may be used. */
    static List<String> proxies(HttpSettings settings) {
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
            // Otherwise Java's own check would also run and refuse names that this verifier allows.
            tls.setHostVerificationPolicy(HostnameVerificationPolicy.CLIENT)
                    .setHostnameVerifier(settings.hostnameVerifier());
        }
        return tls;
    }

    private static void useProxy(HttpAsyncClientBuilder builder, Proxy proxy) {
        builder.setRoutePlanner(new BypassedProxy(proxy));
        if (proxy.username() != null && proxy.password() != null) {
            builder.setDefaultCredentialsProvider(CredentialsProviderBuilder.create()
                    .add(
                            new AuthScope(proxy.host(), proxy.port()),
                            new UsernamePasswordCredentials(
                                    proxy.username(), proxy.password().toCharArray()))
                    .build());
        }
    }

    /** Allows {@link HttpTransport} to cancel an exchange. */
    private static final class RuntimeRecorder implements AsyncExecChainHandler {

        @Override
        public void execute(
                HttpRequest request,
                AsyncEntityProducer body,
                AsyncExecChain.Scope scope,
                AsyncExecChain chain,
                AsyncExecCallback callback)
                throws HttpException, IOException {
            scope.clientContext.setAttribute(HttpExchanges.RUNTIME_ATTRIBUTE, scope.execRuntime);
            chain.proceed(request, body, scope, callback);
        }
    }

    private static final class BypassedProxy extends DefaultProxyRoutePlanner {

        private final Predicate<String> bypass;

        BypassedProxy(Proxy proxy) {
            super(new HttpHost(proxy.scheme(), proxy.host(), proxy.port()));
            this.bypass = proxy.bypass();
        }

        @Override
        protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) throws HttpException {
            return bypass.test(target.getHostName()) ? null : super.determineProxy(target, context);
        }
    }

    private static final class DownloadRedirects extends DefaultRedirectStrategy {

        @Override
        public boolean isRedirectAllowed(
                HttpHost currentTarget, HttpHost newTarget, HttpRequest redirect, HttpContext context) {
            return HttpTransport.mayDownload(newTarget, (HttpHost) context.getAttribute(HttpTransport.API_ATTRIBUTE))
                    && super.isRedirectAllowed(currentTarget, newTarget, redirect, context);
        }
    }

    /** The version is in the manifest of the jar. */
    private static String userAgent() {
        String version = HttpClientFactory.class.getPackage().getImplementationVersion();
        return version == null ? "camel-qwen-tts" : "camel-qwen-tts/" + version;
    }
}
