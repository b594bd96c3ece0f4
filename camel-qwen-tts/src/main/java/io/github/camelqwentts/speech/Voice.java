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

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks: {@code speech.voice}. Besides the model's nine preset voices there are {@link #AUTO}, which leaves the
 * choice to the model, and the two voices of the sibling models.
 *
 * @since 1.0
 */
public enum Voice {
    /** The model chooses. */
    AUTO("auto", null, null, "The model chooses"),
    VIVIAN("vivian", "female", "Chinese", "Female voice, native speaker of Chinese"),
    SERENA("serena", "female", "Chinese", "Female voice, native speaker of Chinese"),
    UNCLE_FU("uncle_fu", "male", "Chinese", "Older male voice, native speaker of Chinese"),
    DYLAN("dylan", "male", "Chinese", "Male voice, native speaker of Chinese in the Beijing dialect"),
    ERIC("eric", "male", "Chinese", "Male voice, native speaker of Chinese in the Sichuan dialect"),
    RYAN("ryan", "male", "English", "Male voice, native speaker of English"),
    AIDEN("aiden", "male", "English", "Male voice, native speaker of English"),
    ONO_ANNA("ono_anna", "female", "Japanese", "Female voice, native speaker of Japanese"),
    SOHEE("sohee", "female", "Korean", "Female voice, native speaker of Korean"),
    /** Only with the model {@code voicedesign}, whose {@code positivePrompt} describes the voice. */
    DESIGN("design", null, null, "Designed by the style prompt"),
    /** Only with the model {@code base}, which imitates a sample of speech. */
    CLONE("clone", null, null, "Cloned from the reference audio");

    /** The nine preset voices of the model {@code customvoice}, each of which speaks all ten languages. */
    public static final List<Voice> PRESETS =
            Arrays.stream(values()).filter(voice -> voice.gender != null).toList();

    private final String wireName;
    private final @Nullable String gender;
    private final @Nullable String nativeLanguage;
    private final String description;

    Voice(String wireName, @Nullable String gender, @Nullable String nativeLanguage, String description) {
        this.wireName = wireName;
        this.gender = gender;
        this.nativeLanguage = nativeLanguage;
        this.description = description;
    }

    /**
     * The voice of that name, in the API's spelling but in upper or lower case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Voice of(String name) {
        return WireName.find("voice", values(), Voice::wireName, name);
    }

    /** By its name, as people write it, or as {@link #toJson()} writes it. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    private static Voice ofJson(Object json) {
        return of(String.valueOf(json instanceof Map<?, ?> voice ? voice.get("name") : json));
    }

    /** The name in the API's spelling, such as {@code uncle_fu}. */
    public String wireName() {
        return wireName;
    }

    /** {@code female} or {@code male}; null where the voice is no preset. */
    public @Nullable String gender() {
        return gender;
    }

    /** The speaker's native language, in the spelling of {@link Language#wireName()}; null where it is no preset. */
    public @Nullable String nativeLanguage() {
        return nativeLanguage;
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

    /** The voice in a few English words. */
    public String description() {
        return description;
    }
}
