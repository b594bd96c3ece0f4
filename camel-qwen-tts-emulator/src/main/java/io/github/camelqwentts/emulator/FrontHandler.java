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

import java.time.Duration;
import java.util.function.Consumer;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Logs requests, and lets pages of another origin call the server, as far as the settings say so. */
final class FrontHandler implements Handler<HttpServerRequest> {

    private final @Nullable String allowedOrigin;
    private final @Nullable Consumer<String> log;
    private final Handler<HttpServerRequest> next;

    FrontHandler(ServerSettings settings, Handler<HttpServerRequest> next) {
        this.allowedOrigin = settings.allowedOrigin();
        this.log = settings.log();
        this.next = next;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (log != null) {
            log(request, log);
        }
        if (allowedOrigin != null && answersPreflight(request, allowedOrigin)) {
            return;
        }
        next.handle(request);
    }

    private static boolean answersPreflight(HttpServerRequest request, String origin) {
        HttpServerResponse response = request.response()
                .putHeader("Access-Control-Allow-Origin", origin)
                .putHeader("Access-Control-Expose-Headers", "*");
        String method = request.getHeader("Access-Control-Request-Method");
        if (!request.method().equals(HttpMethod.OPTIONS) || method == null) {
            return false;
        }
        String headers = request.getHeader("Access-Control-Request-Headers");
        if (headers != null) {
            response.putHeader("Access-Control-Allow-Headers", headers);
        }
        response.putHeader("Access-Control-Allow-Methods", method)
                .setStatusCode(204)
                .end();
        return true;
    }

    private static void log(HttpServerRequest request, Consumer<String> log) {
        long begin = System.nanoTime();
        String what = request.method() + " " + request.path() + " ";
        HttpServerResponse response = request.response();
        response.bodyEndHandler(sent -> log.accept(
                what + response.getStatusCode() + ", " + response.bytesWritten() + " bytes in " + millisSince(begin)));
        response.exceptionHandler(broken -> log.accept(what + "aborted after " + millisSince(begin)));
    }

    private static String millisSince(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms";
    }
}
