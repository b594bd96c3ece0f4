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

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP for any number of clients. Responses are spooled as they arrive. Calls run in its {@link CallRegister}, so that
 * closing the transport lets them end first.
 */
public final class HttpTransport {

    private static final int MAX_REDIRECTS = 5;
    private static final RequestConfig POST = config(false);
    private static final RequestConfig GET = config(true);
    static final String API_ATTRIBUTE = HttpTransport.class.getName() + ".api";

    private final SpoolSettings spools;
    private final Executor worker;
    private final Executor blocking;
    private final ScheduledExecutorService scheduler;
    private final Admission admission;
    private final Connections connections;
    private final HttpExchanges exchanges;
    private final CallRegister calls;

    /** Blocks workers while names are resolved; see the other constructor. */
    public HttpTransport(
            HttpSettings settings, SpoolSettings spools, Executor worker, ScheduledExecutorService scheduler) {
        this(settings, spools, worker, worker, scheduler);
    }

    /**
     * Starts no thread before the first call.
     *
     * @param worker decodes responses and passes results on; it should be bounded, and must not run tasks on the caller
     * @param blocking resolves names, reads streams of users and closes connections, which may block for long
     * @param scheduler triggers retries and deadlines; its threads are never blocked
     */
    public HttpTransport(
            HttpSettings settings,
            SpoolSettings spools,
            Executor worker,
            Executor blocking,
            ScheduledExecutorService scheduler) {
        this(settings, spools, worker, blocking, scheduler, SystemDefaultDnsResolver.INSTANCE);
    }

    HttpTransport(
            HttpSettings settings,
            SpoolSettings spools,
            Executor worker,
            Executor blocking,
            ScheduledExecutorService scheduler,
            DnsResolver dns) {
        this.spools = spools;
        this.worker = worker;
        this.blocking = blocking;
        this.scheduler = scheduler;
        this.admission = new Admission(settings.maxConnections(), worker, scheduler);
        this.connections = new Connections(settings, dns, blocking);
        this.exchanges = new HttpExchanges(connections, spools, worker, scheduler);
        this.calls = new CallRegister(worker);
    }

    /** The calls in progress. Requests are made within calls that run there. */
    public CallRegister calls() {
        return calls;
    }

    /**
     * Refuses new calls, lets those in progress end, cancels what is left of them, and closes the connections.
     *
     * @param grace maximum time to wait for the calls
     */
    public void close(Duration grace) {
        calls.finish(grace);
        connections.close();
    }

    /**
     * Refuses new calls, and closes the connections after the calls in progress. Does not block.
     *
     * @return completed when the connections are closed
     */
    public CompletableFuture<Void> closeWhenIdle() {
        calls.refuse();
        return calls.whenOver().thenRunAsync(connections::close, blocking);
    }

    /** Whether the HTTP client has failed; the next call creates a new one. */
    public boolean isBroken() {
        return !calls.isClosed() && connections.areBroken();
    }

    public SpoolSettings spools() {
        return spools;
    }

    public Executor worker() {
        return worker;
    }

    /** Runs tasks that may block for long. */
    public Executor blocking() {
        return blocking;
    }

    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** Admits new tasks. */
    public Admission admission() {
        return admission;
    }

    /**
     * Sends tasks to the API.
     *
     * @param limit maximum number of bytes of the response
     * @return the response; fails with a {@link TransportException}, on any thread
     */
    public CompletableFuture<SpooledResponse> post(URI api, String apiKey, Spool body, long limit, CallScope call) {
        connections.allow(api.getHost());
        BasicHttpRequest request = new BasicHttpRequest("POST", api);
        request.setHeader("Authorization", "Bearer " + apiKey);
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(POST);
        return exchanges.spool(request, body, context, limit, limit, call);
    }

    /**
     * Sends a request to an API. Redirects are not followed.
     *
     * @return the response; fails with a {@link TransportException}, on any thread
     */
    public CompletableFuture<SpooledResponse> send(ApiRequest request, CallScope call) {
        connections.allow(request.uri().getHost());
        BasicHttpRequest head = new BasicHttpRequest(request.method(), request.uri());
        request.headers().forEach(head::setHeader);
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(POST);
        return exchanges.spool(head, request.body(), context, request.limit(), request.errorLimit(), call);
    }

    /**
     * Sends a request, and reads the response while it arrives. The response is returned without waiting for its body,
     * which may be audio, events to be decoded, or an error: status and {@code Content-Type} decide. Errors are read
     * when {@link GrowingSpool#whole} has completed, events are decoded by {@link GrowingSpool#forward}.
     *
     * <p>The call has to continue until the body has ended, see {@link CallRegister#runStream}. When the body is
     * cancelled or the call ends, the connection is closed, which ends the work at a server that notices.
     *
     * @param headers the headers of the request, such as {@code Authorization}
     * @param limit maximum number of bytes of the body
     * @return the response, on a worker, when its head is there; fails with a {@link TransportException}, on any thread. Its
     *     body fails with one if the connection breaks before its end.
     */
    public CompletableFuture<StreamedResponse> stream(
            URI api, Map<String, String> headers, Spool body, long limit, CallScope call) {
        connections.allow(api.getHost());
        BasicHttpRequest request = new BasicHttpRequest("POST", api);
        headers.forEach(request::setHeader);
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(POST);
        return exchanges.stream(request, body, context, limit, call);
    }

    /** Returns an empty spool, for audio that is decoded or joined while it is read. */
    public GrowingSpool growingSpool(long limit, CallScope call) {
        return new GrowingSpool(spools, limit, call.deadline(), worker, scheduler);
    }

    /**
     * Downloads audio. Redirects are followed if {@link #mayDownload} allows their target.
     *
     * @param limit maximum number of bytes of the audio
     * @return the response; fails with a {@link TransportException}, on any thread
     */
    public CompletableFuture<SpooledResponse> get(URI audio, URI api, long limit, CallScope call) {
        connections.allow(api.getHost());
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(GET);
        context.setAttribute(API_ATTRIBUTE, hostOf(api));
        BasicHttpRequest request = new BasicHttpRequest("GET", audio);
        return exchanges.spool(request, null, context, limit, limit, call);
    }

    /** Whether audio may be downloaded: over HTTPS from any host, otherwise from the API host only. */
    public static boolean mayDownload(URI audio, URI api) {
        return audio.getHost() != null && mayDownload(hostOf(audio), hostOf(api));
    }

    public static boolean mayDownload(HttpHost audio, HttpHost api) {
        return "https".equalsIgnoreCase(audio.getSchemeName()) || audio.equals(api);
    }

    private static HttpHost hostOf(URI uri) {
        return new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
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
}
