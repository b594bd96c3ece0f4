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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.github.camelqwentts.audio.AudioSpool;
import io.github.camelqwentts.audio.SharedAudio;
import io.github.camelqwentts.speech.CacheListener;
import io.github.camelqwentts.speech.ForwardingSpeechClient;
import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.RequestDigest;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechCache;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.speech.SpoolException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks texts up in a cache, and buys missing audio. Calls that need the same text at the same time share one purchase.
 * If it fails, one of the waiting calls retries it, and a second failure is final for all. No thread waits for a
 * purchase.
 *
 * @hidden
 */
@Internal
public final class CachedSpeechClient extends ForwardingSpeechClient {

    private static final Logger LOG = LoggerFactory.getLogger(CachedSpeechClient.class);

    /** Changes if keys have to change; all audio that was cached before is bought again then. */
    private static final String SCHEME = "camel-qwen-tts-cache:1";

    private final SpeechClient client;
    private final SpeechCache cache;
    private final String origin;
    private final Purchases purchases;
    private final int inMemory;
    private final AudioSpool spool;
    private final Executor executor;
    private final CacheListener listener;

    /**
     * @param client buys; its requests have no parameter that a cache cannot serve
     * @param origin identifies the service that speaks
     * @param purchases the purchases in progress of all clients that share them
     * @param inMemory maximum size in bytes of audio from the cache that is kept in memory
     * @param spool keeps audio from the cache
     * @param executor runs blocking work
     * @param listener is notified of hits and misses, and whether the cache works
     */
    public CachedSpeechClient(
            SpeechClient client,
            SpeechCache cache,
            String origin,
            Purchases purchases,
            int inMemory,
            AudioSpool spool,
            Executor executor,
            CacheListener listener) {
        this.client = client;
        this.cache = cache;
        this.origin = origin;
        this.purchases = purchases;
        this.inMemory = inMemory;
        this.spool = spool;
        this.executor = executor;
        this.listener = listener;
    }

    @Override
    protected SpeechClient client() {
        return client;
    }

