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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Futures;
import org.jspecify.annotations.Nullable;

/** The requests of a call: cut into batches, except those whose task another call of this process is running. */
final class SpeechCall {

    private final Set<String> ownIds;
    private final boolean awaitResults;
    private final RunwareApi api;
    private final Poller poller;
    private final CallScope call;
    private final Map<String, CompletableFuture<List<SpeechResult>>> results = new LinkedHashMap<>();
    private final List<Led> led = new ArrayList<>();

    private SpeechCall(Set<String> ownIds, boolean awaitResults, RunwareApi api, Poller poller, CallScope call) {
        this.ownIds = ownIds;
        this.awaitResults = awaitResults;
        this.api = api;
        this.poller = poller;
        this.call = call;
    }

    /**
     * Runs a call.
     *
     * @param requests complete requests
     * @param ownIds the IDs that the sender chose, so that the API may already have tasks with them
     * @param awaitResults whether to wait for the results of asynchronous tasks
     * @return the results in the order of the requests, failed ones among them; never fails
     */
    static CompletableFuture<List<SpeechResult>> start(
            List<SpeechRequest> requests,
            Set<String> ownIds,
            boolean awaitResults,
            RunwareApi api,
            Poller poller,
            CallScope call) {
        SpeechCall speech = new SpeechCall(ownIds, awaitResults, api, poller, call);
        requests.forEach(request -> speech.results.put(request.taskUUID(), speech.begin(request)));
        int most = api.options().batchSize();
        for (int from = 0; from < speech.led.size(); from += most) {
            speech.run(speech.led.subList(from, Math.min(from + most, speech.led.size())));
        }
        return Futures.all(List.copyOf(speech.results.values()))
                .thenApply(lists -> lists.stream().flatMap(List::stream).toList());
    }

    /** Makes a request wait for its batch, or for the call that runs its task. */
    private CompletableFuture<List<SpeechResult>> begin(SpeechRequest request) {
        if (!ownIds.contains(request.taskUUID())) {
            return lead(request, null);
        }
        SingleFlight flight = new SingleFlight(key(request), request, terms(request));
        while (true) {
            SingleFlight other = flight.begin();
            if (other == null) {
                return lead(request, flight);
            }
            String difference = other.differenceFrom(request);
            if (difference != null) {
                return CompletableFuture.completedFuture(
                        List.of(failed(request, TaskFailures.inUse(request.taskUUID(), difference))));
            }
            CompletableFuture<List<SpeechResult>> share = other.follow(terms(request));
            if (share != null) {
                return await(share, request);
            }
        }
    }

    private CompletableFuture<List<SpeechResult>> lead(SpeechRequest request, @Nullable SingleFlight flight) {
        Led entry = new Led(request, flight, new CompletableFuture<>());
        led.add(entry);
        return entry.results;
    }

    private void run(List<Led> batch) {
        CompletableFuture<List<List<SpeechResult>>> work;
        try {
            List<PendingTask> tasks = batch.stream().map(this::pending).toList();
            work = api.retries().run(new TaskBatch(tasks, awaitResults, api, poller, call), call);
        } catch (RuntimeException | Error e) {
            work = CompletableFuture.failedFuture(e);
        }
        // Audio may be copied for those that wait for it.
        work.whenComplete((found, failure) -> api.transport().calls().passOn(() -> land(batch, found, failure)));
    }

    private void land(List<Led> batch, @Nullable List<List<SpeechResult>> found, @Nullable Throwable failure) {
        for (int i = 0; i < batch.size(); i++) {
            Led entry = batch.get(i);
            // After any error, this call and those that wait for it have to end.
            try {
                List<SpeechResult> own = found == null ? List.of(stopped(entry, failure)) : found.get(i);
                entry.results.complete(entry.flight == null ? own : entry.flight.land(own, isOfUse(own)));
            } catch (RuntimeException | Error e) {
                entry.results.complete(List.of(stopped(entry, e)));
            }
        }
    }

    private static SpeechResult stopped(Led entry, @Nullable Throwable cause) {
        return failed(entry.request, CallScope.stopped(entry.request.taskUUID(), cause));
    }

    private PendingTask pending(Led entry) {
        return new PendingTask(
                entry.request,
                ownIds.contains(entry.request.taskUUID()),
                key(entry.request),
                new TaskResults(entry.request, api, call));
    }

    private SingleFlight.Key key(SpeechRequest request) {
        return api.options().taskKey(Objects.requireNonNull(request.taskUUID()));
    }

    /** Whether others may share the results: a cancellation or timeout concerns this call alone. */
    private boolean isOfUse(List<SpeechResult> found) {
        return found.stream().allMatch(result -> result.failure() == null)
                || (!call.isCancelled() && !call.deadline().remaining().isZero());
    }

    private CompletableFuture<List<SpeechResult>> await(
            CompletableFuture<List<SpeechResult>> share, SpeechRequest request) {
        return call.step(share, api.transport().scheduler(), () -> share.completeExceptionally(new TimeoutException()))
                .handle((found, stopped) -> {
                    if (stopped != null) {
                        return CompletableFuture.completedFuture(List.of(failed(request, reason(request, stopped))));
                    }
                    return found != null ? CompletableFuture.completedFuture(found) : takeOver(request);
                })
                .thenCompose(found -> found);
    }

    private CompletableFuture<List<SpeechResult>> takeOver(SpeechRequest request) {
        SpeechCall alone = new SpeechCall(ownIds, awaitResults, api, poller, call);
        CompletableFuture<List<SpeechResult>> found = alone.begin(request);
        if (!alone.led.isEmpty()) {
            alone.run(alone.led);
        }
        return found;
    }

    private static SpeechException reason(SpeechRequest request, Throwable stopped) {
        if (!(stopped instanceof TimeoutException)) {
            return CallScope.stopped(request.taskUUID(), stopped);
        }
        String message = "Timed out after callTimeout, while another message of this process had the same task in"
                + " progress; fetch the results with getTaskDetails";
        return SpeechException.of(SpeechError.of(Kind.TIMEOUT, message, request.taskUUID()));
    }

    private static SpeechResult failed(SpeechRequest request, SpeechException failure) {
        return SpeechResult.failed(request.taskUUID(), request.effectiveOutputFormat(), failure);
    }

    private SingleFlight.Terms terms(SpeechRequest request) {
        return new SingleFlight.Terms(
                api.transport(), awaitResults, api.options().downloads(request.uploadEndpoint() != null));
    }

    /**
     * A request that this call runs.
     *
     * @param flight the flight that others with its id wait for; null if the id is not the sender's
     */
    private record Led(
            SpeechRequest request, @Nullable SingleFlight flight, CompletableFuture<List<SpeechResult>> results) {}
}
