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

import java.util.HashMap;
import java.util.Map;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;

/** The connections, which are closed when they are not used for a time. Belongs to the event loop. */
final class KeptConnections {

    private final Vertx vertx;
    private final long idleMillis;
    private final Map<HttpConnection, Use> connections = new HashMap<>();

    /** @param idleMillis how long an unused connection is kept; 0 for no limit */
    KeptConnections(Vertx vertx, long idleMillis) {
        this.vertx = vertx;
        this.idleMillis = idleMillis;
    }

    /** Notes a request, and its end when it comes. */
    void use(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        Use use = connections.computeIfAbsent(connection, first -> {
            connection.closeHandler(closed -> forget(connection));
            return new Use();
        });
        vertx.cancelTimer(use.timer);
        use.requests++;
        if (idleMillis > 0) {
            request.response().endHandler(ended -> use.timer = vertx.setTimer(idleMillis, idle -> connection.close()));
        }
    }

    /** Whether the connection had a request before this one. */
    boolean isReused(HttpServerRequest request) {
        Use use = connections.get(request.connection());
        return use != null && use.requests > 1;
    }

    private void forget(HttpConnection connection) {
        Use use = connections.remove(connection);
        if (use != null) {
            vertx.cancelTimer(use.timer);
        }
    }

    private static final class Use {
        private int requests;
        private long timer = -1;
    }
}
