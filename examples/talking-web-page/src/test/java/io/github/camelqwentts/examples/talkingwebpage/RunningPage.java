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

import java.net.InetAddress;
import java.net.ServerSocket;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import org.apache.camel.main.Main;

/** The example on a free port, with an emulator that speaks. */
final class RunningPage implements AutoCloseable {

    private final OpenAiSpeechEmulator emulator;
    private final Main main;
    private final int port;

    RunningPage(OpenAiSpeechEmulator.Builder settings) throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        emulator = settings.build().start();
        try {
            main = TalkingWebPage.start(port, emulator.baseUrl());
        } catch (Exception e) {
            emulator.close();
            throw e;
        }
    }

    OpenAiSpeechEmulator emulator() {
        return emulator;
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        main.stop();
        emulator.close();
    }
}
