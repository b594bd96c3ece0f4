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
package io.github.camelqwentts.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.apache.hc.core5.concurrent.FutureCallback;

/**
 * Completes a future when the asynchronous client is done.
 *
 * @param outcome converts what the client returns
 */
record Completion<R, T>(CompletableFuture<T> future, Function<R, T> outcome) implements FutureCallback<R> {

    @Override
    public void completed(R result) {
        future.complete(outcome.apply(result));
    }

    @Override
    public void failed(Exception cause) {
        future.completeExceptionally(cause);
    }

    @Override
    public void cancelled() {
        future.cancel(false);
    }
}
