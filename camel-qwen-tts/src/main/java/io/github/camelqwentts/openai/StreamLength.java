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

import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;

/** Notices that streamed audio is far too long or too short for its text. */
record StreamLength(SpeechOrder order, int sampleRate) {

    private static final int SAMPLE = 2;

    /** @throws SpeechException if the model does not stop, so that more audio would be noise */
    void requireNotTooLong(long bytes) {
        if (order.request().maxNewTokens() == null && order.expectedLength().isTooLong(millis(bytes))) {
            throw failure("long", bytes);
        }
    }

    /** @throws SpeechException if the audio ended although most of the text was not spoken */
    void requireEnough(long bytes) {
        if (order.request().maxNewTokens() == null && order.expectedLength().isTooShort(millis(bytes))) {
            throw failure("short", bytes);
        }
    }

    private long millis(long bytes) {
        return bytes * 1000 / SAMPLE / sampleRate;
    }

    private SpeechException failure(String what, long bytes) {
        String message = "The audio is far too " + what + " for the text: " + millis(bytes) + " ms";
        return SpeechException.of(SpeechError.of(Kind.PROVIDER, message, order.taskUUID()));
    }
}
