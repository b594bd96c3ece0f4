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
        /** The API's answer to a request. */
        ANSWER,
        /** Any HTTP answer: the API's, and in {@link Download} that of a download. */
        HTTP,
        /** The download of a task's audio. */
        DOWNLOAD
    }

    /** The target of the fault. */
    Scope scope();

    /** Whether it strikes the task alone that called for it, and not the whole request. */
    default boolean isOfSingleTask() {
        return scope() == Scope.TASK;
    }

    /** The answer comes this much later than it would. */
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
     * An HTTP status in place of the answer.
     *
     * @param status the status, from 200 on
     * @param body the body, JSON or not; null for none
     * @param retryAfter the value of the header {@code Retry-After}; null for none
     * @param afterWork whether the tasks are carried out all the same
     */
    record Status(
            int status, @Nullable String body, @Nullable String retryAfter, boolean afterWork) implements Fault {
        /** Checks the status. */
        public Status {
            require(status >= 200 && status <= 999, "status", status, "must be a final status, from 200 to 999");
        }

        /** A bare status before any work was done. */
        public Status(int status) {
            this(status, null, null, false);
        }

        @Override
        public Scope scope() {
            return afterWork ? Scope.ANSWER : Scope.HTTP;
        }
    }

    /** The task fails, as an item of {@code errors} in a 200 answer; it is not carried out. */
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
     * The task is accepted, and fails in its work. One that is answered at once fails like with {@link TaskError}.
     *
     * @param asItem whether {@code getResponse} tells it as an item of {@code data}, and not as one of {@code errors}
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

    /** The connection is reset in place of an answer, and the tasks are not carried out. */
    record ResetBeforeWork() implements Fault {
        @Override
        public Scope scope() {
            return Scope.HTTP;
        }
    }

    /** The connection is reset in place of an answer, though the tasks were carried out. */
    record ResetAfterWork() implements Fault {
        @Override
        public Scope scope() {
            return Scope.ANSWER;
        }
    }

    /** The connection is reset after this number of bytes of the answer's body, or before its last byte. */
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

    /** The body ends too early, though HTTP says that it is whole. */
    record MalformedJson() implements Fault {
        @Override
        public Scope scope() {
            return Scope.HTTP;
        }
    }

    /** The answer claims another content type than it has. */
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

    /** Fields that no documentation mentions, nested ones too, stand in the envelope and in each result. */
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

    /** Each result stands in the answer twice. */
    record DuplicateResults() implements Fault {
        @Override
        public Scope scope() {
            return Scope.ANSWER;
        }
    }

    /** The results stand in the answer in reverse order. */
    record ReverseResults() implements Fault {
        @Override
        public Scope scope() {
            return Scope.ANSWER;
        }
    }

    /** The results of this task are missing from the answer, though it was carried out. */
    record DropResults() implements Fault {
        @Override
        public Scope scope() {
            return Scope.TASK;
        }
    }

    /** The answer is compressed, though nobody asked for it. */
    record Gzip() implements Fault {
        @Override
        public Scope scope() {
            return Scope.HTTP;
        }
    }

    /** A redirect to this address in place of the answer. */
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
     * The fault strikes the download of the task's audio instead of its answer.
     *
     * @param fault one whose scope is {@link Scope#HTTP}: {@link Status} that does not wait for work, {@link Redirect},
     *     {@link ResetBeforeWork}, {@link Delay}, {@link Truncate}, {@link MalformedJson}, {@link Drip}, {@link Gzip}
     *     or {@link ContentType}
     */
    record Download(Fault fault) implements Fault {
        /** Checks that the fault can strike a download. */
        public Download {
            require(fault.scope() == Scope.HTTP, "fault", fault, "cannot strike a download");
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
