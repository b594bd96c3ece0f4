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
import java.util.function.Supplier;

/** Requests that differ from another one in a single parameter. */
public final class ChangedRequests {

    private ChangedRequests() {}

    /** Returns a request for each parameter that changes the sound, by the name of the parameter. */
    public static Map<String, SpeechRequest.Builder> bySound(Supplier<SpeechRequest.Builder> request) {
        Map<String, SpeechRequest.Builder> changed = new LinkedHashMap<>();
        changed.put("text", request.get().text("Other."));
        changed.put("model", request.get().model(SpeechRequest.VOICE_DESIGN));
        changed.put("voice", request.get().voice(Voice.RYAN));
        changed.put("language", request.get().language(Language.GERMAN));
        changed.put("speed", request.get().speed(1.5));
        changed.put("positivePrompt", request.get().positivePrompt("Cheerful"));
        changed.put("maxNewTokens", request.get().maxNewTokens(100));
        changed.put("outputFormat", request.get().outputFormat(OutputFormat.WAV));
        changed.put("audioSettings", request.get().audioSettings(new AudioSettings(24_000, null, null)));
        changed.put("referenceAudio", request.get().referenceAudio(ReferenceAudio.ofBytes(new byte[] {1})));
        changed.put("transcript", request.get().transcript("Words."));
        changed.put("xVectorOnly", request.get().xVectorOnly(true));
        return changed;
    }
}
