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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.audio.WavFile;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.Deadline;
import io.github.camelqwentts.transport.GrowingSpool;
import io.github.camelqwentts.transport.SpoolSettings;

/** A model that speaks when a test tells it to. */
final class ScriptedVoice implements SpeechClient {

    static final byte[] HEADER = WavFile.streamHeader();

    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final BlockingQueue<Utterance> utterances = new LinkedBlockingQueue<>();
    private final SpoolSettings spools;

    ScriptedVoice(Path directory) {
        spools = new SpoolSettings(1 << 20, directory::toFile);
    }

    @Override
    public CompletableFuture<Spoken> stream(SpeechRequest request) {
        GrowingSpool spool =
                new GrowingSpool(spools, Long.MAX_VALUE, Deadline.in(Duration.ofMinutes(5)), worker, scheduler);
        CompletableFuture<Spoken> begun = new CompletableFuture<>();
        utterances.add(new Utterance(request, spool, begun));
        return begun;
    }

    @Override
    public CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> requests) {
        return stream(requests.get(0)).thenApply(List::of);
    }

    /** The next text that is to be spoken. */
    Utterance next() throws InterruptedException {
        Utterance next = utterances.poll(1, TimeUnit.MINUTES);
        if (next == null) {
            throw new AssertionError("Nothing is to be spoken");
        }
        return next;
    }

    @Override
    public void close() {
        worker.shutdownNow();
        scheduler.shutdownNow();
    }

    /** A text that is being spoken. */
    record Utterance(SpeechRequest request, GrowingSpool spool, CompletableFuture<Spoken> begun) {

        /** Speaks the first audio, a header and some samples. */
        void begin(int samples) {
            speak(HEADER);
            speak(new byte[2 * samples]);
            begun.complete(Spoken.builder(request.taskUUID(), request.effectiveOutputFormat())
                    .audio(spool.audio(request.taskUUID()))
                    .build());
        }

        void speak(byte[] audio) {
            try {
                spool.append(audio, 0, audio.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() {
            spool.end();
        }

        void fail(Throwable cause) {
            spool.fail(cause);
        }

        /** Completes when the model stops to speak, whatever the reason. */
        CompletableFuture<Void> over() {
            return spool.whole();
        }
    }
}
