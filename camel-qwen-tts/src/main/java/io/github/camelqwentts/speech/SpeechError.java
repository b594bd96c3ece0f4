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
 * An error of the API or of the connection to it.
 *
 * @param kind the kind of the error, stable over time
 * @param code the API's own code, which may change; null if the API reported none
 * @param message the message
 * @param parameter the parameter at fault, in the API's spelling; null if none was reported
 * @param taskUUID the task at fault; null if none was reported
 * @param documentation link to the documentation of the error; null if none was reported
 * @param httpStatus the HTTP status; 0 if there was no response
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

    /** Creates an error whose attempts were not counted. */
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

    /** Returns an error that this component detected. */
    public static SpeechError of(Kind kind, @Nullable String message, @Nullable String taskUUID) {
        return new SpeechError(kind, null, message, null, taskUUID, null, 0);
    }

    /** Returns the same error for one of the tasks that it affects. */
    public SpeechError forTask(@Nullable String uuid) {
        return new SpeechError(kind, code, message, parameter, uuid, documentation, httpStatus, attempts);
    }

    /** Returns the same error with the number of times that the request was sent. */
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
     * The kinds of errors.
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
        /** Too many requests; a later one may succeed. */
        RATE_LIMIT("rateLimit"),
        /** The content of the text is rejected. */
        SAFETY("safety"),
        /** The model, or the service that runs it, failed. */
        PROVIDER("provider"),
        /** The API or this component timed out. */
        TIMEOUT("timeout"),
        /** The task or the audio does not exist, or is no longer available. */
        NOT_FOUND("notFound"),
        /** The API failed. */
        SERVER_ERROR("serverError"),
        /** The API could not be reached, or the connection broke. */
        CONNECTION("connection"),
        /** Any other error, such as a response that cannot be read. */
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
