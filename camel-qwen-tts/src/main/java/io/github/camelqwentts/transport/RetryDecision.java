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
package io.github.camelqwentts.transport;

import java.time.Duration;

import io.github.camelqwentts.speech.SpeechException;
import org.jspecify.annotations.Nullable;

/** The outcome of an attempt; see {@link Retries}. */
public sealed interface RetryDecision {

    /** Nothing more to do. */
    RetryDecision DONE = new Done();

    /** The delay that the server requested; null if it requested none. */
    @Nullable
    Duration retryAfter();

    /** The operation is over, whether it succeeded or failed. */
    record Done() implements RetryDecision {
        @Override
        public @Nullable Duration retryAfter() {
            return null;
        }
    }

    /**
     * The attempt failed; another one may succeed.
     *
     * @param failure the reason, for the log; null if unknown
     */
    record Failed(
            @Nullable SpeechException failure, @Nullable Duration retryAfter) implements RetryDecision {}

    /** The server has not finished. Another attempt is not a retry, so only the deadline limits their number. */
    record InProgress(@Nullable Duration retryAfter) implements RetryDecision {}
}
