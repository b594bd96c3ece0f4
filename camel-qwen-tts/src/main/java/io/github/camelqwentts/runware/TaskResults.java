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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelqwentts.audio.AudioCheck;
import io.github.camelqwentts.runware.wire.Envelope;
import io.github.camelqwentts.runware.wire.Envelope.Item;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.speech.TaskQuery;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Futures;
import io.github.camelqwentts.transport.Retries.Attempts;
import org.jspecify.annotations.Nullable;

/**
 * The results of a task as they arrive, each taken once. The download of a result with a URL begins as soon as the
 * result is taken, even if others are missing. Thread-safe.
 */
final class TaskResults implements Envelope.ResultTaker {

    private final String taskUUID;
    private final int expected;
    private final int most;
    private final AudioCheck check;
    private final OutputFormat otherwise;
    private final boolean download;
    private final boolean small;
    private final RunwareApi api;
    private final CallScope call;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Item, CompletableFuture<SpeechResult>> taken = new LinkedHashMap<>();
    private boolean closed;
    private int refusals;
    private @Nullable SpeechException refusal;

    /** Creates the results of a task of this call. */
    TaskResults(SpeechRequest request, RunwareApi api, CallScope call) {
        this.taskUUID = Objects.requireNonNull(request.taskUUID());
        this.expected = request.effectiveNumberResults();
        this.most = expected;
        this.check = AudioCheck.of(request);
        this.otherwise = request.effectiveOutputFormat();
        this.download = api.options().downloads(request.uploadEndpoint() != null);
        this.small = request.outputType() == null || request.outputType() == OutputType.URL;
        this.api = api;
        this.call = call;
    }

    /** Creates the results of an earlier task, of which only the query is known. */
    TaskResults(TaskQuery query, RunwareApi api, CallScope call) {
        RunwareRules.check(query);
        this.taskUUID = query.taskUUID();
        this.expected = query.numberResults();
        this.most = RunwareRules.MAX_RESULTS;
        this.check = AudioCheck.ANY;
        this.otherwise = query.outputFormat() == null ? OutputFormat.MP3 : query.outputFormat();
        this.download = api.options().downloads(false);
        this.small = false;
        this.api = api;
        this.call = call;
    }

    /** Closes all audio. */
    static void discard(List<SpeechResult> results) {
        for (SpeechResult result : results) {
            if (result instanceof Spoken spoken && spoken.audio() != null) {
                spoken.audio().close();
            }
        }
    }

    @Override
    public String taskUUID() {
        return taskUUID;
    }

    CallScope call() {
        return call;
    }

    int expected() {
        return expected;
    }

    /** Number of results that were accepted. */
    int most() {
        return most;
    }

    /** Whether the results do not contain audio, so that many fit into a response. */
    boolean areSmall() {
        return small;
    }

    /** Whether their audio is downloaded. */
    boolean areDownloaded() {
        return small && download;
    }

    OutputFormat format() {
        return otherwise;
    }

    boolean isComplete() {
        lock.lock();
        try {
            return taken.size() >= expected;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return taken.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a result of this task, and owns its audio from then on. Repeated and surplus results are not taken. Bad
     * audio is not taken either, because another response may have it whole, unless audio was bad too often.
     */
    @Override
    public boolean take(Item item) {
        if (!wants(item)) {
            return false;
        }
        // Audio is read and downloads begin without the lock: both take time, and lead to code of other classes.
        SpeechResult result = check(item);
        boolean downloads = download && isElsewhere(item);
        Attempts<SpeechResult> downloading = null;
        lock.lock();
        try {
            if (result == null || !isWanted(item)) {
                return false;
            }
            if (downloads) {
                downloading = api.retries().prepare(new AudioDownload(result.orThrow(), check, api, call), call);
            }
            taken.put(item, downloading == null ? CompletableFuture.completedFuture(result) : downloading.result());
        } finally {
            lock.unlock();
        }
        if (downloading != null) {
            downloading.begin();
        }
        if (result.failure() != null && item.audio() != null) {
            item.audio().close();
        }
        return true;
    }

    private static boolean isElsewhere(Item item) {
        return item.problem() == null && item.audio() == null;
    }

    private boolean wants(Item item) {
        lock.lock();
        try {
            return isWanted(item);
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    private boolean isWanted(Item item) {
        return !closed
                && taskUUID.equals(item.taskUUID())
                && taken.size() < most
                && taken.keySet().stream().noneMatch(item::isSameAudio);
    }

    /** The failure of audio that was rejected since the last call; null if there was none. */
    @Nullable
    SpeechException pollRefusal() {
        lock.lock();
        try {
            SpeechException last = refusal;
            refusal = null;
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Completed when the downloads that have begun are over, however they end. */
    CompletableFuture<?> downloads() {
        lock.lock();
        try {
            return CompletableFuture.allOf(taken.values().toArray(CompletableFuture[]::new));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the collection of results.
     *
     * @param rest the result in place of missing ones; null if none is missing
     * @return the taken results, in the order of their arrival, once the downloads are over
     */
    CompletableFuture<List<SpeechResult>> closeWith(@Nullable SpeechResult rest) {
        List<CompletableFuture<SpeechResult>> results;
        lock.lock();
        try {
            closed = true;
            results = new ArrayList<>(taken.values());
        } finally {
            lock.unlock();
        }
        if (rest != null) {
            results.add(CompletableFuture.completedFuture(rest));
        }
        return Futures.all(results);
    }

    /** {@return the result with its audio, if that has arrived; null if it must not be taken} */
    private @Nullable SpeechResult check(Item item) {
        Spoken result = item.toResult(check.format(), otherwise);
        if (isElsewhere(item)) {
            return result;
        }
        if (item.problem() instanceof PayloadTooLargeException) {
            return result.failed(TaskFailures.unusable(taskUUID, item.problem()));
        }
        try {
            if (item.problem() != null) {
                throw item.problem();
            }
            return check.accept(result, Objects.requireNonNull(item.audio()));
        } catch (IOException e) {
            SpeechException bad = TaskFailures.unusable(taskUUID, e);
            return refuse(bad) ? null : result.failed(bad);
        }
    }

    /** {@return whether another response may have better audio} */
    private boolean refuse(SpeechException bad) {
        lock.lock();
        try {
            refusal = bad;
            return ++refusals <= api.options().calls().retries().maxRetries();
        } finally {
            lock.unlock();
        }
    }
}
