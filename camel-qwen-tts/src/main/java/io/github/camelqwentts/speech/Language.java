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
package io.github.camelqwentts.speech;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The language to speak: {@code speech.language}.
 *
 * @since 1.0
 */
public enum Language {
    /** The model detects it from the text. */
    AUTO("Auto", "und"),
    CHINESE("Chinese", "zh", "zho", "chi", "cmn"),
    ENGLISH("English", "en", "eng"),
    JAPANESE("Japanese", "ja", "jpn"),
    KOREAN("Korean", "ko", "kor"),
    GERMAN("German", "de", "deu", "ger"),
    FRENCH("French", "fr", "fra", "fre"),
    RUSSIAN("Russian", "ru", "rus"),
    PORTUGUESE("Portuguese", "pt", "por"),
    SPANISH("Spanish", "es", "spa"),
    ITALIAN("Italian", "it", "ita");

    /** A language tag, also with underscores as of {@link Locale#toString()}; the first group is the language. */
    private static final Pattern TAG = Pattern.compile("([A-Za-z]{2,3})([-_]+#?[A-Za-z0-9]{1,8})*");

    private final String wireName;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that Set.of made
    private final Set<String> codes;

    Language(String wireName, String... codes) {
        this.wireName = wireName;
        this.codes = Set.of(codes);
    }

    /**
     * Returns the language of a name or code, whatever its case.
     *
     * @param name the API's name, such as English, an ISO 639 code of two or three letters, or a BCP 47 tag such as
     *     en-US, of which the language alone counts
     * @throws InvalidSpeechRequestException if no supported language matches
     */
    @JsonCreator
    public static Language of(String name) {
        Matcher tag = TAG.matcher(name.strip());
        if (tag.matches()) {
            String code = tag.group(1).toLowerCase(Locale.ROOT);
            for (Language language : values()) {
                if (language.codes.contains(code)) {
                    return language;
                }
            }
        }
        return WireName.find(
                "language", values(), Language::wireName, name, ", or the ISO 639 code or BCP 47 tag of one of them");
    }

    /**
     * Returns the language of a locale.
     *
     * @throws InvalidSpeechRequestException if no supported language matches
     */
    public static Language of(Locale locale) {
        return of(locale.toLanguageTag());
    }

    /** The name in the API's spelling. */
    @JsonValue
    public String wireName() {
        return wireName;
    }
}
