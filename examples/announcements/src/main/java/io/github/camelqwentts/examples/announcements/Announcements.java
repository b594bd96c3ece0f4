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
package io.github.camelqwentts.examples.announcements;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.main.Main;

/**
 * Accepts announcements until it is ended, at the port that the system property {@code port} names. Without {@code
 * RUNWARE_API_KEY} the emulator speaks.
 */
public final class Announcements {

    private static final int EMULATOR_PORT = 8088;

    private Announcements() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.getInteger("port", 8085);
        String key = System.getenv("RUNWARE_API_KEY");
        boolean emulated = key == null || key.isBlank();
        // Camel would report that the port is in use, and keep running.
        if (isUsed(port) || (emulated && isUsed(EMULATOR_PORT))) {
            System.err.println("Port "
                    + (isUsed(port)
                            ? port + " is in use; choose another one with -Dport="
                            : EMULATOR_PORT + " of the emulator is in use"));
            System.exit(1);
        }
        System.out.println("Post announcements to http://127.0.0.1:" + port
                + "/announcements; their audio appears in the folder " + System.getProperty("folder", "announcements")
                + "/air. Ctrl+C stops.");
        Main main = new Main();
        main.addInitialProperty("camel.server.port", Integer.toString(port));
        main.configure().addRoutesBuilder(new AnnouncementRoutes());
        if (!emulated) {
            main.run(args);
            return;
        }
        System.out.println("RUNWARE_API_KEY is not set: the local emulator speaks, whose voice is not Qwen.");
        // Audio in the cache belongs to the address of the API, so the emulator has the same port in each run.
        try (RunwareEmulator emulator =
                RunwareEmulator.builder().port(EMULATOR_PORT).build().start()) {
            useEmulator(main, emulator);
            main.run(args);
        }
    }

    private static boolean isUsed(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !probe.isBound();
        } catch (IOException e) {
            return true;
        }
    }

    static void useEmulator(Main main, RunwareEmulator emulator) {
        main.addInitialProperty("camel.component.qwen-tts.base-url", emulator.url());
        main.addInitialProperty("camel.component.qwen-tts.api-key", "none-needed");
    }
}
