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
package io.github.camelqwentts.benchmarks;

import java.util.concurrent.CompletableFuture;

import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;

/** The asynchronous client that the component is built on, used as its own examples do. */
final class AsyncClientPeer extends ClientPeer {

    private final CloseableHttpAsyncClient client;
    private final String api;

    AsyncClientPeer(String api, Workload workload) {
        super(workload);
        this.api = api;
        client = client(workload.connections());
        client.start();
    }

    /** Returns a client that is not started. */
    static CloseableHttpAsyncClient client(int connections) {
        return HttpAsyncClients.custom()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .build())
                .build();
    }

    @Override
    CompletableFuture<byte[]> post(byte[] body) {
        return send(
                client,
                SimpleRequestBuilder.post(api)
                        .setHeader("Authorization", "Bearer any")
                        .setBody(body, ContentType.APPLICATION_JSON)
                        .build());
    }

    @Override
    CompletableFuture<byte[]> get(String url) {
        return send(client, SimpleRequestBuilder.get(url).build());
    }

    @Override
    public void close() throws Exception {
        client.close();
    }

    static CompletableFuture<byte[]> send(CloseableHttpAsyncClient client, SimpleHttpRequest request) {
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        client.execute(request, new Completion<>(body, SimpleHttpResponse::getBodyBytes));
        return body;
    }
}
