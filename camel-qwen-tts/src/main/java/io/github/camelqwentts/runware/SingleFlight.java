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
package io.github.camelqwentts.runware;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelqwentts.audio.SharedAudio;
import io.github.camelqwentts.runware.wire.TaskContent;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpoolWriter;
import org.jspecify.annotations.Nullable;

/**
 * A task whose ID the sender chose, while a call of this process executes it. Other calls with that ID wait for its
 * results, so that it is bought once even from an API that does not recognize an ID in use. Each call keeps its own
 * deadline, and its own share of the audio.
 */
final class SingleFlight {

    private static final Map<Key, SingleFlight> FLIGHTS = new ConcurrentHashMap<>();

    /** When the latest tasks were sent: an API may have them although it does not find them yet. */
    private static final Sent SENT = new Sent();

    private final Key key;
    private final SpeechRequest request;
    private final Terms terms;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Follower> followers = new ArrayList<>();
    private boolean landed;

    SingleFlight(Key key, SpeechRequest request, Terms terms) {
        this.key = key;
        this.request = request;
        this.terms = terms;
    }

    /** {@return null if this becomes the flight of its ID; otherwise the flight in progress} */
    SingleFlight begin() {
        return FLIGHTS.putIfAbsent(key, this);
    }

    /** The name of a parameter in which another request with this ID differs; null if there is none. */
    @Nullable
    String differenceFrom(SpeechRequest other) {
        return TaskContent.of(request).differenceFrom(other);
    }

    /**
     * Waits for its results.
     *
     * @return the results, which the follower closes; completes with null if there is nothing to share, so that the
     *     follower takes over. Null if it has already landed.
     */
    @Nullable
    CompletableFuture<List<SpeechResult>> follow(Terms wanted) {
        CompletableFuture<List<SpeechResult>> share = new CompletableFuture<>();
        lock.lock();
        try {
            if (landed) {
                return null;
            }
            followers.add(new Follower(wanted, share));
            return share;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends it.
     *
     * @param results its results; null if others cannot use them
     * @param share whether others may share the results
     * @return the leader's own share
     */
    List<SpeechResult> land(List<SpeechResult> results, boolean share) {
        FLIGHTS.remove(key, this);
        List<Follower> waiting;
        lock.lock();
        try {
            landed = true;
            waiting = List.copyOf(followers);
        } finally {
            lock.unlock();
        }
        if (!share || waiting.isEmpty()) {
            waiting.forEach(follower -> follower.share.complete(null));
            return results;
        }
        List<List<SpeechResult>> shares = split(results, waiting.size() + 1);
        for (int i = 0; i < waiting.size(); i++) {
            List<SpeechResult> translated = translate(shares.get(i), waiting.get(i).terms);
            if (!waiting.get(i).share.complete(translated) && translated != null) {
                TaskResults.discard(translated);
            }
        }
        return shares.get(waiting.size());
    }

    /** When this process sent a task last, by {@link System#nanoTime}; null if it did not, as far as it remembers. */
    static @Nullable Long lastSent(Key key) {
        return SENT.when(key);
    }

    static void wasSent(Key key, long when) {
        SENT.put(key, when);
    }

    /** How a follower can use the leader's results. */
    private @Nullable List<SpeechResult> translate(List<SpeechResult> results, Terms wanted) {
        if (wanted.equals(terms)) {
            return results;
        }
        try {
            if (wanted.awaitResults == terms.awaitResults && wanted.download == terms.download) {
                return copy(results, wanted.transport.spools());
            }
            boolean isDone = results.stream().allMatch(result -> result.failure() == null);
            return isDone && !wanted.awaitResults
                    ? List.of(SpeechResult.pending(key.taskUUID, request.effectiveOutputFormat()))
                    : null;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // The follower can still fetch the results.
            return null;
        } finally {
            TaskResults.discard(results);
        }
    }

    /** Audio ends with the component that received it, so another component needs its own. */
    private static List<SpeechResult> copy(List<SpeechResult> results, SpoolSettings spools) throws IOException {
        List<SpeechResult> copies = new ArrayList<>();
        for (SpeechResult result : results) {
            if (!(result instanceof Spoken spoken) || spoken.audio() == null) {
                copies.add(result);
                continue;
            }
            SpoolWriter copy =
                    new SpoolWriter(spools, Long.MAX_VALUE, spoken.audio().size());
            try (InputStream audio = spoken.audio().open()) {
                audio.transferTo(copy);
                copies.add(spoken.toBuilder().audio(copy.toSpool()).build());
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                copy.discard();
                TaskResults.discard(copies);
                throw e;
            }
        }
        return copies;
    }

    private static List<List<SpeechResult>> split(List<SpeechResult> results, int owners) {
        List<List<SpeechResult>> shares = new ArrayList<>();
        for (int i = 0; i < owners; i++) {
            shares.add(new ArrayList<>());
        }
        for (SpeechResult result : results) {
            if (!(result instanceof Spoken spoken) || spoken.audio() == null) {
                shares.forEach(share -> share.add(result));
                continue;
            }
            List<SpeechAudio> audio = SharedAudio.among(owners, spoken.audio());
            for (int i = 0; i < owners; i++) {
                shares.get(i).add(spoken.toBuilder().audio(audio.get(i)).build());
            }
        }
        return shares;
    }

    /**
     * The identity of a task.
     *
     * @param account represents the key, which must not be printed
     */
    record Key(URI api, int account, String taskUUID) {}

    /** The times at which tasks were sent, in two generations: dropping a whole generation costs least. */
    private static final class Sent {

        private static final int GENERATION = 2_048;

        private volatile Map<Key, Long> latest = new ConcurrentHashMap<>();
        private volatile Map<Key, Long> earlier = Map.of();

        @Nullable
        Long when(Key key) {
            Long when = latest.get(key);
            return when == null ? earlier.get(key) : when;
        }

        void put(Key key, long when) {
            latest.put(key, when);
            if (latest.size() >= GENERATION) {
                turnOver();
            }
        }

        private synchronized void turnOver() {
            if (latest.size() >= GENERATION) {
                earlier = latest;
                latest = new ConcurrentHashMap<>();
            }
        }
    }

    private record Follower(Terms terms, CompletableFuture<List<SpeechResult>> share) {}

    /** Settings that must be equal for calls to share results unchanged. */
    record Terms(HttpTransport transport, boolean awaitResults, boolean download) {}
}
