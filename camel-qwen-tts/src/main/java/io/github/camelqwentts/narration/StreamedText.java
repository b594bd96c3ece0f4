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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.github.camelqwentts.audio.ArrivingPiece;
import io.github.camelqwentts.audio.AudioJoiner;
import io.github.camelqwentts.audio.AudioPart;
import io.github.camelqwentts.audio.AudioSpan;
import io.github.camelqwentts.audio.AudioStream;
import io.github.camelqwentts.speech.GrowingAudio;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.jspecify.annotations.Nullable;

/**
 * A text whose pieces are spoken a few ahead, and written to a stream one after the other as soon as they are
 * available. A failed piece ends the stream when its turn comes, so that all audio before it is heard. When the stream
 * is cancelled, no more pieces are begun, and those in progress are cancelled. No thread waits for a piece, or for the
 * rest of a piece that is arriving. Thread-safe.
 */
public final class StreamedText {

    private final List<PlannedPiece> pieces;
    private final int ahead;
    private final AudioStream stream;
    private final Function<SpeechRequest, CompletableFuture<SpeechResult>> speaker;
    private final Executor executor;

    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable Outcome[] outcomes;
    private final Set<CompletableFuture<SpeechResult>> inProgress = new HashSet<>();
    private @Nullable AudioJoiner joiner;
    private @Nullable ArrivingPiece current;
    private int begun;
    private int written;
    private boolean isWriting;
    private boolean isOver;

    private StreamedText(
            List<PlannedPiece> pieces,
            int ahead,
            AudioStream stream,
            Function<SpeechRequest, CompletableFuture<SpeechResult>> speaker,
            Executor executor) {
        this.pieces = pieces;
        this.ahead = ahead;
        this.stream = stream;
        this.speaker = speaker;
        this.executor = executor;
        this.outcomes = new Outcome[pieces.size()];
    }

    /**
     * Speaks a narration of one text.
     *
     * @param named the requests for all pieces in their order, with task IDs
     * @param speaker speaks a piece, until its future is cancelled; its audio may still be arriving
     * @param executor runs blocking work, such as reading and writing files
     * @return the text, when there is sound, on any thread; its audio is the caller's to close
     */
    public static CompletableFuture<SpeechResult> speak(
            Narration narration,
            List<SpeechRequest> named,
            Function<SpeechRequest, CompletableFuture<SpeechResult>> speaker,
            AudioStream stream,
            Executor executor) {
        OutputFormat format = named.get(0).effectiveOutputFormat();
        // Held until there is sound: the stream is cancelled when the audio is unreachable.
        GrowingAudio audio = stream.audio();
        new StreamedText(narration.planned(named), narration.parallelPieces(), stream, speaker, executor).start();
        return stream.begun()
                .thenApply(begun -> Spoken.builder(null, format).audio(audio).build());
    }

    private void start() {
        stream.over().whenComplete((whole, failure) -> stop());
        beginPieces();
    }

    private void beginPieces() {
        List<Integer> next = new ArrayList<>();
        lock.lock();
        try {
            while (!isOver && begun < pieces.size() && begun < written + ahead) {
                next.add(begun++);
            }
        } finally {
            lock.unlock();
        }
        next.forEach(this::speak);
    }

    private void speak(int piece) {
        CompletableFuture<SpeechResult> spoken = begin(pieces.get(piece).request());
        if (!track(spoken)) {
            spoken.cancel(true);
        }
        spoken.whenComplete((result, failure) -> forget(spoken));
        spoken.handleAsync(
                        (result, failure) -> {
                            arrive(piece, new Outcome(result, failure));
                            return true;
                        },
                        executor)
                .whenComplete((arrived, rejected) -> failIf(rejected));
    }

