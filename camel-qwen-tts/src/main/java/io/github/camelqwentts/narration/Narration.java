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

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import io.github.camelqwentts.audio.AudioSpool;
import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;

/**
 * The texts of a message, cut into pieces. Pieces are spoken a few at a time, each by a call of its own, so that the
 * timeout of a call bounds each piece and the total time grows with the number of pieces. When a piece has failed, no
 * further pieces of its text are begun. No thread waits for a piece.
 */
public final class Narration {

    private final List<List<PlannedPiece>> texts;
    private final boolean join;
    private final NarrationSettings settings;

    private Narration(List<List<PlannedPiece>> texts, boolean join, NarrationSettings settings) {
        this.texts = texts;
        this.join = join;
        this.settings = settings;
    }

    /**
     * Cuts texts.
     *
     * @param isWhole decides whether a text is left uncut
     * @param join whether all texts become one audio
     */
    public static Narration of(
            List<SpeechRequest> requests,
            Predicate<SpeechRequest> isWhole,
            boolean join,
            TextLimits limits,
            NarrationSettings settings) {
        List<List<TextPiece>> cuts = requests.stream()
                .map(request -> isWhole.test(request)
                        ? List.of(new TextPiece(0, TextLimits.textOf(request), Border.END))
                        : TextSplitter.split(
                                TextLimits.textOf(request),
                                languageOf(request),
                                limits.pieces(request),
                                settings.firstAlone()))
                .toList();
        int all = cuts.stream().mapToInt(List::size).sum();
        List<List<PlannedPiece>> texts = new ArrayList<>();
        List<PlannedPiece> planned = new ArrayList<>();
        long gap = 0;
        for (int text = 0; text < cuts.size(); text++) {
            List<TextPiece> cut = cuts.get(text);
            int position = 1;
            for (TextPiece piece : cut) {
                String place = "piece " + (planned.size() + 1) + " of " + (join ? all : cut.size()) + ", at character "
                        + position + " of " + (join && requests.size() > 1 ? "text " + (text + 1) : "the text");
                planned.add(new PlannedPiece(requestFor(requests.get(text), piece, cut.size()), gap, place));
                gap = settings.gapMillis(piece.border());
                position += piece.text().codePointCount(0, piece.text().length());
            }
            if (!join || text == cuts.size() - 1) {
                texts.add(planned);
                planned = new ArrayList<>();
                gap = 0;
            }
        }
        return new Narration(texts, join, settings);
    }

    private static SpeechRequest requestFor(SpeechRequest whole, TextPiece piece, int pieces) {
        return pieces == 1 ? whole : whole.toBuilder().text(piece.text()).build();
    }

    static Language languageOf(SpeechRequest request) {
        return request.language() == null ? Language.AUTO : request.language();
    }

    /** The requests for all pieces, in their order. */
    public List<SpeechRequest> pieces() {
        return texts.stream().flatMap(List::stream).map(PlannedPiece::request).toList();
    }

    /** Whether all texts become one audio. */
    public boolean isJoined() {
        return join;
    }

    /** The maximum number of pieces that follow each other, each with its own timeout. It bounds the time of the whole. */
    public int rounds() {
        int queued =
                texts.stream().mapToInt(List::size).filter(pieces -> pieces > 1).sum();
        return Math.max(1, (queued + settings.parallelPieces() - 1) / settings.parallelPieces());
    }

    /**
     * Speaks all pieces and joins them.
     *
     * @param client speaks the pieces
     * @param named the requests for all pieces in their order, with task IDs
     * @param spool keeps finished pieces, and joined audio
     * @param executor runs blocking work
     * @return the texts in their order, on a thread of the executor; their audio is the caller's to close
     */
    public CompletableFuture<List<Narrated>> speak(
            SpeechClient client, List<SpeechRequest> named, AudioSpool spool, Executor executor) {
        Iterator<SpeechRequest> requests = named.iterator();
        List<CompletableFuture<Narrated>> spoken = new ArrayList<>();
        Queue<Step> waiting = new ConcurrentLinkedQueue<>();
        for (List<PlannedPiece> pieces : texts) {
            List<PlannedPiece> own =
                    pieces.stream().map(piece -> piece.with(requests.next())).toList();
            if (own.size() == 1) {
                spoken.add(speakWhole(own.get(0).request(), client, executor));
            } else {
                NarratedText text = new NarratedText(own, settings, spool);
                for (int i = 0; i < own.size(); i++) {
                    waiting.add(new Step(text, i));
                }
                spoken.add(text.result());
            }
        }
        for (int i = 0; i < settings.parallelPieces(); i++) {
            continueWith(waiting, client, executor);
        }
        return all(spoken);
    }

    /** The pieces of the only text, with the requests that have task IDs. */
    List<PlannedPiece> planned(List<SpeechRequest> named) {
        List<PlannedPiece> planned = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            planned.add(texts.get(0).get(i).with(named.get(i)));
        }
        return planned;
    }

    /** Maximum number of pieces of a message that are spoken at a time. */
    int parallelPieces() {
        return settings.parallelPieces();
    }

    /** Speaks a text of one piece without joining, so that its result has everything that the service reports. */
    private CompletableFuture<Narrated> speakWhole(SpeechRequest request, SpeechClient client, Executor executor) {
        return begin(request, client)
                .thenApplyAsync(results -> Narrated.whole(request, results, settings.subtitles()), executor);
    }

    /** Speaks the next piece, and continues with another one when it has ended. */
    private static void continueWith(Queue<Step> waiting, SpeechClient client, Executor executor) {
        Step next = waiting.poll();
        while (next != null && next.text.isOver()) {
            next.text.skip();
            next = waiting.poll();
        }
        if (next == null) {
            return;
        }
        Step step = next;
        begin(step.text.request(step.piece), client)
                .handleAsync(
                        (results, failure) -> {
                            step.text.end(step.piece, results, failure);
                            return true;
                        },
                        executor)
                .whenComplete((ended, rejected) -> {
                    if (rejected != null) {
                        step.text.end(step.piece, null, rejected);
                    }
                    continueWith(waiting, client, executor);
                });
    }

    private static CompletableFuture<List<SpeechResult>> begin(SpeechRequest request, SpeechClient client) {
        try {
            return client.synthesize(List.of(request));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Returns all results or none: if a text fails with an exception, the audio of the others is closed. */
    private static CompletableFuture<List<Narrated>> all(List<CompletableFuture<Narrated>> texts) {
        return CompletableFuture.allOf(texts.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            if (failure == null) {
                return texts.stream().map(CompletableFuture::join).toList();
            }
            texts.stream()
                    .filter(text -> !text.isCompletedExceptionally())
                    .flatMap(text -> text.join().results().stream())
                    .forEach(Narration::close);
            throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
        });
    }

    static void close(SpeechResult result) {
        if (result instanceof Spoken spoken && spoken.audio() != null) {
            spoken.audio().close();
        }
    }

    /** A piece that waits for its turn. */
    private record Step(NarratedText text, int piece) {}
}
