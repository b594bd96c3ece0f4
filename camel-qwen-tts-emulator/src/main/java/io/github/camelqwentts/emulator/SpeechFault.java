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

import org.jspecify.annotations.Nullable;

/**
 * A failure on demand; see {@link OpenAiSpeechEmulator#inject(SpeechFault)}. Faults without any effect cannot be built:
 * their constructors throw {@link IllegalArgumentException}.
 */
public sealed interface SpeechFault {

    /**
     * An error in place of the audio.
     *
     * @param status the HTTP status, which may be 200
     * @param shape the form of the body
     * @param code OpenAI's code, such as {@code insufficient_quota}; null for none
     * @param retryAfter the value of the header {@code Retry-After}; null for none
     * @param afterWork whether the error comes only when the speech is made
     */
    @SuppressWarnings("JavaLangClash") // written as SpeechFault.Error
    record Error(
            int status,
            ErrorShape shape,
            String message,
            @Nullable String code,
            @Nullable String retryAfter,
            boolean afterWork)
            implements SpeechFault {
        /** Checks the status. */
        public Error {
            require(status >= 200 && status <= 999, "status", status, "must be a final status, from 200 to 999");
        }

        /** Creates an error before any work. */
        public Error(int status, ErrorShape shape, String message) {
            this(status, shape, message, null, null, false);
        }
    }

    /** Returns a failure of the engine that vLLM-Omni reports with status 400. */
    static SpeechFault disguisedServerError() {
        return new Error(400, ErrorShape.VLLM, "TTS model did not produce audio output.", null, null, true);
    }

    /** Returns vLLM-Omni's report, with status 500, that the token budget was used up without an end of speech. */
    static SpeechFault stoppedRunaway() {
        return new Error(
                500,
                ErrorShape.VLLM,
                "Qwen3-TTS Base did not emit codec EOS before its token budget (192/192 codec tokens); the generated audio"
                        + " is incomplete.",
                null,
                null,
                true);
    }

    /** Returns SGLang-Omni's 503 for a full queue. */
    static SpeechFault queueFull() {
        return new Error(503, ErrorShape.VLLM, "The request queue is full.");
    }

    /** Returns an error with status 200. */
    static SpeechFault errorWithStatus200() {
        return new Error(200, ErrorShape.VLLM, "TTS model did not produce audio output.", null, null, true);
    }

    /** Returns vLLM's 401, whose {@code error} is a string. */
    static SpeechFault unauthorized() {
        return new Error(401, ErrorShape.ERROR_STRING, "Unauthorized");
    }

    /** Returns FastAPI's 422 with a list of details. */
    static SpeechFault invalidBody() {
        return new Error(422, ErrorShape.DETAIL_LIST, "Input should be a valid string");
    }

    /** Returns a gateway's 502 in HTML. */
    static SpeechFault badGateway() {
        return new Error(502, ErrorShape.HTML, "Bad Gateway");
    }

    /**
     * The connection is closed in place of a response.
     *
     * @param afterWork whether the speech is made nevertheless
     */
    record NoAnswer(boolean afterWork) implements SpeechFault {}

    /** Status 200, and no byte of audio. */
    record EmptyBody() implements SpeechFault {}

    /** The audio ends after the first chunk, as if that were all. */
    record FirstChunkOnly() implements SpeechFault {}

    /** The connection is closed after this number of bytes of the body, or before its last byte. */
    record BreakAfter(int bytes) implements SpeechFault {
        /** Checks that the number is not negative. */
        public BreakAfter {
            require(bytes >= 0, "bytes", bytes, "must not be negative");
        }
    }

    /** There is no response, and the connection stays open. */
    record HangBeforeHeaders() implements SpeechFault {}

    /** Nothing follows this number of bytes of the body, or all of them but the last, and the connection stays open. */
    record HangAfter(int bytes) implements SpeechFault {
        /** Checks that the number is not negative. */
        public HangAfter {
            require(bytes >= 0, "bytes", bytes, "must not be negative");
        }
    }

    /** In a stream of events: an error event after this number of deltas. It waits for a request for such a stream. */
    record SseErrorAfter(int deltas) implements SpeechFault {
        /** Checks that the number is not negative. */
        public SseErrorAfter {
            require(deltas >= 0, "deltas", deltas, "must not be negative");
        }
    }

    /** In a stream of events: the end without the last event. It waits for a request for such a stream. */
    record SseWithoutEnd() implements SpeechFault {}

    /** The model does not stop: a tone until the budget of the request is used up, with status 200. */
    record Runaway() implements SpeechFault {}

    /** One byte too many, so that 16-bit samples are not whole. */
    record OddByte() implements SpeechFault {}

    /** The body's first bytes arrive alone, for example a part of a WAV header. */
    record SplitAt(int offset) implements SpeechFault {
        /** Checks that there is a byte. */
        public SplitAt {
            require(offset > 0, "offset", offset, "must be at least 1");
        }
    }

    /**
     * A content type, whatever the body.
     *
     * @param contentType the type; null for no header
     */
    record ContentType(@Nullable String contentType) implements SpeechFault {}

    /**
     * A kept-alive connection turns out to be closed: a request on a connection that was used before gets no response.
     * The fault waits for such a request.
     */
    record StaleConnection() implements SpeechFault {}

    private static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + "=" + value + " is not valid: it " + rule);
        }
    }
}
