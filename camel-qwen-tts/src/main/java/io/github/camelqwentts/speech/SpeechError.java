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

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the API or the way to it reported.
 *
 * @param kind what sort of error it is, stable over time
 * @param code the API's own code, of which there are many and not stable ones; null where the API gave none
 * @param message what happened, in words
 * @param parameter the parameter at fault, in the API's spelling; null if none was named
 * @param taskUUID the task at fault; null if none was named
 * @param documentation where the API explains the error; null if it does not say
 * @param httpStatus the HTTP status that went along; 0 where there was no answer
 * @param attempts the number of times that the request was sent; 0 if it was not counted
 * @since 1.0
 */
public record SpeechError(
        Kind kind,
        @Nullable String code,
        @Nullable String message,
        @Nullable String parameter,
        @Nullable String taskUUID,
        @Nullable String documentation,
        int httpStatus,
        int attempts)
        implements Serializable {

    public SpeechError {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
    }

    /** An error whose attempts were not counted. */
    public SpeechError(
            Kind kind,
            @Nullable String code,
            @Nullable String message,
            @Nullable String parameter,
            @Nullable String taskUUID,
            @Nullable String documentation,
            int httpStatus) {
        this(kind, code, message, parameter, taskUUID, documentation, httpStatus, 0);
    }

    /** An error that was found on this side of the wire. */
    public static SpeechError of(Kind kind, @Nullable String message, @Nullable String taskUUID) {
        return new SpeechError(kind, null, message, null, taskUUID, null, 0);
    }

    /** The same error for one of the tasks that it hit. */
    public SpeechError forTask(@Nullable String uuid) {
        return new SpeechError(kind, code, message, parameter, uuid, documentation, httpStatus, attempts);
    }

    /** The same error with the number of times that the request was sent. */
    public SpeechError withAttempts(int sent) {
        return new SpeechError(kind, code, message, parameter, taskUUID, documentation, httpStatus, sent);
    }

    @JsonValue
    private Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind.wireName());
        json.put("code", code);
        json.put("message", message);
        json.put("parameter", parameter);
        json.put("taskUUID", taskUUID);
        json.put("documentation", documentation);
        json.put("httpStatus", httpStatus == 0 ? null : httpStatus);
        json.put("attempts", attempts == 0 ? null : attempts);
        json.values().removeIf(Objects::isNull);
        return json;
    }

    /**
     * The sorts of errors.
     *
     * @since 1.0
     */
    public enum Kind {
        /** The task breaks a rule. */
        VALIDATION("validation"),
        /** The key is missing, wrong, or not allowed to do this. */
        AUTH("auth"),
        /** The account cannot pay. */
        QUOTA("quota"),
        /** Too many requests; later they will do. */
        RATE_LIMIT("rateLimit"),
        /** The text is refused for what it says. */
        SAFETY("safety"),
        /** The model, or what runs it, failed. */
        PROVIDER("provider"),
        /** It took too long, there or here. */
        TIMEOUT("timeout"),
        /** The task or the audio does not exist, or no longer. */
        NOT_FOUND("notFound"),
        /** The API failed. */
        SERVER_ERROR("serverError"),
        /** The API could not be reached, or the connection broke. */
        CONNECTION("connection"),
        /** None of these; an answer that cannot be read, for one. */
        UNKNOWN("unknown");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** The name in the spelling of the documentation, such as {@code rateLimit}. */
        @JsonValue
        public String wireName() {
            return wireName;
        }
    }
}
