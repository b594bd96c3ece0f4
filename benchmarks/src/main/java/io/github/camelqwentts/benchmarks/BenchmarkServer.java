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

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;

/**
 * The servers under load, in a process of their own: the emulator with audio that is there already, something that
 * answers as Amazon Polly does, with the same audio, and a {@link SpeechServer}. It ends with its standard input.
 */
final class BenchmarkServer {

    static final String READY = "READY ";

    /** Much more audio than is under way at a time, and no more than fits into the heap twice, for base64. */
    private static final int ROOM = 500_000_000;

    private BenchmarkServer() {}

    /** Starts it; the arguments are the size of the audio in bytes, and the latency in milliseconds. */
    public static void main(String[] args) throws IOException {
        int size = Integer.parseInt(args[0]);
        Duration latency = Duration.ofMillis(Long.parseLong(args[1]));
        Pcm audio = new Pcm(noise(size), SpeechEngine.SAMPLE_RATE, 1);
        RunwareEmulator emulator = RunwareEmulator.builder()
                .engine(utterance -> audio)
                .latency(latency)
                .rememberAtMost(ROOM / size)
                .build()
                .start();
        Vertx vertx = Vertx.vertx();
        int polly = startPolly(vertx, Buffer.buffer(audio.samples()), latency);
        Addresses addresses = new Addresses(emulator.url(), "http://127.0.0.1:" + polly, SpeechServer.start(vertx));
        System.out.println(READY + addresses.toLine());
        while (System.in.read() >= 0) {
            // Whoever started this is still there.
        }
        System.exit(0);
    }

    /** Returns samples of some 12 bits, because encoders do little for silence. */
    private static byte[] noise(int size) {
        byte[] samples = new byte[size];
        Random random = new Random(1);
        for (int i = 0; i + 1 < size; i += 2) {
            int sample = random.nextInt(4096) - 2048;
            samples[i] = (byte) sample;
            samples[i + 1] = (byte) (sample >> 8);
        }
        return samples;
    }

    private static int startPolly(Vertx vertx, Buffer audio, Duration latency) {
        HttpServer server = vertx.createHttpServer();
        server.requestHandler(request -> request.body().onSuccess(body -> {
            Runnable answer = () -> request.response()
                    .putHeader("Content-Type", "audio/pcm")
                    .putHeader("x-amzn-RequestCharacters", "5")
                    .end(audio);
            if (latency.isZero()) {
                answer.run();
            } else {
                vertx.setTimer(latency.toMillis(), timer -> answer.run());
            }
        }));
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }
}
