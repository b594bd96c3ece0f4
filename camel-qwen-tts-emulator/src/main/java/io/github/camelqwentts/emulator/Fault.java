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

/** Something that goes wrong on demand; see {@link RunwareEmulator#inject(Fault)}. */
public sealed interface Fault {

    /** Whether it strikes the task alone that called for it, and not the whole request. */
    default boolean isOfSingleTask() {
        return this instanceof TaskError
                || this instanceof WorkFailure
                || this instanceof WebhookTwice
                || this instanceof DropResults;
    }

    /** The answer comes this much later than it would. */
    record Delay(Duration duration) implements Fault {}

    /**
     * An HTTP status in place of the answer.
     *
     * @param status the status
     * @param body the body, JSON or not; null for none
     * @param retryAfter the value of the header {@code Retry-After}; null for none
     * @param afterWork whether the tasks are carried out all the same
     */
    record Status(int status, String body, String retryAfter, boolean afterWork) implements Fault {
        /** A bare status before any work was done. */
        public Status(int status) {
            this(status, null, null, false);
        }
    }

    /** The task fails, as an item of {@code errors} in a 200 answer; it is not carried out. */
    record TaskError(String code, String message) implements Fault {}

    /**
     * The task is accepted, and fails in its work. One that is answered at once fails like with {@link TaskError}.
     *
     * @param asItem whether {@code getResponse} tells it as an item of {@code data}, and not as one of {@code errors}
     */
    record WorkFailure(String code, String message, boolean asItem) implements Fault {}

    /** Each result of the task is posted to its webhook twice. */
    record WebhookTwice() implements Fault {}

    /** The connection is reset in place of an answer, and the tasks are not carried out. */
    record ResetBeforeWork() implements Fault {}

    /** The connection is reset in place of an answer, though the tasks were carried out. */
    record ResetAfterWork() implements Fault {}

    /** The connection is reset after so many bytes of the answer's body. */
    record Truncate(int bytes) implements Fault {}

    /** The body ends too early, though HTTP says that it is whole. */
    record MalformedJson() implements Fault {}

    /** The answer claims another content type than it has. */
    record ContentType(String contentType) implements Fault {}

    /** Fields that no documentation mentions, nested ones too, stand in the envelope and in each result. */
    record UnknownFields() implements Fault {}

    /** The body arrives in small pieces. */
    record Drip(int bytes, Duration pause) implements Fault {}

    /** Each result stands in the answer twice. */
    record DuplicateResults() implements Fault {}

    /** The results stand in the answer in reverse order. */
    record ReverseResults() implements Fault {}

    /** The results of this task are missing from the answer, though it was carried out. */
    record DropResults() implements Fault {}

    /** The answer is compressed, though nobody asked for it. */
    record Gzip() implements Fault {}

    /** A redirect to this address in place of the answer. */
    record Redirect(String location) implements Fault {}

    /**
     * The fault strikes not the task's answer but the download of its audio; it may be one of HTTP: {@link Status},
     * {@link Redirect}, {@link ResetBeforeWork}, {@link Truncate}, {@link Drip}, {@link Gzip} or {@link ContentType}.
     */
    record Download(Fault fault) implements Fault {}
}
