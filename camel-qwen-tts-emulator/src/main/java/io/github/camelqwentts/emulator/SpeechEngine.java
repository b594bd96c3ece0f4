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

import java.util.Optional;

/**
 * The voice of an emulator. The default is a real synthesizer; a test that needs audio of a certain length, or much
 * audio fast, may provide its own.
 */
@FunctionalInterface
public interface SpeechEngine {

    /** The sample rate of the model, which the emulator's audio has unless {@code audioSettings} says otherwise, in Hz. */
    int SAMPLE_RATE = 24_000;

    /** Returns FreeTTS, the default of the emulators: an English voice that reads all other languages as English. */
    static SpeechEngine freeTts() {
        return new FreeTtsEngine();
    }

    /**
     * Returns an engine that uses the command {@code espeak-ng}, which speaks all languages of the model.
     *
     * @return the engine; empty if the command is not on the {@code PATH}
     */
    static Optional<SpeechEngine> espeakNg() {
        return EspeakNgEngine.find(System.getenv("PATH"));
    }

    /**
     * Speaks a text. Called on the emulator's worker threads, on several at once.
     *
     * @param utterance the text, and how to speak it
     * @return the speech, mono at {@link #SAMPLE_RATE}; never empty
     */
    Pcm speak(Utterance utterance);

    /**
     * A text, and how to speak it.
     *
     * @param text the text as it is in the task
     * @param voice the voice in the API's spelling, such as {@code vivian}
     * @param language the language in the API's spelling, such as {@code English}
     * @param speed 1 for the voice's own pace, 2 for twice as fast
     * @param seed distinguishes several results of one task
     */
    record Utterance(String text, String voice, String language, double speed, long seed) {}
}
