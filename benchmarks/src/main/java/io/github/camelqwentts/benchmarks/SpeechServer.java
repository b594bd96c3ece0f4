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

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Responds as a server with OpenAI's contract does that streams: 80 ms of audio after 80 ms, then {@value #LATER_CHUNKS} chunks
 * of 2 s. Each chunk begins with the time at which it was sent, which the emulator does not write. The path begins with
 * the milliseconds before each chunk but the first and the last, and those before the last. Audio that is not streamed is as long as other messages, and comes at once.
 */
final class SpeechServer {

    static final int HEADER = 44;
    static final int FIRST_CHUNK = 3_840;
    static final int LATER_CHUNK = 96_000;
    static final int LATER_CHUNKS = 3;
    static final int LATENCY_MILLIS = 80;

    private static final int SAMPLE_RATE = 24_000;
    private static final int UNKNOWN_SIZE = -1;

    private final Vertx vertx;
    private final Buffer first = noise(FIRST_CHUNK);
    private final Buffer later = noise(LATER_CHUNK);
    private final Buffer whole = header(Workload.SMALL).appendBuffer(noise(Workload.SMALL));

    private SpeechServer(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Starts to serve, and returns the address. */
    static String start(Vertx vertx) {
        SpeechServer speech = new SpeechServer(vertx);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(8192))
                .requestHandler(speech::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** The microseconds since 1970, which two processes of a machine agree about. */
    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private void handle(HttpServerRequest request) {
        String[] path = request.path().split("/", -1);
        long pace = Long.parseLong(path[1]);
        long pause = Long.parseLong(path[2]);
        HttpServerResponse response = request.response().putHeader("Content-Type", "audio/wav");
        request.body().onSuccess(body -> {
            if (body.toJsonObject().getBoolean("stream", false)) {
                response.setChunked(true).write("");
                vertx.setTimer(LATENCY_MILLIS, due -> {
                    response.write(header(UNKNOWN_SIZE).appendBuffer(stamped(first)));
                    sendLater(LATER_CHUNKS, pace, pause, response);
                });
            } else {
                response.end(whole);
            }
        });
    }

    private void sendLater(int chunks, long pace, long pause, HttpServerResponse response) {
        vertx.setTimer(chunks > 1 ? pace : pause, due -> {
            if (response.closed()) {
                return;
            }
            response.write(stamped(later));
            if (chunks > 1) {
                sendLater(chunks - 1, pace, pause, response);
            } else {
                response.end();
            }
        });
    }

    private static Buffer stamped(Buffer chunk) {
        return chunk.copy().setLong(0, now());
    }

    private static Buffer header(int size) {
        return Buffer.buffer(HEADER)
                .appendString("RIFF")
                .appendIntLE(size == UNKNOWN_SIZE ? size : HEADER - 8 + size)
                .appendString("WAVEfmt ")
                .appendIntLE(16)
                .appendShortLE((short) 1)
                .appendShortLE((short) 1)
                .appendIntLE(SAMPLE_RATE)
                .appendIntLE(SAMPLE_RATE * 2)
                .appendShortLE((short) 2)
                .appendShortLE((short) 16)
                .appendString("data")
                .appendIntLE(size);
    }

    private static Buffer noise(int size) {
        byte[] samples = new byte[size];
        new Random(1).nextBytes(samples);
        return Buffer.buffer(samples);
    }
}
