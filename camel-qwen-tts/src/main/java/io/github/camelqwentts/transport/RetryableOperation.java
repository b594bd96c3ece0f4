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

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * An operation that may need several attempts; see {@link Retries}.
 *
 * @param <T> the type of the result
 */
public interface RetryableOperation<T> {

    /**
     * Starts an attempt. Attempts do not overlap.
     *
     * @param attempt the number of the attempt, from 1
     * @return the outcome; a future that fails ends the operation
     */
    CompletableFuture<RetryDecision> tryOnce(int attempt);

    /**
     * Called if another attempt is not allowed, because the retries are used up or the call ends too soon.
     *
     * @param last the decision that requests the attempt
     * @return the decision in its place; attempts that it requests are limited by the deadline alone
     */
    default RetryDecision exhausted(RetryDecision last) {
        return RetryDecision.DONE;
    }

    /**
     * Ends the operation. Called once; if the call is cancelled, an attempt may still be in progress.
     *
     * @param stopped why the attempts ended before they were done; null if they are done
     * @return the result
     */
    CompletableFuture<T> end(@Nullable Throwable stopped);
}
