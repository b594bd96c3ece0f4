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
package io.github.camelqwentts.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.main.Main;

/**
 * Speaks a text into a file. The system properties {@code text}, or {@code file} for a file with the text in UTF-8, say
 * what, and {@code out} says where to; its ending {@code .mp3}, {@code .wav} or {@code .flac} chooses the format.
 */
public final class QuickStart {

    private QuickStart() {}

    public static void main(String[] args) throws Exception {
        speak(System.getenv("RUNWARE_API_KEY"));
    }

    /** @param key the key in the environment; null or blank if there is none, and the emulator speaks */
    static void speak(String key) throws Exception {
        String text = text();
        Path out = Path.of(System.getProperty("out", "hello.mp3")).toAbsolutePath();
        if (backend().equals("openai")) {
            speakThroughServer(text, out);
            return;
        }
        if (key != null && !key.isBlank()) {
            speak(text, out, new Main());
            return;
        }
        System.out.println("RUNWARE_API_KEY is not set: speaking with the local emulator,"
                + " whose voice is FreeTTS and not Qwen.");
        try (RunwareEmulator emulator = RunwareEmulator.builder().build().start()) {
            speak(text, out, mainWith(emulator.url(), "none-needed"));
        }
    }

    /** Speaks through the server at {@code -DbaseUrl}; without one, the emulator of such servers speaks. */
    private static void speakThroughServer(String text, Path out) throws Exception {
        String server = System.getProperty("baseUrl");
        if (server != null) {
            speak(text, out, mainWith(server, null));
            return;
        }
        System.out.println(
                "baseUrl is not set: speaking with the local emulator, whose voice is FreeTTS and not Qwen.");
        try (OpenAiSpeechEmulator emulator =
                OpenAiSpeechEmulator.builder().build().start()) {
            speak(text, out, mainWith(emulator.baseUrl(), null));
        }
    }

    private static Main mainWith(String baseUrl, String key) {
        Main main = new Main();
        main.addInitialProperty("camel.component.qwen-tts.base-url", baseUrl);
        if (key != null) {
            main.addInitialProperty("camel.component.qwen-tts.api-key", key);
        }
        return main;
    }

    private static void speak(String text, Path out, Main main) throws Exception {
        main.addInitialProperty("camel.component.qwen-tts.backend", backend());
        main.addInitialProperty("quickstart.directory", out.getParent().toString());
        main.addInitialProperty("quickstart.file", out.getFileName().toString());
        main.addInitialProperty("quickstart.format", format(out));
        main.start();
        try {
            main.getCamelTemplate().requestBody("direct:speak", text);
        } finally {
            main.stop();
        }
    }

    private static String backend() {
        return System.getProperty("backend", "runware");
    }

    private static String text() throws IOException {
        String file = System.getProperty("file");
        return file != null
                ? Files.readString(Path.of(file))
                : System.getProperty("text", "Hello! This is Apache Camel, speaking.");
    }

    private static String format(Path out) {
        String name = out.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
    }
}
