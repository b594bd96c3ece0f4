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
 * @param maxPlainLength maximum length of a text that is spoken without being cut into pieces
 */
record StudioOptions(
        int maxTextLength,
        int maxPlainLength,
        int maxResults,
        List<VoiceOption> voices,
        List<String> languages,
        List<BackendOption> backends) {

    static StudioOptions of(List<Voice> voices, SpeechEndpoints endpoints) {
        return new StudioOptions(
                SpeechForm.MAX_TEXT_LENGTH,
                RunwareRules.MAX_TEXT_LENGTH,
                RunwareRules.MAX_RESULTS,
                voices.stream().map(VoiceOption::of).toList(),
                Arrays.stream(Language.values()).map(Language::wireName).toList(),
                Arrays.stream(Backend.values())
                        .map(backend -> BackendOption.of(backend, endpoints.isEmulated(backend)))
                        .toList());
    }

    /** @param standIn whether an emulator speaks */
    record BackendOption(
            String name, String title, boolean standIn, List<String> formats, List<String> streamedFormats) {

        static BackendOption of(Backend backend, boolean standIn) {
            return new BackendOption(
                    backend.optionValue(),
                    backend.title(),
                    standIn,
                    namesOf(backend.formats(standIn)),
                    namesOf(backend.streamedFormats()));
        }

        private static List<String> namesOf(List<OutputFormat> formats) {
            return formats.stream().map(OutputFormat::wireName).toList();
        }
    }

    record VoiceOption(String name, String gender, String language, String description) {

        static VoiceOption of(Voice voice) {
            return new VoiceOption(voice.wireName(), voice.gender(), voice.nativeLanguage(), voice.description());
        }
    }
}
