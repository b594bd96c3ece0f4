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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelqwentts.runware.Envelope.Item;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.TaskQuery;

/**
 * The results of a task as they come in, each taken once. The download of one behind a URL begins as soon as it is
 * taken, whatever is still missing. For any thread.
 */
final class TaskResults {

    private final String taskUUID;
    private final int expected;
    private final int most;
    private final OutputFormat knownFormat;
    private final OutputFormat otherwise;
    private final boolean download;
    private final boolean small;
    private final RunwareClient client;
    private final Call call;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Item, CompletableFuture<SpeechResult>> taken = new LinkedHashMap<>();
    private boolean closed;

    /** Those of a task that is ours. */
    TaskResults(SpeechRequest request, RunwareClient client, Call call) {
        this.taskUUID = request.taskUUID();
        this.expected = request.effectiveNumberResults();
        this.most = expected;
        this.knownFormat = request.effectiveFormat();
        this.otherwise = knownFormat;
        this.download = client.options().downloads(request.uploadEndpoint() != null);
        this.small = request.outputType() == null || request.outputType() == OutputType.URL;
        this.client = client;
        this.call = call;
    }

    /** Those of a task of which no more is known than this. */
    TaskResults(TaskQuery query, RunwareClient client, Call call) {
        this.taskUUID = query.taskUUID();
        this.expected = query.numberResults();
        this.most = SpeechRequest.MAX_RESULTS;
        this.knownFormat = null;
        this.otherwise = query.outputFormat();
        this.download = client.options().downloads(false);
        this.small = false;
        this.client = client;
        this.call = call;
    }

    String taskUUID() {
        return taskUUID;
    }

    Call call() {
        return call;
    }

    int expected() {
        return expected;
    }

    /** How many results are taken. */
    int most() {
        return most;
    }

    /** Whether the results hold no audio themselves, so that many fit into an answer. */
    boolean areSmall() {
        return small;
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

    /** Takes a result of this task, unless it came before or is one too many; the audio is then not the caller's. */
    boolean take(Item item) {
        lock.lock();
        try {
            boolean wanted = !closed
                    && taskUUID.equals(item.taskUUID())
                    && taken.size() < most
                    && taken.keySet().stream().noneMatch(item::isSameAudio);
            if (wanted) {
                taken.put(item, resultOf(item));
            }
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more after this.
     *
     * @param rest what stands for results that are missing; null where none are
     * @return what was taken, in the order in which it came, once the downloads are over
     */
    CompletableFuture<List<SpeechResult>> closeWith(SpeechResult rest) {
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

    private CompletableFuture<SpeechResult> resultOf(Item item) {
        SpeechResult result = item.toResult(knownFormat == null ? AudioFormats.of(item, otherwise) : knownFormat);
        return item.audio() == null && download
                ? AudioDownload.start(result, client, call)
                : CompletableFuture.completedFuture(result);
    }
}
