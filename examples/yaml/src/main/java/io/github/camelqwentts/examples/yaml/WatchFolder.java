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
package io.github.camelqwentts.examples.yaml;

import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.main.Main;

/** Runs the route in {@code camel/watch.camel.yaml}. Without {@code RUNWARE_API_KEY} the emulator speaks. */
public final class WatchFolder {

    private WatchFolder() {}

    public static void main(String[] args) throws Exception {
        System.out.println("Write texts (*.txt) into the folder " + System.getProperty("folder", "texts")
                + "; their audio appears beside them. Ctrl+C stops.");
        Main main = new Main();
        String key = System.getenv("RUNWARE_API_KEY");
        if (key != null && !key.isBlank()) {
            main.run(args);
            return;
        }
        System.out.println("RUNWARE_API_KEY is not set: the local emulator speaks, whose voice is not Qwen.");
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
