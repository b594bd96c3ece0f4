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
package io.github.camelqwentts.examples.ownvoice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.camelqwentts.QwenTtsConstants;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.apache.camel.util.ObjectHelper;

/**
 * Speaks with a voice of its own. The system property {@code description} describes the voice, or {@code sample} names a
 * file with somebody speaking the words in {@code transcript}; {@code text} is spoken. Without {@code RUNWARE_API_KEY} the
 * emulator speaks.
 */
public final class OwnVoice {

    private static final String DESCRIPTION = "An old sailor with a deep, warm and rough voice, who takes his time";

    /** Words of the sample of a designed voice: long enough to clone, with the sounds of the language. */
    private static final String SAMPLE_WORDS = "The quick brown fox jumps over the lazy dog."
            + " Then it sits down in the grass, looks at the sea, and waits for the evening.";

    private static final String TEXT = "This is my voice. It stays the same, whatever I say.";

    private final Path out = Path.of(System.getProperty("out", "own-voice"));

    private OwnVoice() {}

    public static void main(String[] args) throws Exception {
        try {
            run(System.getenv("RUNWARE_API_KEY"));
        } catch (Exception e) {
            for (Class<? extends Exception> type : List.of(SpeechException.class, IllegalArgumentException.class)) {
                Exception reason = ObjectHelper.getException(type, e);
                if (reason != null) {
                    System.err.println(reason.getMessage());
                    System.exit(1);
                }
            }
            throw e;
        }
    }

    /** @param key the key in the environment; null or blank if there is none, and the emulator speaks */
    static void run(String key) throws Exception {
        OwnVoice voice = new OwnVoice();
        System.out.println("Speaking with a voice of its own into the folder " + voice.out + ". Ctrl+C stops.");
        Main main = new Main();
        main.addInitialProperty("out", voice.out.toString());
        if (key != null && !key.isBlank()) {
            voice.speak(main);
            return;
        }
        System.out.println("RUNWARE_API_KEY is not set: the local emulator speaks, whose voice is not Qwen. It neither"
                + " follows descriptions nor imitates samples.");
        try (RunwareEmulator emulator = RunwareEmulator.builder().build().start()) {
            main.addInitialProperty("camel.component.qwen-tts.base-url", emulator.url());
            main.addInitialProperty("camel.component.qwen-tts.api-key", "none-needed");
            voice.speak(main);
        }
    }

    private void speak(Main main) throws Exception {
        main.start();
        try {
            ProducerTemplate template = main.getCamelTemplate();
            String given = System.getProperty("sample");
            Map<String, Object> sample = given == null ? designedSample(template) : givenSample(Path.of(given));
            template.sendBodyAndHeaders("direct:clone", System.getProperty("text", TEXT), sample);
            System.out.println("Spoken: " + out.resolve("speech.mp3"));
        } finally {
            main.stop();
        }
    }

    /** The voice of a recording. */
    private static Map<String, Object> givenSample(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("sample=" + file + " is not a file");
        }
        String words = System.getProperty("transcript");
        // Without its words, only the timbre of a sample is cloned, and not the way of speaking.
        return words == null
                ? Map.of(QwenTtsConstants.REFERENCE_AUDIO, file.toFile(), QwenTtsConstants.X_VECTOR_ONLY, true)
                : Map.of(QwenTtsConstants.REFERENCE_AUDIO, file.toFile(), QwenTtsConstants.TRANSCRIPT, words);
    }

    /** A designed voice differs each time, so it is designed once, and its sample is kept. */
    private Map<String, Object> designedSample(ProducerTemplate template) throws IOException {
        String description = System.getProperty("description", DESCRIPTION);
        Path sample = out.resolve("voice.wav");
        Path designedFrom = out.resolve("voice.txt");
        if (Files.exists(sample)
                && Files.exists(designedFrom)
                && Files.readString(designedFrom).equals(description)) {
            System.out.println("The voice was designed before: " + sample);
        } else {
            System.out.println("Designing a voice: " + description);
            Files.deleteIfExists(designedFrom);
            template.sendBodyAndHeader("direct:design", SAMPLE_WORDS, QwenTtsConstants.POSITIVE_PROMPT, description);
            Files.writeString(designedFrom, description);
            System.out.println("Its sample: " + sample);
        }
        return Map.of(QwenTtsConstants.REFERENCE_AUDIO, sample.toFile(), QwenTtsConstants.TRANSCRIPT, SAMPLE_WORDS);
    }
}
