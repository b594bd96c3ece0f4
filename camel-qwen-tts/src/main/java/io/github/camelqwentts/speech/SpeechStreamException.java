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

import java.io.IOException;

/**
 * Streamed audio ended early: the service failed, the connection broke, or the call was cancelled or ran out of time
 * after the first audio had arrived. The audio that was read before is incomplete.
 *
 * @since 1.0
 */
public final class SpeechStreamException extends IOException {

    private static final long serialVersionUID = 1L;

    private final SpeechError error;

    /** Creates an exception for the failure that ended the audio. */
    public SpeechStreamException(SpeechException failure) {
        super("The audio ended early: " + failure.getMessage(), failure);
        this.error = failure.getError();
    }

    /** Returns the error with its kind. */
    public SpeechError getError() {
        return error;
    }
}
