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
package io.github.camelqwentts.emulator;

/**
 * A request for speech that the server accepted.
 *
 * @param format the value of {@code response_format}
 * @param maxFrames the maximum length in frames
 */
record SpeechOrder(
        SpeechEngine.Utterance utterance,
        String format,
        AudioEncoder encoder,
        Delivery delivery,
        int sampleRate,
        int maxFrames) {

    /** An estimate: the model's vocabulary would be needed for the exact number. */
    int inputTokens() {
        return 8 + utterance.text().length() / 4;
    }
}
