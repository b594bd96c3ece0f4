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
 * An error of a speech server, before it is put into a shape.
 *
 * @param type the class of the error, such as {@code BadRequestError}
 * @param param the field at fault, or null
 * @param code OpenAI's code, such as {@code insufficient_quota}, or null
 * @param retryAfter the value of the header {@code Retry-After}, or null for none
 */
record ServerError(
        int status,
        String type,
        String message,
        @Nullable String param,
        @Nullable String code,
        @Nullable String retryAfter) {

    ServerError(int status, String message, @Nullable String param) {
        this(status, typeOf(status), message, param, null, null);
    }

    static String typeOf(int status) {
        return switch (status) {
            case 401 -> "AuthenticationError";
            case 404 -> "NotFoundError";
            case 429 -> "RateLimitError";
            case 500, 503 -> "server_error";
            default -> status > 500 ? "InternalServerError" : "BadRequestError";
        };
    }

    Refusal refusal() {
        return new Refusal(this, null);
    }

    /** Ends the check of a request; the error is the response, so no stack is kept. */
    static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient ServerError error;
        private final transient @Nullable ErrorShape shape;

        /** @param shape a shape that differs from the server's usual one, or null */
        Refusal(ServerError error, @Nullable ErrorShape shape) {
            super(error.message(), null, false, false);
            this.error = error;
            this.shape = shape;
        }

        ServerError error() {
            return error;
        }

        ErrorShape shapeOr(ErrorShape usual) {
            return shape == null ? usual : shape;
        }
    }
}
