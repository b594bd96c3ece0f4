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

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A failure on demand; see {@link RunwareEmulator#inject(Fault)}. Faults without any effect
 * cannot be built: their constructors throw {@link IllegalArgumentException}.
 */
public sealed interface Fault {

    /** The target of a fault. */
    enum Scope {
        /** A single task, not the whole request. */
        TASK,
        /** The API's response to a request. */
        ANSWER,
        /** Any HTTP response: of the API or, in {@link Download}, of a download. */
        HTTP,
        /** The download of a task's audio. */
        DOWNLOAD
    }

    /** The target of the fault. */
    Scope scope();

    /** Whether it affects only the task that triggered it, and not the whole request. */
    default boolean isOfSingleTask() {
        return scope() == Scope.TASK;
    }

    /** The response is delayed by this duration. */
    record Delay(Duration duration) implements Fault {
        /** Checks that there is a delay. */
        public Delay {
            require(duration.toMillis() > 0, "duration", duration, "must be at least a millisecond");
        }

        @Override
        public Scope scope() {
            return Scope.HTTP;
        }
    }

    /**
     * An HTTP status in place of the response.
     *
     * @param status the status, from 200 on
     * @param body the body, JSON or not; null for none
     * @param retryAfter the value of the header {@code Retry-After}; null for none
     * @param afterWork whether the tasks are executed nevertheless
     */
    record Status(
            int status, @Nullable String body, @Nullable String retryAfter, boolean afterWork) implements Fault {
        /** Checks the status. */
        public Status {
            require(status >= 200 && status <= 999, "status", status, "must be a final status, from 200 to 999");
        }

        /** Creates a bare status before any work is done. */
        public Status(int status) {
            this(status, null, null, false);
        }

        @Override
        public Scope scope() {
            return afterWork ? Scope.ANSWER : Scope.HTTP;
        }
    }

    /** The task is not executed, and fails as an item of {@code errors} in a response with status 200. */
    record TaskError(String code, String message) implements Fault {
        /** Checks that there is a code. */
        public TaskError {
            Objects.requireNonNull(code, "code");
        }

        @Override
        public Scope scope() {
            return Scope.TASK;
        }
    }

    /**
     * The task is accepted, and fails during its execution. A synchronous task fails as with {@link TaskError}.
     *
     * @param asItem whether {@code getResponse} reports it as an item of {@code data}, and not of {@code errors}
     */
    record WorkFailure(String code, String message, boolean asItem) implements Fault {
        /** Checks that there is a code. */
        public WorkFailure {
            Objects.requireNonNull(code, "code");
        }

        @Override
        public Scope scope() {
            return Scope.TASK;
        }
    }

    /** Each result of the task is posted to its webhook twice. */
    record WebhookTwice() implements Fault {
        @Override
        public Scope scope() {
            return Scope.TASK;
        }
    }

    /** The connection is reset in place of a response, and the tasks are not executed. */
    record ResetBeforeWork() implements Fault {
        @Override
        public Scope scope() {
            return Scope.HTTP;
        }
    }

    /** The connection is reset in place of a response, although the tasks were executed. */
    record ResetAfterWork() implements Fault {
        @Override
        public Scope scope() {
            return Scope.ANSWER;
        }
    }

    /** The connection is reset after this number of bytes of the response body, or before its last byte. */
    record Truncate(int bytes) implements Fault {
        /** Checks that the number is not negative. */
        public Truncate {
            require(bytes >= 0, "bytes", bytes, "must not be negative");
        }

        @Override
        public Scope scope() {
            return Scope.HTTP;
        }
    }

    /** The body ends too early, although it is complete by its HTTP headers. */
    record MalformedJson() implements Fault {
        @Override
        public Scope scope() {
            return Scope.HTTP;
        }
    }

    /** The response has this content type, whatever its content. */
    record ContentType(String contentType) implements Fault {
        /** Checks that there is a type. */
        public ContentType {
            Objects.requireNonNull(contentType, "contentType");
        }

        @Override
        public Scope scope() {
            return Scope.HTTP;
        }
    }

    /** The envelope and each result have undocumented fields, including nested ones. */
    record UnknownFields() implements Fault {
        @Override
        public Scope scope() {
            return Scope.ANSWER;
        }
    }

    /** The body arrives in small pieces. */
    record Drip(int bytes, Duration pause) implements Fault {
        /** Checks that each piece has a byte at least. */
        public Drip {
            require(bytes > 0, "bytes", bytes, "must be at least 1");
            require(!pause.isNegative(), "pause", pause, "must not be negative");
        }

        @Override
        public Scope scope() {
            return Scope.HTTP;
        }
    }

    /** Each result is listed twice in the response. */
    record DuplicateResults() implements Fault {
        @Override
        public Scope scope() {
            return Scope.ANSWER;
        }
    }

    /** The results are listed in reverse order. */
    record ReverseResults() implements Fault {
        @Override
        public Scope scope() {
            return Scope.ANSWER;
        }
    }

    /** The results of this task are missing from the response, although it was executed. */
    record DropResults() implements Fault {
        @Override
        public Scope scope() {
            return Scope.TASK;
        }
    }

    /** The response is compressed, although the client did not request it. */
    record Gzip() implements Fault {
        @Override
        public Scope scope() {
            return Scope.HTTP;
        }
    }

    /** A redirect to this address in place of the response. */
    record Redirect(String location) implements Fault {
        /** Checks that there is an address. */
        public Redirect {
            Objects.requireNonNull(location, "location");
        }

        @Override
        public Scope scope() {
            return Scope.HTTP;
        }
    }

    /**
     * The fault affects the download of the task's audio instead of its response.
     *
     * @param fault a fault with the scope {@link Scope#HTTP}: {@link Status} without {@code afterWork},
     *     {@link Redirect}, {@link ResetBeforeWork}, {@link Delay}, {@link Truncate}, {@link MalformedJson},
     *     {@link Drip}, {@link Gzip} or {@link ContentType}
     */
    record Download(Fault fault) implements Fault {
        /** Checks that the fault can affect a download. */
        public Download {
            require(fault.scope() == Scope.HTTP, "fault", fault, "cannot affect a download");
        }

        @Override
        public Scope scope() {
            return Scope.DOWNLOAD;
        }
    }

    private static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + "=" + value + " is not valid: it " + rule);
        }
    }
}
