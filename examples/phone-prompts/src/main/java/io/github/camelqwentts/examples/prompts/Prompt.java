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
package io.github.camelqwentts.examples.prompts;

import java.util.regex.Pattern;

import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;

/**
 * A row of the list of prompts.
 *
 * @param name names its file: letters, digits, hyphens and underscores
 */
record Prompt(String name, String text, Voice voice, Language language) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    Prompt {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name=" + name + " is not valid: must be up to 64 letters, digits, hyphens and underscores");
        }
    }

    SpeechRequest toRequest() {
        return SpeechRequest.builder()
                .text(text)
                .voice(voice)
                .language(language)
                .build();
    }

    String fileName() {
        return name + ".wav";
    }
}
