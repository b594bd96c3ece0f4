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

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;

/**
 * A task under an id of the sender's, while a call of this process runs it. Other calls with that id wait for what comes
 * of it, so that it is bought once even at an API that does not recognize an id that is in use. Each call keeps its own
 * deadline, and its own share of the audio.
 */
final class SingleFlight {

    private static final int MOST_UNCLEAR = 10_000;

    private static final Map<Key, SingleFlight> FLIGHTS = new ConcurrentHashMap<>();

    /** When tasks were sent last whose calls ended without an answer. */
    private static final Map<Key, Long> UNCLEAR = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
            return size() > MOST_UNCLEAR;
        }
    });

    private final Key key;
    private final SpeechRequest request;
    private final Terms terms;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<CompletableFuture<List<SpeechResult>>> followers = new ArrayList<>();
    private boolean landed;

    SingleFlight(Key key, SpeechRequest request, Terms terms) {
        this.key = key;
        this.request = request;
        this.terms = terms;
    }

    /** @return null if this is the flight of its id now; otherwise the one that has begun already */
    SingleFlight begin() {
        return FLIGHTS.putIfAbsent(key, this);
    }

    /** The name of a parameter in which another request with this id differs; null if it asks for the same. */
    String differenceFrom(SpeechRequest other) {
        return TaskContent.of(request).differenceFrom(other);
    }

    /**
     * Waits for what comes of it.
     *
     * @return the results, which are the follower's to close; null in it if there is nothing to share, so that the
     *     follower takes over. Null if it has landed already.
     */
    CompletableFuture<List<SpeechResult>> follow(Terms wanted) {
        CompletableFuture<List<SpeechResult>> share = new CompletableFuture<>();
        lock.lock();
        try {
            if (landed) {
                return null;
            }
            followers.add(wanted.equals(terms) ? share : takeOver(share));
            return share;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends it.
     *
     * @param results what came of it; null if that is of no use to others
     * @param share whether others may have it
     * @return the leader's own share
     */
    List<SpeechResult> land(List<SpeechResult> results, boolean share) {
        FLIGHTS.remove(key, this);
        List<CompletableFuture<List<SpeechResult>>> waiting;
        lock.lock();
        try {
            landed = true;
            waiting = List.copyOf(followers);
        } finally {
            lock.unlock();
        }
        if (!share || waiting.isEmpty()) {
            waiting.forEach(follower -> follower.complete(null));
            return results;
        }
        List<List<SpeechResult>> shares = split(results, waiting.size() + 1);
        for (int i = 0; i < waiting.size(); i++) {
            if (!waiting.get(i).complete(shares.get(i))) {
                RunwareClient.discard(shares.get(i));
            }
        }
        return shares.get(waiting.size());
    }

    /** When a task was sent last, by {@link System#nanoTime}, if it is not known what came of it; else null. */
    static Long unclearSince(Key key) {
        return UNCLEAR.get(key);
    }

    static void isUnclear(Key key, long lastSent) {
        UNCLEAR.put(key, lastSent);
    }

    private static CompletableFuture<List<SpeechResult>> takeOver(CompletableFuture<List<SpeechResult>> share) {
        CompletableFuture<List<SpeechResult>> other = new CompletableFuture<>();
        other.thenAccept(results -> {
            if (results != null) {
                RunwareClient.discard(results);
            }
            share.complete(null);
        });
        return other;
    }

    private static List<List<SpeechResult>> split(List<SpeechResult> results, int owners) {
        List<List<SpeechResult>> shares = new ArrayList<>();
        for (int i = 0; i < owners; i++) {
            shares.add(new ArrayList<>());
        }
        for (SpeechResult result : results) {
            List<SpeechAudio> audio = result.audio() == null ? null : SharedAudio.among(owners, result.audio());
            for (int i = 0; i < owners; i++) {
                shares.get(i)
                        .add(
                                audio == null
                                        ? result
                                        : result.withAudio(
                                                audio.get(i), result.format(), result.duration(), result.truncated()));
            }
        }
        return shares;
    }

    /**
     * What a task is known by.
     *
     * @param account stands for the key, which must not be printed
     */
    record Key(URI api, int account, String taskUUID) {}

    /** What has to be the same for calls to share results. */
    record Terms(HttpTransport transport, boolean awaitResults, boolean download) {}
}
