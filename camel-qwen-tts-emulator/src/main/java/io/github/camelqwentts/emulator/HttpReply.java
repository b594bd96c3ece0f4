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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import io.github.camelqwentts.emulator.FaultPlan.ActiveFault;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** An HTTP response, and the faults that may damage it. */
record HttpReply(int status, String contentType, Buffer body) {

    void send(Vertx vertx, HttpServerRequest request, List<ActiveFault> strikes) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader("Content-Type", contentType);
        Buffer sent = body;
        for (ActiveFault strike : strikes) {
            if (strike.fault() instanceof Fault.MalformedJson) {
                sent = sent.getBuffer(0, sent.length() * 2 / 3);
            } else if (strike.fault() instanceof Fault.ContentType other) {
                response.putHeader("Content-Type", other.contentType());
            } else if (strike.fault() instanceof Fault.Gzip) {
                response.putHeader("Content-Encoding", "gzip");
                sent = gzip(sent);
            }
        }
        response.putHeader("Content-Length", String.valueOf(sent.length()));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        for (ActiveFault strike : strikes) {
            if (strike.fault() instanceof Fault.Truncate truncate) {
                response.write(sent.getBuffer(0, Math.min(truncate.bytes(), Math.max(0, sent.length() - 1))))
                        .onComplete(written -> reset(request));
                return;
            }
            if (strike.fault() instanceof Fault.Drip drip) {
                drip(vertx, response, sent, drip);
                return;
            }
        }
        response.end(sent);
    }

    /**
     * Sends the reply of a fault in place of this one, or breaks the connection.
     *
     * @return false if no fault does so
     */
    static boolean replaced(HttpServerRequest request, List<ActiveFault> strikes, boolean afterWork) {
        if (request.response().closed()) {
            return true;
        }
        for (ActiveFault strike : strikes) {
            if (afterWork
                    ? strike.fault() instanceof Fault.ResetAfterWork
                    : strike.fault() instanceof Fault.ResetBeforeWork) {
                reset(request);
                return true;
            }
            if (strike.fault() instanceof Fault.Status status && status.afterWork() == afterWork) {
                HttpServerResponse response = request.response().setStatusCode(status.status());
                if (status.retryAfter() != null) {
                    response.putHeader("Retry-After", status.retryAfter());
                }
                response.end(status.body() == null ? "" : status.body());
                return true;
            }
            if (strike.fault() instanceof Fault.Redirect redirect && !afterWork) {
                request.response()
                        .setStatusCode(307)
                        .putHeader("Location", redirect.location())
                        .end();
                return true;
            }
        }
        return false;
    }

    /** Resets a connection: data in flight is lost. */
    private static void reset(HttpServerRequest request) {
        // Vert.x has this option only for all connections of a server.
        ((ConnectionBase) request.connection()).channel().config().setOption(ChannelOption.SO_LINGER, 0);
        request.connection().close();
    }

    private static void drip(Vertx vertx, HttpServerResponse response, Buffer rest, Fault.Drip drip) {
        if (response.closed()) {
            return;
        }
        if (drip.bytes() >= rest.length()) {
            response.end(rest);
            return;
        }
        response.write(rest.getBuffer(0, drip.bytes()));
        vertx.setTimer(
                Math.max(1, drip.pause().toMillis()),
                timer -> drip(vertx, response, rest.getBuffer(drip.bytes(), rest.length()), drip));
    }

    private static Buffer gzip(Buffer body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(compressed.toByteArray());
    }
}
