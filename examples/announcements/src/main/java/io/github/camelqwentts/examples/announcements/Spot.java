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
package io.github.camelqwentts.examples.announcements;

import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;

/**
 * An announcement in one language.
 *
 * @param due when it is due, in milliseconds since 1970
 */
record Spot(String id, long due, Language language, String text) {

    SpeechRequest toRequest() {
        return SpeechRequest.builder()
                .text(text)
                .language(language)
                .voice(voice())
                .build();
    }

    /** A native speaker where there is one; every voice speaks all languages. */
    Voice voice() {
        return Voice.PRESETS.stream()
                .filter(voice -> voice.nativeLanguage().equals(language.wireName()))
                .findFirst()
                .orElse(Voice.SERENA);
    }

    /** Sorts by the time at which it is due. */
    String waitingName() {
        return String.format("%016d_%s", due, airName());
    }

    String airName() {
        return id + "-" + language.wireName() + ".mp3";
    }
}
