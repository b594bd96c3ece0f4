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
package io.github.camelqwentts.springboot;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why an application with an invalid or missing option of the component or an endpoint does not start. */
final class InvalidOptionFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSpeechRequestException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidSpeechRequestException cause) {
        String action = "Set the property " + QwenTtsProperties.nameOf(cause.getOption())
                + " or, for a single endpoint, " + cause.getOption() + " in its URI.";
        return new FailureAnalysis("Invalid option of qwen-tts: " + cause.getMessage() + ".", action, cause);
    }
}
