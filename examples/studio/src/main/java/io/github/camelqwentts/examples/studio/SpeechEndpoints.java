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
package io.github.camelqwentts.examples.studio;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.SpeechRequest;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The endpoints that speak what the page asks for. */
@Component
class SpeechEndpoints {

    private final boolean hasKey;
    private final boolean hasServer;
    private final String server;

    SpeechEndpoints(
            ObjectProvider<RunwareEmulator> emulator,
            ObjectProvider<OpenAiSpeechEmulator> serverEmulator,
            @Value("${studio.server}") String server) {
        OpenAiSpeechEmulator standIn = serverEmulator.getIfAvailable();
        this.hasKey = emulator.getIfAvailable() == null;
        this.hasServer = standIn == null;
        this.server = standIn == null ? server : standIn.baseUrl();
    }

    boolean isEmulated(Backend backend) {
        return backend == Backend.RUNWARE ? !hasKey : !hasServer;
    }

    /** Returns the URI of the endpoint for a request. */
    String uriFor(SpeechForm form, SpeechRequest request) {
        StringBuilder uri = new StringBuilder("qwen-tts:synthesize?");
        if (form.backendOrDefault() == Backend.OPENAI) {
            // The key stays a placeholder, which Camel resolves: the URI is a property of the exchange.
            uri.append("backend=openai&baseUrl=RAW(").append(server).append(")&apiKey=RAW({{studio.server-key}})");
        } else {
            uri.append("includeCost=true");
        }
        if (form.isStreamed()) {
            return uri.append("&stream=true").toString();
        }
        if (form.backendOrDefault() == Backend.RUNWARE) {
            uri.append("&deliveryMethod=async");
        }
        return request.effectiveNumberResults() > 1
                ? uri.toString()
                : uri.append("&subtitles=VTT").toString();
    }
}
