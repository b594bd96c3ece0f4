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
package io.github.camelqwentts.monitor;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/**
 * Names models for meters. Meters are never removed and messages can name any model, so only the API's models and those
 * that options name have a tag of their own.
 */
final class ModelTags {

    static final String OTHER = "other";

    /** Limits the models that options name, because messages can create endpoints, too. */
    private static final int MOST_CONFIGURED = 50;

    private static final Set<String> KNOWN =
            Set.of(SpeechRequest.CUSTOM_VOICE, SpeechRequest.VOICE_DESIGN, SpeechRequest.BASE);

    private final Set<String> configured = ConcurrentHashMap.newKeySet();

    String of(@Nullable String model, @Nullable String configuredModel) {
        if (model == null) {
            return OTHER;
        }
        if (KNOWN.contains(model) || configured.contains(model)) {
            return model;
        }
        if (model.equals(configuredModel) && configured.size() < MOST_CONFIGURED) {
            configured.add(model);
            return model;
        }
        return OTHER;
    }
}
