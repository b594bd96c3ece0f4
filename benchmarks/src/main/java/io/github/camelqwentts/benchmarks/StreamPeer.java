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

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A way to listen to speech while it is spoken. */
abstract class StreamPeer implements AutoCloseable {

    /** Spoken in some six seconds, as the audio of the server. */
    static final String TEXT =
            "The train to the coast leaves at noon from platform nine, and the dining car is at the rear.";

    private final Set<Thread> listeners = ConcurrentHashMap.newKeySet();

    /** Sends a text, and passes the bytes of its audio on as they come; completes when all were. */
    abstract CompletableFuture<Void> listen(Listening listening);

    /** Counts the calling thread as one of a listener, from now on. */
    final void countAsListener() {
        listeners.add(Thread.currentThread());
    }

    /** The threads that exist because a listener reads a stream, and a stream waits for what has not arrived. */
    final Set<Thread> listeners() {
        return listeners;
    }

    @Override
    public abstract void close() throws Exception;

    /**
     * Starts one.
     *
     * @param name a name in the table
     * @param url the address of {@link SpeechServer}, with the pace
     * @param inFlight the maximum number of streams
     */
    static StreamPeer start(String name, String url, int inFlight) throws Exception {
        return switch (name) {
            case StreamBenchmark.US -> new ComponentStreamPeer(url, inFlight);
            case StreamBenchmark.HAND -> new HandWrittenStreamPeer(url, inFlight, true);
            case StreamBenchmark.HAND_CACHED -> new HandWrittenStreamPeer(url, inFlight, false);
            case StreamBenchmark.BARE -> new AsyncClientStreamPeer(url, inFlight);
            default -> throw new IllegalArgumentException("There is no peer " + name);
        };
    }
}
