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
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.main.Main;
import org.apache.camel.util.ObjectHelper;

/**
 * Speaks a text into a file. The system properties {@code text}, or {@code file} for a file with the text in UTF-8, say
 * what, and {@code out} says where to; its ending {@code .mp3}, {@code .wav} or {@code .flac} chooses the format.
 */
public final class QuickStart {

    private QuickStart() {}

    public static void main(String[] args) throws Exception {
        try {
            speak(System.getenv("RUNWARE_API_KEY"));
        } catch (Exception e) {
            Exception reason = reason(e);
            if (reason == null) {
                throw e;
            }
            System.err.println(reason.getMessage());
            System.exit(1);
        }
    }

    /** Returns the exception whose message says all; null if there is none. */
    private static Exception reason(Exception failure) {
        for (Class<? extends Exception> type : List.of(SpeechException.class, IllegalArgumentException.class)) {
            Exception reason = ObjectHelper.getException(type, failure);
            if (reason != null) {
                return reason;
            }
        }
        return null;
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
        if (file == null) {
            return System.getProperty("text", "Hello! This is Apache Camel, speaking.");
        }
        if (!Files.isRegularFile(Path.of(file))) {
            throw new IllegalArgumentException("file=" + file + " is not a file");
        }
        try {
            return Files.readString(Path.of(file));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("file=" + file + " is not text in UTF-8", e);
        }
    }

    private static String format(Path out) {
        String name = out.getFileName().toString();
        String format = name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
        if (!List.of("MP3", "WAV", "FLAC").contains(format)) {
            throw new IllegalArgumentException("out=" + name + " is not valid: must end with .mp3, .wav or .flac");
        }
        return format;
    }
}
