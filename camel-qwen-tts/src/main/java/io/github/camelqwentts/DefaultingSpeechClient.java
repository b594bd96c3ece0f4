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
package io.github.camelqwentts;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import io.github.camelqwentts.monitor.TaskStatistics;
import io.github.camelqwentts.narration.Narrated;
import io.github.camelqwentts.narration.Narration;
import io.github.camelqwentts.speech.ForwardingSpeechClient;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;

/**
 * Speaks as an endpoint does: fills in missing parameters of requests, cuts long texts into pieces, and looks texts up
 * in the cache. It returns a result for each request, so it neither joins the texts of a list nor writes subtitles.
 */
final class DefaultingSpeechClient extends ForwardingSpeechClient {

    private final SpeechClient client;
    private final RequestRules rules;
    private final CachedTexts cachedTexts;
    private final SharedResources resources;
    private final TaskStatistics statistics = new TaskStatistics();

    DefaultingSpeechClient(
            SpeechClient client, RequestRules rules, CachedTexts cachedTexts, SharedResources resources) {
        this.client = client;
        this.rules = rules;
        this.cachedTexts = cachedTexts;
        this.resources = resources;
    }

    @Override
    protected SpeechClient client() {
        return client;
    }

    @Override
    public CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> requests) {
        try {
            return speak(rules.complete(requests));
        } catch (InvalidSpeechRequestException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Spoken> synthesize(SpeechRequest request) {
        return super.synthesize(rules.fill(request));
    }

    /** Long texts and audio from the cache are whole when they are returned. */
    @Override
    public CompletableFuture<Spoken> stream(SpeechRequest request) {
        try {
            List<SpeechRequest> only = List.of(rules.complete(request));
            return rules.longTexts().narrationOf(Batch.ofOne(only.get(0))) == null
                            && cachedTexts.lookUpOf(only, statistics) == null
                    ? client.stream(only.get(0))
                    : synthesize(only.get(0));
        } catch (InvalidSpeechRequestException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<List<SpeechResult>> submit(List<SpeechRequest> requests) {
        try {
            return client.submit(rules.completeWhole(requests));
        } catch (InvalidSpeechRequestException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<List<SpeechResult>> speak(List<SpeechRequest> requests) {
        Narration narration = rules.longTexts().narrationOf(Batch.refusingAll(requests.size(), requests::get));
        UnaryOperator<SpeechClient> lookUp = cachedTexts.lookUpOf(requests, statistics);
        SpeechClient speaker = lookUp == null ? client : lookUp.apply(client);
        return narration == null ? speaker.synthesize(requests) : narrate(narration, speaker);
    }

    /** Cancelling the result cancels the pieces in progress, and no further ones are begun. */
    private CompletableFuture<List<SpeechResult>> narrate(Narration narration, SpeechClient speaker) {
        Set<CompletableFuture<?>> inProgress = ConcurrentHashMap.newKeySet();
        AtomicBoolean isCancelled = new AtomicBoolean();
        SpeechClient tracked = pieces -> {
            if (isCancelled.get()) {
                return CompletableFuture.failedFuture(new CancellationException());
            }
            CompletableFuture<List<SpeechResult>> piece = speaker.synthesize(pieces);
            inProgress.add(piece);
            if (isCancelled.get()) {
                piece.cancel(true);
            }
            return piece.whenComplete((ended, failure) -> inProgress.remove(piece));
        };
        CompletableFuture<List<Narrated>> spoken =
                narration.speak(tracked, narration.pieces(), resources.pieces(), resources.blocking());
        CompletableFuture<List<SpeechResult>> results = spoken.thenApply(
                texts -> texts.stream().flatMap(text -> text.results().stream()).toList());
        results.whenComplete((all, failure) -> {
            if (results.isCancelled()) {
                isCancelled.set(true);
                inProgress.forEach(piece -> piece.cancel(true));
            }
        });
        return results;
    }
}
