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
package io.github.camelqwentts.narration;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelqwentts.audio.AudioSpool;
import io.github.camelqwentts.audio.BadAudioException;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.jspecify.annotations.Nullable;

/**
 * A text whose pieces are spoken in any order, and joined when the last of them has ended. Finished pieces are kept in
 * memory as long as they fit into the spool threshold together, otherwise in files. Thread-safe; ending a piece may
 * block.
 */
final class NarratedText {

    private final List<PlannedPiece> pieces;
    private final NarrationSettings settings;
    private final AudioSpool spool;
    private final @Nullable Spoken[] spoken;
    private final AtomicInteger open;
    private final AtomicLong inMemory = new AtomicLong();
    private final CompletableFuture<Narrated> result = new CompletableFuture<>();

    /** The first failure, which is the result of the text. */
    private volatile @Nullable SpeechResult failed;

    /** The first exception; the text has no result then. */
    private volatile @Nullable Throwable broken;

    NarratedText(List<PlannedPiece> pieces, NarrationSettings settings, AudioSpool spool) {
        this.pieces = pieces;
        this.settings = settings;
        this.spool = spool;
        this.spoken = new Spoken[pieces.size()];
        this.open = new AtomicInteger(pieces.size());
    }

    CompletableFuture<Narrated> result() {
        return result;
    }

    SpeechRequest request(int piece) {
        return pieces.get(piece).request();
    }

    /** Whether it has failed, so that its other pieces need not be spoken. */
    boolean isOver() {
        return failed != null || broken != null;
    }

    /** Ends a piece that was not begun, because the text has failed. */
    void skip() {
        countDown();
    }

    /** Ends a piece with its results, or with the reason why there are none. */
    void end(int piece, @Nullable List<SpeechResult> results, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                accept(piece, Objects.requireNonNull(results).get(0));
            } else {
                breakOff(pieces.get(piece).located(failure));
            }
        } catch (Throwable e) {
            breakOff(e);
        } finally {
            countDown();
        }
    }

    private void accept(int piece, SpeechResult ended) {
        SpeechException failure = ended.failure();
        try {
            if (failure == null) {
                spoken[piece] = keep(ended.orThrow());
            }
        } catch (IOException e) {
            failure = SpeechException.of(
                    SpeechError.of(Kind.UNKNOWN, String.valueOf(e.getMessage()), ended.taskUUID()), e);
        }
        if (failure != null && failed == null) {
            failed = SpeechResult.failed(
                    ended.taskUUID(), ended.format(), pieces.get(piece).located(failure));
        }
    }

    /** Moves the audio of a finished piece to a file, unless there is room for it in memory. */
    private Spoken keep(Spoken ended) throws IOException {
        SpeechAudio audio = ended.audio();
        if (audio == null) {
            throw new IOException("The result has no audio to join");
        }
        if (!audio.inMemory() || inMemory.addAndGet(audio.size()) <= settings.spoolThreshold()) {
            return ended;
        }
        inMemory.addAndGet(-audio.size());
        try {
            SpeechAudio moved = spool.keep(0, audio.size(), out -> {
                try (InputStream in = audio.open()) {
                    in.transferTo(out);
                }
            });
            return ended.toBuilder().audio(moved).build();
        } finally {
            audio.close();
        }
    }

    private void breakOff(Throwable failure) {
        if (broken == null) {
            broken = failure;
        }
    }

    private void countDown() {
        if (open.decrementAndGet() > 0) {
            return;
        }
        Narrated whole = null;
        try {
            if (broken == null) {
                whole = failed == null ? join() : failure();
            }
        } catch (Throwable e) {
            broken = e;
        }
        Arrays.stream(spoken).filter(Objects::nonNull).forEach(Narration::close);
        Arrays.fill(spoken, null);
        if (whole == null) {
            result.completeExceptionally(broken);
        } else {
            result.complete(whole);
        }
    }

    private Narrated failure() {
        return new Narrated(List.of(failed), pieces.size(), List.of(), null);
    }

    private Narrated join() {
        try {
            return PieceJoin.join(pieces, spoken, settings, spool);
        } catch (IOException e) {
            Kind kind = e instanceof BadAudioException ? Kind.PROVIDER : Kind.UNKNOWN;
            SpeechException failure = SpeechException.of(SpeechError.of(kind, String.valueOf(e.getMessage()), null), e);
            failed = SpeechResult.failed(null, spoken[0].format(), failure);
            return failure();
        }
    }
}
