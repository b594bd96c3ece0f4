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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Runs the emulator on its own: {@code [--port N] [--latency MILLISECONDS] [--state FILE]}, until the process is ended.
 * If the environment variable {@code RUNWARE_API_KEY} is set, it accepts only that key.
 */
public final class RunwareEmulatorMain {

    private static final int DEFAULT_PORT = 8089;

    private RunwareEmulatorMain() {}

    /**
     * Starts the emulator.
     *
     * @throws IllegalArgumentException for an argument that it does not know
     */
    public static void main(String[] args) {
        RunwareEmulator emulator =
                parse(args, System.getenv("RUNWARE_API_KEY")).build().start();
        System.out.println("Runware emulator at " + emulator.url()
                + " (the voice is FreeTTS, a stand-in for Qwen; end it with Ctrl+C)");
    }

    /** @param apiKey the only key to accept; null or blank for any */
    static RunwareEmulator.Builder parse(String[] args, @Nullable String apiKey) {
        RunwareEmulator.Builder builder = RunwareEmulator.builder().port(DEFAULT_PORT);
        if (apiKey != null && !apiKey.isBlank()) {
            builder.apiKey(apiKey);
        }
        for (Iterator<String> rest = List.of(args).iterator(); rest.hasNext(); ) {
            String option = rest.next();
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(option + " needs a value behind it");
            }
            String value = rest.next();
            switch (option) {
                case "--port" -> builder.port(number(option, value));
                case "--latency" -> builder.latency(Duration.ofMillis(number(option, value)));
                case "--state" -> builder.stateFile(Path.of(value));
                default ->
                    throw new IllegalArgumentException("Unknown option " + option
                            + "; there are --port, --latency (in milliseconds) and --state (a file)");
            }
        }
        return builder;
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseUnsignedInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number, not " + value, e);
        }
    }
}
