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

import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.main.Main;

/** Serves the endpoint for announcements until it is ended. Without {@code RUNWARE_API_KEY} the emulator speaks. */
public final class Announcements {

    private Announcements() {}

    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(new AnnouncementRoutes());
        String key = System.getenv("RUNWARE_API_KEY");
        if (key != null && !key.isBlank()) {
            main.run(args);
            return;
        }
        try (RunwareEmulator emulator = RunwareEmulator.builder().build().start()) {
            useEmulator(main, emulator);
            main.run(args);
        }
    }

    static void useEmulator(Main main, RunwareEmulator emulator) {
        main.addInitialProperty("camel.component.qwen-tts.base-url", emulator.url());
        main.addInitialProperty("camel.component.qwen-tts.api-key", "none-needed");
    }
}
