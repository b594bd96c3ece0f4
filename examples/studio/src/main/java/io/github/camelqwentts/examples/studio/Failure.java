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

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.StreamCacheException;

/**
 * A failure as the page shows it.
 *
 * @param kind the kind of a {@code SpeechError}, or one of the studio's own
 * @param parameter the field that caused it; null if none did
 * @param status the HTTP status that goes with it
 */
record Failure(String kind, String code, String parameter, String message, int status) {

    static Failure of(SpeechException failure) {
        SpeechError error = failure.getError();
        return new Failure(
                error.kind().wireName(),
                error.code(),
                error.parameter(),
                error.message(),
                switch (error.kind()) {
                    case VALIDATION, SAFETY -> 400;
                    case NOT_FOUND -> 404;
                    case TIMEOUT -> 504;
                    case RATE_LIMIT, CONNECTION, PROVIDER -> 503;
                    case AUTH, QUOTA, SERVER_ERROR, UNKNOWN -> 502;
                });
    }

    static Failure of(IllegalArgumentException mistake) {
        String parameter = mistake instanceof InvalidSpeechRequestException invalid ? invalid.getOption() : null;
        return new Failure("invalidValue", null, parameter, mistake.getMessage(), 400);
    }

    static Failure of(Exception failure) {
        if (failure instanceof SpeechException speech) {
            return of(speech);
        }
        if (failure instanceof IllegalArgumentException broken) {
            return of(broken);
        }
        // The cache has the bytes of the browser, so unreadable content is not text.
        return failure instanceof JsonProcessingException || failure instanceof StreamCacheException
                ? new Failure("invalidRequest", null, null, "The request is not what the page sends", 400)
                : new Failure("internalError", null, null, "The studio failed; its log has the reason", 500);
    }
}
