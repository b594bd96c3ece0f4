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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Speaks with the command {@code espeak-ng}, which must be installed. It supports all languages of the model, and has a
 * separate voice for each preset.
 */
final class EspeakNgEngine implements SpeechEngine {

    private static final String COMMAND = "espeak-ng";
    private static final int WORDS_PER_MINUTE = 165;
    private static final int MIN_WORDS_PER_MINUTE = 80;
    private static final int MAX_WORDS_PER_MINUTE = 450;
    private static final double NOTHING_TO_SAY_SECONDS = 0.25;
    private static final int WAVE_HEADER_BYTES = 44;
    private static final int RATE_OFFSET = 24;

    private static final Map<String, String> LANGUAGES = Map.of(
            "Chinese", "cmn",
            "English", "en-us",
            "Japanese", "ja",
            "Korean", "ko",
            "German", "de",
            "French", "fr-fr",
            "Russian", "ru",
            "Portuguese", "pt",
            "Spanish", "es",
            "Italian", "it");

    private static final Map<UnicodeScript, String> SCRIPTS = Map.of(
            UnicodeScript.HIRAGANA, "ja",
            UnicodeScript.KATAKANA, "ja",
            UnicodeScript.HANGUL, "ko",
            UnicodeScript.HAN, "cmn",
            UnicodeScript.CYRILLIC, "ru");

    private static final Map<String, Timbre> TIMBRES = Map.of(
            "vivian", new Timbre("f2", 55),
            "serena", new Timbre("f3", 45),
            "ono_anna", new Timbre("f5", 65),
            "sohee", new Timbre("f4", 60),
            "uncle_fu", new Timbre("m5", 15),
            "dylan", new Timbre("m3", 60),
            "eric", new Timbre("m2", 50),
            "ryan", new Timbre("m1", 40),
            "aiden", new Timbre("m4", 45));
    private static final Timbre ANY_OTHER = new Timbre("m3", 40);

    private final Path command;

    private EspeakNgEngine(Path command) {
        this.command = command;
    }

    /**
     * Returns an engine, if the command is installed.
     *
     * @param searchPath the folders to search, as in the variable {@code PATH}; null for none
     */
    static Optional<SpeechEngine> find(@Nullable String searchPath) {
        if (searchPath == null) {
            return Optional.empty();
        }
        return Arrays.stream(searchPath.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder ->
                        Arrays.stream(new String[] {COMMAND, COMMAND + ".exe"}).map(name -> Path.of(folder, name)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .map(EspeakNgEngine::new);
    }

    @Override
    public Pcm speak(Utterance utterance) {
        try {
            // A file, because otherwise the command would have to be written to and read from at the same time.
            Path text = Files.createTempFile("qwen-tts-emulator", ".txt");
            try {
                // Two brackets would begin phonemes.
                Files.writeString(text, utterance.text().replace("[[", "[ ["));
                return run(utterance, text);
            } finally {
                Files.delete(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Pcm run(Utterance utterance, Path text) throws IOException {
        Timbre timbre = TIMBRES.getOrDefault(utterance.voice(), ANY_OTHER);
        long pace = Math.round(WORDS_PER_MINUTE * utterance.speed());
        Process process = new ProcessBuilder(
                        command.toString(),
                        "-v",
                        language(utterance) + "+" + timbre.variant(),
                        "-p",
                        String.valueOf(timbre.pitch() + utterance.seed() % 5),
                        "-s",
                        String.valueOf(Math.max(MIN_WORDS_PER_MINUTE, Math.min(MAX_WORDS_PER_MINUTE, pace))),
                        "-b",
                        "1",
                        "-f",
                        text.toString(),
                        "--stdout")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] wave;
        try {
            wave = process.getInputStream().readAllBytes();
        } finally {
            process.destroy();
        }
        if (wave.length <= WAVE_HEADER_BYTES) {
            return Pcm.silence(NOTHING_TO_SAY_SECONDS, SAMPLE_RATE);
        }
        int rate = ByteBuffer.wrap(wave).order(ByteOrder.LITTLE_ENDIAN).getInt(RATE_OFFSET);
        return new Pcm(Arrays.copyOfRange(wave, WAVE_HEADER_BYTES, wave.length), rate, 1).convertTo(SAMPLE_RATE, 1);
    }

    /** The language that the request names, or that the text is written in. */
    private static String language(Utterance utterance) {
        String named = LANGUAGES.get(utterance.language());
        return named != null
                ? named
                : utterance
                        .text()
                        .codePoints()
                        .mapToObj(UnicodeScript::of)
                        .filter(SCRIPTS::containsKey)
                        .map(SCRIPTS::get)
                        .reduce((first, next) -> first.equals("cmn") ? next : first)
                        .orElse("en-us");
    }

    /**
     * Traits of a preset voice.
     *
     * @param variant a variant of the language's voice
     * @param pitch from 0 to 99
     */
    private record Timbre(String variant, int pitch) {}
}
