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
package io.github.camelqwentts;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/** Audio that the component itself provides, from a cache or joined from pieces. */
final class LocalAudio {

    private LocalAudio() {}

    /**
     * Returns the error of a request that such audio cannot fulfill; null if it can.
     *
     * @param use the end of the message, such as "with the option cache"
     */
    static @Nullable InvalidSpeechRequestException obstacle(
            SpeechRequest request, QwenTtsConfiguration configuration, String use) {
        boolean isUrl = request.outputType() == null || request.outputType() == OutputType.URL;
        if (request.effectiveNumberResults() > 1) {
            return InvalidSpeechRequestException.of("numberResults", request.numberResults(), "must be 1 " + use);
        } else if (request.uploadEndpoint() != null) {
            return InvalidSpeechRequestException.of("uploadEndpoint", null, "must not be set " + use);
        } else if (request.webhookURL() != null) {
            return InvalidSpeechRequestException.of("webhookUrl", null, "must not be set " + use);
        } else if (isUrl && Boolean.FALSE.equals(configuration.getDownload())) {
            return InvalidSpeechRequestException.of("download", false, "must be true " + use);
        }
        return null;
    }
}
