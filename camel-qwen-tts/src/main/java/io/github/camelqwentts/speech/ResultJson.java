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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.jspecify.annotations.Nullable;

/** Describes results for JSON. */
final class ResultJson {

    private ResultJson() {}

    /** Returns all of a result but its audio. */
    static Map<String, Object> of(Spoken result, String status, @Nullable SpeechError error) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", status);
        json.put("taskUUID", result.taskUUID());
        json.put("audioUUID", result.audioUUID());
        json.put("audioURL", result.audioURL());
        json.put("cost", result.cost());
        json.put("seed", result.seed());
        json.put("format", result.format().wireName());
        json.put("duration", result.duration());
        json.put("truncated", result.truncated() ? true : null);
        json.put("cached", result.cached() ? true : null);
        json.put("error", error);
        json.values().removeIf(Objects::isNull);
        return json;
    }
}
