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

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;

/** An HTTP proxy that asks for a name and a password, and keeps what it was asked for. */
final class TestProxy implements AutoCloseable {

    static final String USER = "user";
    static final String PASSWORD = "proxy-password-0815";

    private final Vertx vertx = Vertx.vertx();
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private final int port;

    TestProxy() throws Exception {
        port = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    int port() {
        return port;
    }

    /** The method and target of each request that was let through. */
    List<String> passed() {
        return List.copyOf(passed);
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private void handle(HttpServerRequest request) {
        String expected =
                "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(request.getHeader("Proxy-Authorization"))) {
            request.body()
                    .onComplete(read -> request.response()
                            .setStatusCode(407)
                            .putHeader("Proxy-Authenticate", "Basic realm=\"test\"")
                            .end());
            return;
        }
        passed.add(request.method() + " " + request.uri());
        if (request.method().equals(HttpMethod.CONNECT)) {
            tunnel(request);
        } else {
            forward(request);
        }
    }

    private void tunnel(HttpServerRequest request) {
        request.pause();
        String[] target = request.uri().split(":", -1);
        vertx.createNetClient()
                .connect(Integer.parseInt(target[1]), "127.0.0.1")
                .compose(back -> request.toNetSocket().onSuccess(front -> join(front, back)))
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }

    private static void join(NetSocket front, NetSocket back) {
        front.pipeTo(back);
        back.pipeTo(front);
    }

    private void forward(HttpServerRequest request) {
        request.body()
                .compose(body -> vertx.createHttpClient()
                        .request(
                                new RequestOptions().setMethod(request.method()).setAbsoluteURI(request.absoluteURI()))
                        .compose(sent -> {
                            request.headers().forEach((name, value) -> sent.putHeader(name, value));
                            return sent.send(body);
                        }))
                .compose(answer -> answer.body()
                        .onSuccess(body -> request.response()
                                .setStatusCode(answer.statusCode())
                                .end(body)))
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }
}
