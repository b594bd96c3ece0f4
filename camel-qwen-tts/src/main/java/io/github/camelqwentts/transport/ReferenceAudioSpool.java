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
package io.github.camelqwentts.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpoolException;

/** Keeps the samples of a call that can be read only once, because a retry writes the request again. */
public final class ReferenceAudioSpool {

    private final SpoolSettings spools;
    private final long limit;
    private final List<Spool> kept = new ArrayList<>();

    private ReferenceAudioSpool(SpoolSettings spools, long limit) {
        this.spools = spools;
        this.limit = limit;
    }

    /**
     * Runs the work of a call with requests whose samples can be read until the work has ended. Users' streams may be
     * slow or stuck, so they are not read on a worker.
     *
     * @param limit maximum size in bytes of a sample
     * @return the outcome of the work; fails if a sample cannot be read in the time of the call
     */
    public static <T> CompletableFuture<T> keepDuring(
            CallScope call,
            List<SpeechRequest> requests,
            HttpTransport transport,
            long limit,
            Function<List<SpeechRequest>, CompletableFuture<T>> work) {
        if (requests.stream().noneMatch(ReferenceAudioSpool::isNeededFor)) {
            return work.apply(requests);
        }
        ReferenceAudioSpool samples = new ReferenceAudioSpool(transport.spools(), limit);
        CompletableFuture<List<SpeechRequest>> kept =
                CompletableFuture.supplyAsync(() -> samples.keep(requests), transport.blocking());
        SpeechError late = SpeechError.of(Kind.TIMEOUT, "The reference audio was not read within callTimeout", null);
        return call.step(kept, transport.scheduler(), () -> kept.completeExceptionally(SpeechException.of(late)))
                .thenCompose(work)
                .whenComplete((done, failure) -> samples.close());
    }

    private static boolean isNeededFor(SpeechRequest request) {
        return request.referenceAudio() != null && !request.referenceAudio().repeatable();
    }

    private List<SpeechRequest> keep(List<SpeechRequest> requests) {
        List<SpeechRequest> repeatable = new ArrayList<>();
        for (SpeechRequest request : requests) {
            ReferenceAudio once = request.referenceAudio();
            if (once != null && isNeededFor(request)) {
                Spool sample = keep(once);
                kept.add(sample);
                repeatable.add(request.toBuilder()
                        .referenceAudio(ReferenceAudio.ofContent(sample::open))
                        .build());
            } else {
                repeatable.add(request);
            }
        }
        return repeatable;
    }

    private void close() {
        kept.forEach(Spool::close);
    }

    private Spool keep(ReferenceAudio sample) {
        SpoolWriter writer = new SpoolWriter(spools, limit, -1);
        try (InputStream in = sample.open()) {
            in.transferTo(writer);
            return writer.toSpool();
        } catch (SpoolException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (IOException e) {
            writer.discard();
            throw InvalidSpeechRequestException.of("referenceAudio", null, "must be readable", e);
        }
    }
}