    private CompletableFuture<SpeechResult> begin(SpeechRequest piece) {
        try {
            return speaker.apply(piece);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** {@return false if the stream is over, so that the piece is not needed} */
    private boolean track(CompletableFuture<SpeechResult> spoken) {
        lock.lock();
        try {
            inProgress.add(spoken);
            return !isOver;
        } finally {
            lock.unlock();
        }
    }

    private void forget(CompletableFuture<SpeechResult> spoken) {
        lock.lock();
        try {
            inProgress.remove(spoken);
        } finally {
            lock.unlock();
        }
    }

    private void arrive(int piece, Outcome outcome) {
        lock.lock();
        try {
            if (!isOver) {
                outcomes[piece] = outcome;
            }
        } finally {
            lock.unlock();
        }
        writeNext();
        if (isOver()) {
            outcome.close();
        }
    }

    private void writeNext() {
        Outcome next = claim();
        while (next != null && write(next)) {
            next = claim();
        }
    }

    /** {@return the next piece in order, if it is available and no other piece is being written} */
    private @Nullable Outcome claim() {
        lock.lock();
        try {
            if (isWriting || isOver || written == outcomes.length || outcomes[written] == null) {
                return null;
            }
            isWriting = true;
            return outcomes[written];
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what has arrived of the piece whose turn it is.
     *
     * @return false if the rest of the piece is written later
     */
    private boolean write(Outcome outcome) {
        AudioSpan span = null;
        try {
            span = proceed(outcome);
            if (span == null) {
                return false;
            }
        } catch (Throwable e) {
            stream.fail(pieces.get(written).located(e));
        }
        endPiece(outcome, span);
        return true;
    }

    private @Nullable AudioSpan proceed(Outcome outcome) throws Throwable {
        Spoken spoken = outcome.orThrow();
        SpeechAudio audio = spoken.audio();
        if (audio == null) {
            throw new IOException("The result has no audio to join");
        }
        ArrivingPiece piece = current;
        if (piece == null) {
            piece = joinerOf(spoken.format())
                    .begin(new AudioPart(audio, pieces.get(written).gapMillis()));
            current = piece;
        }
        if (!(audio instanceof GrowingAudio growing)) {
            return piece.proceed(true);
        }
        // Audio that has ended has a size, so reading it does not wait.
        AudioSpan span = piece.proceed(growing.size() >= 0);
        if (span == null) {
            growing.available(piece.received() + 1)
                    .handleAsync(
                            (arrived, failure) -> {
                                resume(outcome);
                                return true;
                            },
                            executor)
                    .whenComplete((resumed, rejected) -> failIf(rejected));
        }
        return span;
    }

    private void resume(Outcome outcome) {
        if (write(outcome)) {
            writeNext();
        }
    }

    /** The executor rejects work after the component was stopped. */
    private void failIf(@Nullable Throwable rejected) {
        if (rejected != null) {
            stream.fail(rejected);
        }
    }

    private AudioJoiner joinerOf(OutputFormat format) {
        AudioJoiner output = joiner;
        if (output == null) {
            output = AudioJoiner.streaming(format, pieces.get(0).sampleRate(), stream.output());
            joiner = output;
        }
        return output;
    }

    /** @param span where the piece sounds; null if it has failed */
    private void endPiece(Outcome outcome, @Nullable AudioSpan span) {
        boolean isLast = written == pieces.size() - 1;
        closeCurrent();
        outcome.close();
        lock.lock();
        try {
            outcomes[written] = null;
            written++;
            isWriting = false;
        } finally {
            lock.unlock();
        }
        if (span != null && isLast) {
            stream.end(span.endMillis());
        } else {
            beginPieces();
        }
    }

    private void closeCurrent() {
        try {
            if (current != null) {
                current.close();
            }
        } catch (IOException e) {
            // The audio was only read, so nothing is lost.
        }
        current = null;
    }

    private boolean isOver() {
        lock.lock();
        try {
            return isOver;
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        List<Outcome> left = new ArrayList<>();
        List<CompletableFuture<SpeechResult>> unneeded;
        lock.lock();
        try {
            isOver = true;
            unneeded = List.copyOf(inProgress);
            for (int i = written; i < outcomes.length; i++) {
                Outcome outcome = outcomes[i];
                boolean isRead = isWriting && i == written;
                // The rest of a piece that is arriving is not awaited.
                if (outcome != null && (!isRead || outcome.isArriving())) {
                    left.add(outcome);
                }
            }
        } finally {
            lock.unlock();
        }
        unneeded.forEach(piece -> piece.cancel(true));
        left.forEach(Outcome::close);
    }

    /** Outcome of a piece: a result, or the reason why it has no result. */
    private record Outcome(
            @Nullable SpeechResult result, @Nullable Throwable failure) {

        Spoken orThrow() throws Throwable {
            if (result == null) {
                throw failure == null ? new IllegalStateException("The piece has no result") : failure;
            }
            return result.orThrow();
        }

        boolean isArriving() {
            return result instanceof Spoken spoken && spoken.audio() instanceof GrowingAudio;
        }

        void close() {
            if (result != null) {
                Narration.close(result);
            }
        }
    }
}
