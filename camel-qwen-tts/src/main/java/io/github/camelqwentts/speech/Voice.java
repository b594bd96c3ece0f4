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

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Voice to speak with. Besides the model's nine preset voices there are {@link #AUTO}, which leaves the choice to the
 * model, the two voices of the sibling models, and the voices of servers of your own, which may have any name. Voices
 * are equal if their names are, whatever the case.
 *
 * @since 1.0
 */
public final class Voice implements Serializable {

    /** The model chooses. */
    public static final Voice AUTO = new Voice("auto", null, null, "The model chooses");

    public static final Voice VIVIAN =
            new Voice("vivian", "female", "Chinese", "Female voice, native speaker of Chinese");
    public static final Voice SERENA =
            new Voice("serena", "female", "Chinese", "Female voice, native speaker of Chinese");
    public static final Voice UNCLE_FU =
            new Voice("uncle_fu", "male", "Chinese", "Older male voice, native speaker of Chinese");
    public static final Voice DYLAN =
            new Voice("dylan", "male", "Chinese", "Male voice, native speaker of Chinese in the Beijing dialect");
    public static final Voice ERIC =
            new Voice("eric", "male", "Chinese", "Male voice, native speaker of Chinese in the Sichuan dialect");
    public static final Voice RYAN = new Voice("ryan", "male", "English", "Male voice, native speaker of English");
    public static final Voice AIDEN = new Voice("aiden", "male", "English", "Male voice, native speaker of English");
    public static final Voice ONO_ANNA =
            new Voice("ono_anna", "female", "Japanese", "Female voice, native speaker of Japanese");
    public static final Voice SOHEE = new Voice("sohee", "female", "Korean", "Female voice, native speaker of Korean");

    /** Only with the model {@code voicedesign}, whose {@code positivePrompt} describes the voice. */
    public static final Voice DESIGN = new Voice("design", null, null, "Designed by the style prompt");

    /** Only with the model {@code base}, which imitates a sample of speech. */
    public static final Voice CLONE = new Voice("clone", null, null, "Cloned from the reference audio");

    /** The nine preset voices of the model {@code customvoice}, each of which speaks all ten languages. */
    public static final List<Voice> PRESETS =
            List.of(VIVIAN, SERENA, UNCLE_FU, DYLAN, ERIC, RYAN, AIDEN, ONO_ANNA, SOHEE);

    private static final long serialVersionUID = 1L;

    private static final int MAX_LENGTH = 200;

    /** All but the voices of servers of one's own. */
    private static final List<Voice> KNOWN =
            List.of(AUTO, VIVIAN, SERENA, UNCLE_FU, DYLAN, ERIC, RYAN, AIDEN, ONO_ANNA, SOHEE, DESIGN, CLONE);

    private final String wireName;
    private final String writtenName;
    private final @Nullable String gender;
    private final @Nullable String nativeLanguage;
    private final @Nullable String description;

    private Voice(
            String wireName, @Nullable String gender, @Nullable String nativeLanguage, @Nullable String description) {
        this(wireName, wireName, gender, nativeLanguage, description);
    }

    private Voice(
            String wireName,
            String writtenName,
            @Nullable String gender,
            @Nullable String nativeLanguage,
            @Nullable String description) {
        this.wireName = wireName;
        this.writtenName = writtenName;
        this.gender = gender;
        this.nativeLanguage = nativeLanguage;
        this.description = description;
    }

    /**
     * Returns the voice of a name, whatever its case.
     *
     * @param name the name of a preset voice, or of a voice of a server of one's own
     * @throws InvalidSpeechRequestException if it is blank or longer than 200 characters
     */
    public static Voice of(String name) {
        String written = name.strip();
        for (Voice voice : KNOWN) {
            if (voice.wireName.equals(written)) {
                return voice;
            }
        }
        String letters = WireName.letters(written);
        for (Voice voice : KNOWN) {
            if (voice.wireName.equalsIgnoreCase(written)) {
                return new Voice(voice.wireName, written, voice.gender, voice.nativeLanguage, voice.description);
            } else if (WireName.letters(voice.wireName).equals(letters)) {
                return voice;
            }
        }
        Checks.require(
                !written.isEmpty() && written.length() <= MAX_LENGTH,
                "voice",
                name,
                "must be a name of 1 to " + MAX_LENGTH + " characters");
        return new Voice(written, null, null, null);
    }

    /** By its name, as people write it, or as {@link #toJson()} writes it. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    private static Voice ofJson(Object json) {
        return of(String.valueOf(json instanceof Map<?, ?> voice ? voice.get("name") : json));
    }

    /**
     * Requires a voice that a service with only the preset voices may have.
     *
     * @throws InvalidSpeechRequestException if it is a voice of a server of one's own
     * @hidden
     */
    @Internal
    public void requireKnown() {
        Checks.require(
                KNOWN.contains(this),
                "voice",
                writtenName,
                "must be one of " + KNOWN.stream().map(Voice::wireName).collect(Collectors.joining(", ")));
    }

    /** The name in the API's spelling, such as {@code uncle_fu}. */
    public String wireName() {
        return wireName;
    }

    /** The name as it was written, for servers with case-sensitive names. */
    public String writtenName() {
        return writtenName;
    }

    /** {@code female} or {@code male}; null if the voice is not a preset. */
    public @Nullable String gender() {
        return gender;
    }

    /** The speaker's native language, in the spelling of {@link Language#wireName()}; null if the voice is not a preset. */
    public @Nullable String nativeLanguage() {
        return nativeLanguage;
    }

    /** The voice in a few English words; null for a voice of a server of one's own. */
    public @Nullable String description() {
        return description;
    }

    @JsonValue
    private Map<String, String> toJson() {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("name", wireName);
        json.put("gender", gender);
        json.put("language", nativeLanguage);
        json.put("description", description);
        json.values().removeIf(Objects::isNull);
        return json;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Voice voice && wireName.equalsIgnoreCase(voice.wireName);
    }

    @Override
    public int hashCode() {
        return wireName.toLowerCase(Locale.ROOT).hashCode();
    }

    @Override
    public String toString() {
        return wireName;
    }
}
