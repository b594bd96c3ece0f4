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
package io.github.camelqwentts.examples.studio;

import java.util.Arrays;
import java.util.List;

import io.github.camelqwentts.runware.RunwareRules;
import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.Voice;

/**
 * What the page lets a visitor choose from.
 *
 * @param standIn whether the emulator speaks
 * @param maxPlainLength maximum length of a text that is spoken without being cut into pieces
 */
record StudioOptions(
        boolean standIn,
        int maxTextLength,
        int maxPlainLength,
        int maxResults,
        List<VoiceOption> voices,
        List<String> languages,
        List<String> formats) {

    /** The formats of Runware's API; the emulator does not support OGG. */
    private static final List<OutputFormat> FORMATS =
            List.of(OutputFormat.MP3, OutputFormat.WAV, OutputFormat.FLAC, OutputFormat.OGG);

    static StudioOptions of(List<Voice> voices, boolean standIn) {
        return new StudioOptions(
                standIn,
                SpeechForm.MAX_TEXT_LENGTH,
                RunwareRules.MAX_TEXT_LENGTH,
                RunwareRules.MAX_RESULTS,
                voices.stream().map(VoiceOption::of).toList(),
                Arrays.stream(Language.values()).map(Language::wireName).toList(),
                FORMATS.stream()
                        .filter(format -> !standIn || format != OutputFormat.OGG)
                        .map(OutputFormat::wireName)
                        .toList());
    }

    record VoiceOption(String name, String gender, String language, String description) {

        static VoiceOption of(Voice voice) {
            return new VoiceOption(voice.wireName(), voice.gender(), voice.nativeLanguage(), voice.description());
        }
    }
}
