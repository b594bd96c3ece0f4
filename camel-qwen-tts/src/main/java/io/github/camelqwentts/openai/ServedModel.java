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
package io.github.camelqwentts.openai;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/**
 * The model of a request. The short names and Runware's IDs mean the model that the server serves, of that kind; any other
 * name is sent as it is.
 *
 * @param name the name to send; null if none is
 * @param taskType the task that the name implies; null if it implies none
 */
record ServedModel(@Nullable String name, @Nullable String taskType) {

    static final String VOICE_DESIGN = "VoiceDesign";
    static final String BASE = "Base";

    private static final String RUNWARE_PREFIX = "alibaba:qwen@";

    private static final Map<String, String> FAMILY = Map.of(
            "customvoice",
            "CustomVoice",
            "voicedesign",
            VOICE_DESIGN,
            "base",
            BASE,
            SpeechRequest.CUSTOM_VOICE,
            "CustomVoice",
            SpeechRequest.VOICE_DESIGN,
            VOICE_DESIGN,
            SpeechRequest.BASE,
            BASE);

    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\p{Z}_-]+");

    static ServedModel of(SpeechRequest request) {
        String model = request.model();
        if (model == null) {
            return new ServedModel(null, null);
        }
        String lower = model.toLowerCase(Locale.ROOT);
        String type =
                FAMILY.getOrDefault(lower, FAMILY.get(SEPARATORS.matcher(lower).replaceAll("")));
        if (type != null || lower.startsWith(RUNWARE_PREFIX)) {
            return new ServedModel(null, type);
        }
        if (lower.contains("voicedesign")) {
            return new ServedModel(model, VOICE_DESIGN);
        }
        return new ServedModel(model, lower.endsWith("-base") ? BASE : null);
    }
}
