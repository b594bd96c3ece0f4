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
package io.github.camelqwentts.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.SpeechCache;
import io.github.camelqwentts.speech.SpeechResult;
import org.jspecify.annotations.Nullable;

/**
 * Purchases in progress. Calls for the same key share one of them. Thread-safe.
 *
 * @hidden
 */
@Internal
public final class Purchases {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, List<CompletableFuture<SpeechResult>>> waiting = new HashMap<>();

    /**
     * Begins a purchase, or joins the one in progress.
     *
     * @return null if it was begun, so that the caller has to {@linkplain #end end} it; otherwise a share of the result
     *     in progress, which is the caller's to close. It completes on a thread that must not be blocked.
     */
    @Nullable
    CompletableFuture<SpeechResult> beginOrJoin(SpeechCache cache, String key) {
        lock.lock();
        try {
            Key purchase = new Key(cache, key);
            List<CompletableFuture<SpeechResult>> others = waiting.get(purchase);
            if (others == null) {
                waiting.put(purchase, new ArrayList<>());
                return null;
            }
            CompletableFuture<SpeechResult> share = new CompletableFuture<>();
            others.add(share);
            return share;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a purchase, and returns the shares of those that joined it, to be completed. */
    List<CompletableFuture<SpeechResult>> end(SpeechCache cache, String key) {
        lock.lock();
        try {
            List<CompletableFuture<SpeechResult>> others = waiting.remove(new Key(cache, key));
            return others == null ? List.of() : others;
        } finally {
            lock.unlock();
        }
    }

    private record Key(SpeechCache cache, String key) {}
}
