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
package io.github.camelqwentts.emulator;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** The HTTP server of an emulator, with a single event loop. */
final class LocalServer implements AutoCloseable {

    private static final long START_SECONDS = 30;
    private static final long BLOCKED_THREAD_CHECK_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            // It would log the stack of a slow predicate.
            .setBlockedThreadCheckInterval(BLOCKED_THREAD_CHECK_MILLIS));

    Vertx vertx() {
        return vertx;
    }

    /**
     * Starts the server, and waits until it is ready.
     *
     * @return the port that is served
     * @throws IllegalStateException if the server cannot start, for example because the port is taken
     */
    int listen(ServerSettings settings, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setAcceptBacklog(8192)
                // Clients of the APIs speak HTTP/1.1; Java's own would upgrade wherever it is offered.
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true);
        return await(vertx.createHttpServer(options)
                        .requestHandler(new FrontHandler(settings, handler))
                        .listen())
                .actualPort();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the emulator started or stopped", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The emulator could not start or stop", e);
        }
    }
}
