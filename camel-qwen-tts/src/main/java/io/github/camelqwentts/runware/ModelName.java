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
package io.github.camelqwentts.runware;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.camelqwentts.speech.Checks;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/** Names of models: short names for the known family, and IDs for all models. */
final class ModelName {

    private static final int MAX_LENGTH = 100;

    private static final Map<String, String> FAMILY = Map.of(
            "customvoice", SpeechRequest.CUSTOM_VOICE,
            "voicedesign", SpeechRequest.VOICE_DESIGN,
            "base", SpeechRequest.BASE);

    /** The form of the API's ids: source:model@version. */
    private static final Pattern ID = Pattern.compile("[\\w.+-]+(:[\\w.+-]+)+@[\\w.+-]+");

    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\p{Z}_-]+");

    private ModelName() {}

    /**
     * Returns the id of a model.
     *
     * @param name an id, or the short name of a model of the family, whatever its case; null stays null
     * @throws InvalidSpeechRequestException if it is neither
     */
    static @Nullable String toId(@Nullable String name) {
        if (name == null) {
            return null;
        }
        String stripped = name.strip();
        Checks.require(
                stripped.length() <= MAX_LENGTH, "model", name, "must have at most " + MAX_LENGTH + " characters");
        if (FAMILY.containsValue(stripped)) {
            return stripped;
        }
        String known = FAMILY.get(SEPARATORS.matcher(stripped).replaceAll("").toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        for (String id : FAMILY.values()) {
            if (id.equalsIgnoreCase(stripped)) {
                return id;
            }
        }
        Checks.require(
                ID.matcher(stripped).matches(),
                "model",
                name,
                "must be customvoice, voicedesign, base or a model id such as " + SpeechRequest.CUSTOM_VOICE);
        return stripped;
    }
}
