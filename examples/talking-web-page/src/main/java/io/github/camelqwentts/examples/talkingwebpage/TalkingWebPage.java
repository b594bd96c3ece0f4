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
package io.github.camelqwentts.examples.talkingwebpage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;

/**
 * Serves a page that speaks. The system property {@code port} is that of the page, and {@code baseUrl} the address of a
 * Qwen3-TTS server with OpenAI's speech API. Without an address the emulator of such servers speaks.
 */
public final class TalkingWebPage {

    private TalkingWebPage() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.getInteger("port", 8090);
        // Camel would report that the port is in use, and keep running.
        if (!isFree(port)) {
            System.err.printf("Port %d is in use; choose another one with -Dport=%n", port);
            System.exit(1);
        }
        String server = System.getProperty("baseUrl", "");
        if (server.isBlank()) {
            serveWithEmulator(port);
        } else {
            serve(port, server, server + " speaks.");
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static void serveWithEmulator(int port) throws Exception {
        try (OpenAiSpeechEmulator emulator = emulator().build().start()) {
            serve(port, emulator.baseUrl(), "baseUrl is not set: the local emulator speaks, whose voice is not Qwen.");
        }
    }

    /** Returns an emulator as fast as a model on a GPU: its first chunk is there early, and it outpaces the listener. */
    static OpenAiSpeechEmulator.Builder emulator() {
        return OpenAiSpeechEmulator.builder()
                .latency(Duration.ofMillis(100))
                .firstChunkFrames(5)
                .laterChunkFrames(5)
                .chunkDelay(Duration.ofMillis(200));
    }

    private static void serve(int port, String server, String speaker) throws Exception {
        Main main = start(port, server);
        System.out.printf(
                "Open http://127.0.0.1:%d and press Speak: the text is heard while the model still speaks. Ctrl+C stops.%n%s%n",
                port, speaker);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            main.stop();
            stopped.countDown();
        }));
        stopped.await();
    }

    /** @param server the address of the server that speaks */
    static Main start(int port, String server) throws Exception {
        Main main = new Main();
        main.addInitialProperty("port", String.valueOf(port));
        main.addInitialProperty("camel.component.qwen-tts.base-url", server);
        main.configure().addRoutesBuilder(new PageRoutes());
        main.start();
        CamelContext context = main.getCamelContext();
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
        router.post("/speak").handler(router.bodyHandler()).handler(new StreamingHandler(context, "direct:speak"));
        return main;
    }
}
