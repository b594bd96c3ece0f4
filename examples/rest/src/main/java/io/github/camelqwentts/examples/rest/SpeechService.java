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
package io.github.camelqwentts.examples.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.main.Main;

/**
 * Runs the routes in {@code camel/*.camel.yaml} until it is ended. The system property {@code port} is that of the
 * service. Without {@code RUNWARE_API_KEY} the emulator speaks.
 */
public final class SpeechService {

    private SpeechService() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.getInteger("port", 8083);
        // Camel would report that the port is in use, and keep running.
        if (!isFree(port)) {
            System.err.println("Port " + port + " is in use; choose another one with -Dport=");
            System.exit(1);
        }
        System.out.println("Post texts to http://127.0.0.1:" + port + "/speak, or open http://127.0.0.1:" + port
                + "/speak?text=Hello in a browser; the response is their audio. Ctrl+C stops.");
        Main main = new Main();
        String key = System.getenv("RUNWARE_API_KEY");
        if (key != null && !key.isBlank()) {
            main.run(args);
            return;
        }
        System.out.println("RUNWARE_API_KEY is not set: the local emulator speaks, whose voice is not Qwen.");
        try (RunwareEmulator emulator = RunwareEmulator.builder().build().start()) {
            main.addInitialProperty("camel.component.qwen-tts.base-url", emulator.url());
            main.addInitialProperty("camel.component.qwen-tts.api-key", "none-needed");
            main.run(args);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
