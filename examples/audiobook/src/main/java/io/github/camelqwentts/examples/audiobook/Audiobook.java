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
package io.github.camelqwentts.examples.audiobook;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.main.Main;
import org.apache.camel.util.ObjectHelper;

/**
 * Makes an audiobook of a folder of chapters. The system property {@code book} names the folder, and {@code out} that of
 * the audio. Without {@code RUNWARE_API_KEY} the emulator speaks.
 */
public final class Audiobook {

    private static final int EMULATOR_PORT = 8086;

    private Audiobook() {}

    public static void main(String[] args) throws Exception {
        try {
            make(Path.of(System.getProperty("book", "examples/audiobook/book")), System.getenv("RUNWARE_API_KEY"));
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
    private static void make(Path folder, String key) throws Exception {
        Book book = Book.read(folder);
        Path out = Path.of(System.getProperty("out", "audiobook"));
        System.out.printf(
                "Speaking %d chapters of %s into the folder %s.%n"
                        + "Ctrl+C stops; the same command continues, and buys no piece twice.%n",
                book.chapters().size(), folder, out);
        Main main = new Main();
        if (key != null && !key.isBlank()) {
            make(main, book, out, System.out);
            return;
        }
        System.out.println("RUNWARE_API_KEY is not set: the local emulator speaks, whose voice is not Qwen.");
        try (RunwareEmulator emulator = startEmulator()) {
            useEmulator(main, emulator);
            make(main, book, out, System.out);
        }
    }

    /**
     * Speaks a book. What an earlier run has bought is not bought again.
     *
     * @throws CamelExecutionException if a chapter cannot be spoken
     */
    @SuppressWarnings("unchecked")
    static List<Track> make(Main main, Book book, Path out, PrintStream output) throws Exception {
        Console console = new Console(output, book.chapters().size());
        main.addInitialProperty("out", out.toString());
        main.bind("progress", console);
        main.configure().addRoutesBuilder(new AudiobookRoutes(console));
        main.start();
        Thread stop = new Thread(() -> {
            output.println("Stopped. The same command continues.");
            main.stop();
        });
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            List<Track> tracks = main.getCamelTemplate().requestBody("direct:book", book, List.class);
            output.printf("%s%nPlay %s%n", Track.summary(tracks), out.resolve(book.playlist()));
            return tracks;
        } finally {
            Runtime.getRuntime().removeShutdownHook(stop);
            main.stop();
        }
    }

    /** Audio in the cache belongs to the address of the API, so the emulator has the same port in each run. */
    private static RunwareEmulator startEmulator() {
        try {
            return RunwareEmulator.builder().port(EMULATOR_PORT).build().start();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("Port " + EMULATOR_PORT + " of the emulator is in use", e);
        }
    }

    static void useEmulator(Main main, RunwareEmulator emulator) {
        main.addInitialProperty("camel.component.qwen-tts.base-url", emulator.url());
        main.addInitialProperty("camel.component.qwen-tts.api-key", "none-needed");
    }
}
