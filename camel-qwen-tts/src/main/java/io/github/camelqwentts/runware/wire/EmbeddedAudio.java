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
package io.github.camelqwentts.runware.wire;

import java.io.IOException;

import io.github.camelqwentts.audio.BadAudioException;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpoolWriter;

/**
 * Audio in a string of a response. It is decoded from the spool of the response directly into its own spool, so that
 * memory does not grow with it.
 *
 * @param limit maximum size of one audio in bytes
 */
record EmbeddedAudio(AnswerInput answer, SpoolSettings spools, long limit) {

    private static final int MAX_FIRST_BUFFER = 64 * 1024;

    /**
     * Decodes the string whose characters are next in the response. Its closing quote is next afterwards.
     *
     * @throws BadAudioException if it is not base64
     */
    Spool decode(boolean dataUri) throws IOException {
        // The audio cannot be larger than this. One of several should not get a buffer, or a file, for all.
        long most = Math.min(answer.rest() / 4 * 3, MAX_FIRST_BUFFER);
        long expected = Math.min(most, spools.threshold());
        SpoolWriter audio = new SpoolWriter(spools, limit, expected);
        try {
            new Base64Text(answer).decodeTo(audio, dataUri);
            return audio.toSpool();
        } catch (IOException | RuntimeException e) {
            audio.discard();
            throw e;
        }
    }
}