    @Override
    public CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> requests) {
        return CompletableFuture.supplyAsync(() -> speak(requests, true), executor)
                .thenCompose(Function.identity());
    }

    private CompletableFuture<List<SpeechResult>> speak(List<SpeechRequest> requests, boolean mayRetry) {
        RequestDigest digest = new RequestDigest(SCHEME);
        List<Turn> turns = requests.stream()
                .map(request -> new Turn(request, key(digest, request)))
                .toList();
        List<Turn> own = new ArrayList<>();
        try {
            for (Turn turn : turns) {
                CompletableFuture<SpeechResult> share = purchases.beginOrJoin(cache, turn.key);
                if (share == null) {
                    own.add(turn);
                } else {
                    follow(turn, share, mayRetry);
                }
            }
            List<Turn> missing = own.stream().filter(turn -> !find(turn)).toList();
            if (!missing.isEmpty()) {
                buy(missing);
            }
        } catch (RuntimeException | Error e) {
            // Other calls may be waiting for these purchases, so each must end.
            own.forEach(turn -> fail(turn, e));
        }
        return all(turns.stream().map(turn -> turn.result).toList());
    }

    /** Returns the key of a request. It does not include the output type, which does not change the sound. */
    private String key(RequestDigest digest, SpeechRequest request) {
        SpeechRequest sound = request.toBuilder().outputType(null).build();
        return HexFormat.of().formatHex(digest.of(origin, sound, 0));
    }

    private void follow(Turn turn, CompletableFuture<SpeechResult> share, boolean mayRetry) {
        share.handle((result, failure) -> {
                    if (mayRetry && (failure != null || result.failure() != null)) {
                        return CompletableFuture.supplyAsync(() -> speak(List.of(turn.request), false), executor)
                                .thenCompose(Function.identity())
                                .thenApply(results -> results.get(0));
                    }
                    return share.thenApply(shared -> hit(turn, shared));
                })
                .thenCompose(Function.identity())
                .whenComplete((result, failure) -> turn.complete(result, failure));
    }

    /** Ends a purchase with audio from the cache. {@return false if the cache has none} */
    private boolean find(Turn turn) {
        try {
            Spoken found = cache.get(turn.key);
            Spoken kept = found == null || found.audio() == null ? null : keep(found, found.audio());
            listener.read(null);
            if (kept == null) {
                return false;
            }
            end(turn, hit(turn, kept));
            return true;
        } catch (NoSuchFileException | FileNotFoundException e) {
            // Another process has just removed it.
            return false;
        } catch (SpoolException e) {
            // New audio would not find space either, so do not buy any.
            SpeechError error = SpeechError.of(Kind.UNKNOWN, String.valueOf(e.getMessage()), null);
            end(turn, SpeechResult.failed(null, turn.request.effectiveOutputFormat(), SpeechException.of(error, e)));
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.debug("The cached audio {} cannot be read and is bought again", turn.key, e);
            listener.read(e);
            return false;
        }
    }

    private SpeechResult hit(Turn turn, SpeechResult shared) {
        SpeechResult result = turn.withoutPurchase(shared);
        if (result instanceof Spoken spoken && spoken.audio() != null) {
            listener.hit(turn.request, spoken.audio().size());
        }
        return result;
    }

    /** Copies audio unless it is small and in memory, so that it stays readable when the cache removes it. */
    private Spoken keep(Spoken found, SpeechAudio audio) throws IOException {
        if (audio.inMemory() && audio.size() <= inMemory) {
            return found;
        }
        try (audio) {
            SpeechAudio copy = spool.keep(inMemory, audio.size(), out -> {
                try (InputStream in = audio.open()) {
                    in.transferTo(out);
                }
            });
            return found.toBuilder().audio(copy).build();
        }
    }

    private void buy(List<Turn> missing) {
        CompletableFuture<List<SpeechResult>> bought;
        missing.forEach(turn -> listener.missed(turn.request));
        try {
            bought =
                    client.synthesize(missing.stream().map(turn -> turn.request).toList());
        } catch (RuntimeException e) {
            bought = CompletableFuture.failedFuture(e);
        }
        bought.thenAcceptAsync(
                        results -> {
                            for (int i = 0; i < missing.size(); i++) {
                                store(missing.get(i), results.get(i));
                                end(missing.get(i), results.get(i));
                            }
                        },
                        executor)
                .whenComplete((ended, failure) -> {
                    if (failure != null) {
                        missing.forEach(turn -> fail(turn, failure));
                    }
                });
    }

    private void store(Turn turn, SpeechResult result) {
        if (!(result instanceof Spoken spoken) || spoken.audio() == null) {
            return;
        }
        try {
            cache.put(turn.key, spoken);
            listener.written(null);
        } catch (IOException | RuntimeException e) {
            LOG.debug("The audio of task {} cannot be cached", spoken.taskUUID(), e);
            listener.written(e);
        }
    }

    /** Ends a purchase; all that joined it get a share of its audio. */
    private void end(Turn turn, SpeechResult result) {
        List<CompletableFuture<SpeechResult>> others = purchases.end(cache, turn.key);
        if (others.isEmpty() || !(result instanceof Spoken spoken) || spoken.audio() == null) {
            others.forEach(other -> other.complete(result));
            turn.result.complete(result);
            return;
        }
        List<SpeechAudio> shares = SharedAudio.among(others.size() + 1, spoken.audio());
        for (int i = 0; i < others.size(); i++) {
            others.get(i).complete(spoken.toBuilder().audio(shares.get(i)).build());
        }
        turn.result.complete(spoken.toBuilder().audio(shares.get(others.size())).build());
    }

    private void fail(Turn turn, Throwable failure) {
        if (!turn.result.isDone()) {
            purchases.end(cache, turn.key).forEach(other -> other.completeExceptionally(failure));
            turn.result.completeExceptionally(failure);
        }
    }

    private static CompletableFuture<List<SpeechResult>> all(List<CompletableFuture<SpeechResult>> results) {
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> {
                    if (failure != null) {
                        results.stream()
                                .filter(result -> !result.isCompletedExceptionally())
                                .forEach(result -> close(result.join()));
                    }
                    return results.stream().map(CompletableFuture::join).toList();
                });
    }

    private static void close(SpeechResult result) {
        if (result instanceof Spoken spoken && spoken.audio() != null) {
            spoken.audio().close();
        }
    }

    /** A text of a call. */
    private static final class Turn {

        private final SpeechRequest request;
        private final String key;
        private final CompletableFuture<SpeechResult> result = new CompletableFuture<>();

        Turn(SpeechRequest request, String key) {
            this.request = request;
            this.key = key;
        }

        /** Returns audio that this call did not buy, as its result. It has no task, and costs nothing. */
        SpeechResult withoutPurchase(SpeechResult shared) {
            if (!(shared instanceof Spoken spoken) || spoken.audio() == null) {
                return shared;
            }
            return Spoken.builder(null, spoken.format())
                    .audio(spoken.audio())
                    .duration(spoken.duration())
                    .truncated(spoken.truncated())
                    .cost(Boolean.TRUE.equals(request.includeCost()) ? BigDecimal.ZERO : null)
                    .cached(true)
                    .build();
        }

        void complete(@Nullable SpeechResult ended, @Nullable Throwable failure) {
            if (failure == null) {
                result.complete(ended);
            } else {
                result.completeExceptionally(failure);
            }
        }
    }
}
