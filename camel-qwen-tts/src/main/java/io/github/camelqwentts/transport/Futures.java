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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Joins and unwraps futures without waiting for them. */
public final class Futures {

    private Futures() {}

    /** Returns the values of all futures, in their order, when all have completed. */
    public static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        CompletableFuture<List<T>> values = CompletableFuture.completedFuture(new ArrayList<>(futures.size()));
        for (CompletableFuture<T> future : futures) {
            values = values.thenCombine(future, (list, value) -> {
                list.add(value);
                return list;
            });
        }
        return values;
    }

    /** Returns a later stage; cancelling it cancels an earlier one. */
    public static <T> CompletableFuture<T> cancelling(CompletableFuture<?> earlier, CompletableFuture<T> later) {
        later.whenComplete((value, failure) -> {
            if (later.isCancelled()) {
                earlier.cancel(true);
            }
        });
        return later;
    }

    /** Returns the failure of a stage without the wrapping that stages add. */
    public static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
