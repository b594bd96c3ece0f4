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
package io.github.camelqwentts.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.camelqwentts.audio.SharedAudio;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.HttpTransport;
import org.jspecify.annotations.Nullable;

/**
 * A task whose ID the sender chose, while a call of this process executes it. Other calls with that ID wait for its results, so
 * that the text is spoken once: servers cannot find earlier audio. Each call keeps its own deadline, and its own share of the
 * audio.
 */
final class SharedTask {

    private static final Map<Key, SharedTask> IN_PROGRESS = new ConcurrentHashMap<>();

    private final SpeechRequest request;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<CompletableFuture<List<SpeechResult>>> waiting = new ArrayList<>();
    private boolean over;

    private SharedTask(SpeechRequest request) {
        this.request = request;
    }

    /**
     * Executes a task, unless another call executes it.
     *
     * @param task begins it
     * @return the results; never fails
     */
    static CompletableFuture<List<SpeechResult>> execute(
            SpeechRequest request,
            HttpTransport transport,
            CallScope call,
            Supplier<CompletableFuture<List<SpeechResult>>> task) {
        Key key = new Key(transport, String.valueOf(request.taskUUID()));
        SharedTask mine = new SharedTask(request);
        while (true) {
            SharedTask other = IN_PROGRESS.putIfAbsent(key, mine);
            if (other == null) {
                return mine.lead(key, call, task);
            } else if (!isSame(request, other.request)) {
                String message = "taskUUID is in use for another request; use another taskUUID";
                return completed(
                        request,
                        new SpeechError(Kind.VALIDATION, null, message, "taskUUID", request.taskUUID(), null, 0));
            }
            CompletableFuture<List<SpeechResult>> share = other.follow();
            if (share != null) {
                return call.step(
                                share, transport.scheduler(), () -> share.completeExceptionally(new TimeoutException()))
                        .handle((results, stopped) -> {
                            if (stopped != null) {
                                return completed(request, stopped(request, stopped));
                            }
                            return results == null
                                    ? execute(request, transport, call, task)
                                    : CompletableFuture.completedFuture(results);
                        })
                        .thenCompose(results -> results);
            }
        }
    }

    private CompletableFuture<List<SpeechResult>> lead(
            Key key, CallScope call, Supplier<CompletableFuture<List<SpeechResult>>> task) {
        CompletableFuture<List<SpeechResult>> results;
        try {
            results = task.get();
        } catch (RuntimeException | Error e) {
            land(key, null);
            throw e;
        }
        return results.handle((found, failure) -> {
                    // A cancellation or timeout concerns the leading call alone.
                    boolean isOfUse = found != null
                            && (found.stream().allMatch(result -> result.failure() == null)
                                    || (!call.isCancelled()
                                            && !call.deadline().remaining().isZero()));
                    List<SpeechResult> own = land(key, isOfUse ? found : null);
                    return own == null ? results : CompletableFuture.completedFuture(own);
                })
                .thenCompose(own -> own);
    }

    /** {@return null if it is over already} */
    private @Nullable CompletableFuture<List<SpeechResult>> follow() {
        lock.lock();
        try {
            if (over) {
                return null;
            }
            CompletableFuture<List<SpeechResult>> share = new CompletableFuture<>();
            waiting.add(share);
            return share;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends it.
     *
     * @param results the results; null if others cannot use them and one of them takes over
     * @return the leader's share; null if there is none
     */
    private @Nullable List<SpeechResult> land(Key key, @Nullable List<SpeechResult> results) {
        IN_PROGRESS.remove(key, this);
        List<CompletableFuture<List<SpeechResult>>> others;
        lock.lock();
        try {
            over = true;
            others = List.copyOf(waiting);
        } finally {
            lock.unlock();
        }
        if (results == null) {
            others.forEach(share -> share.complete(null));
            return null;
        }
        List<List<SpeechResult>> shares = split(results, others.size() + 1);
        for (int i = 0; i < others.size(); i++) {
            if (!others.get(i).complete(shares.get(i))) {
                shares.get(i).forEach(SharedTask::close);
            }
        }
        return shares.get(others.size());
    }

    private static List<List<SpeechResult>> split(List<SpeechResult> results, int owners) {
        List<List<SpeechResult>> shares = new ArrayList<>();
        for (int i = 0; i < owners; i++) {
            shares.add(new ArrayList<>());
        }
        for (SpeechResult result : results) {
            SpeechAudio whole = result instanceof Spoken spoken && owners > 1 ? spoken.audio() : null;
            List<SpeechAudio> parts = whole == null ? List.of() : SharedAudio.among(owners, whole);
            for (int i = 0; i < owners; i++) {
                shares.get(i)
                        .add(
                                parts.isEmpty()
                                        ? result
                                        : result.orThrow().toBuilder()
                                                .audio(parts.get(i))
                                                .build());
            }
        }
        return shares;
    }

    private static void close(SpeechResult result) {
        if (result instanceof Spoken spoken && spoken.audio() != null) {
            spoken.audio().close();
        }
    }

    /** Reference audio is not compared. */
    private static boolean isSame(SpeechRequest one, SpeechRequest other) {
        return one.toBuilder()
                .referenceAudio(null)
                .build()
                .equals(other.toBuilder().referenceAudio(null).build());
    }

    private static SpeechError stopped(SpeechRequest request, Throwable stopped) {
        return stopped instanceof TimeoutException
                ? SpeechError.of(
                        Kind.TIMEOUT,
                        "Timed out after callTimeout, while another message had the same task in progress",
                        request.taskUUID())
                : SpeechError.of(Kind.CONNECTION, "The call was cancelled", request.taskUUID());
    }

    private static CompletableFuture<List<SpeechResult>> completed(SpeechRequest request, SpeechError error) {
        return CompletableFuture.completedFuture(List.of(
                SpeechResult.failed(request.taskUUID(), request.effectiveOutputFormat(), SpeechException.of(error))));
    }

    /** Audio ends with the connections that received it, so it is shared among their users only. */
    private record Key(HttpTransport transport, String taskUUID) {}
}
