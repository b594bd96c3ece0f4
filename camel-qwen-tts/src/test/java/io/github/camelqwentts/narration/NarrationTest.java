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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.camelqwentts.audio.AudioSpool;
import io.github.camelqwentts.audio.WavFile;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.MemoryAudio;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class NarrationTest {

    private static final int PARALLEL = 4;
    private static final int THRESHOLD = 100_000;
    private static final byte[] WAV = WavFile.silence(9_600);
    private static final TextLimits LIMITS = new TextLimits(2_000, null);
    private static final NarrationSettings SETTINGS =
            new NarrationSettings(PARALLEL, Duration.ZERO, Duration.ofMillis(100), null, THRESHOLD, false);

    private final ExecutorService executor = Executors.newFixedThreadPool(8);
    private final AtomicLong inMemory = new AtomicLong();
    private final AtomicLong mostInMemory = new AtomicLong();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger files = new AtomicInteger();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void keepsFewPiecesInMemoryHoweverLongTheTextIs() throws Exception {
        Narrated whole = speak(paragraphs(1_000), this::succeed)
                .get(30, TimeUnit.SECONDS)
                .get(0);

        Spoken spoken = whole.results().get(0).orThrow();
        assertThat(whole.pieces()).isEqualTo(1_000);
        assertThat(spoken.duration()).isEqualTo(1_000 * 200 + 999 * 100);
        assertThat(mostInMemory.get()).isLessThanOrEqualTo(THRESHOLD + 2L * PARALLEL * WAV.length);
        assertThat(files.get()).isOne();
        assertThat(whole.tasks())
                .allSatisfy(task -> assertThat(((Spoken) task).audio()).isNull());
    }

    @Test
    void speaksAFewPiecesAtATime() throws Exception {
        speak(paragraphs(50), this::succeed).get(30, TimeUnit.SECONDS);

        assertThat(mostRunning.get()).isEqualTo(PARALLEL);
    }

    @Test
    void beginsNoPiecesAfterAFailure() throws Exception {
        Narrated whole = speak(
                        paragraphs(200), piece -> piece.text().startsWith("Paragraph 20 ") ? fail() : succeed(piece))
                .get(30, TimeUnit.SECONDS)
                .get(0);

        assertThat(whole.results().get(0).failure())
                .hasMessageContaining("Task broken failed: Not this, in piece 20 of 200, at character ");
        // A busy machine may begin some more before it takes notice of the failure.
        assertThat(begun.get()).isLessThan(100);
        assertThat(files.get()).isZero();
    }

    /** Simulates the time, because each piece has its own timeout and nothing measures the whole. */
    @ParameterizedTest
    @ValueSource(ints = {40, 41, 43, 100})
    void endsWithinTheTimeoutOfAPieceTimesTheRounds(int count) {
        long timeout = 1_000;
        Narration narration = narrationOf(paragraphs(count));
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            long[] now = {0};
            Queue<Answer> open = new PriorityQueue<>(Comparator.comparing(Answer::time));
            SpeechClient client = pieces -> {
                // Most pieces take as long as they may.
                Answer answer = new Answer(
                        now[0] + (random.nextBoolean() ? timeout : random.nextLong(timeout)),
                        new CompletableFuture<>());
                open.add(answer);
                return answer.results;
            };
            CompletableFuture<List<Narrated>> spoken =
                    narration.speak(client, narration.pieces(), this::keep, Runnable::run);
            while (!open.isEmpty()) {
                Answer next = open.remove();
                now[0] = next.time;
                next.results.complete(List.of(Spoken.builder("t", OutputFormat.WAV)
                        .audio(new Audio(WAV, true))
                        .build()));
            }

            assertThat(spoken).isCompleted();
            assertThat(now[0]).isLessThanOrEqualTo(timeout * narration.rounds());
        }
        assertThat(narration.rounds()).isEqualTo((count + PARALLEL - 1) / PARALLEL);
    }

    @Test
    void namesThePieceThatTheClientRejects() {
        CompletableFuture<List<Narrated>> spoken = speak(paragraphs(50), piece -> {
            throw InvalidSpeechRequestException.of("voice", "nobody", "is not a voice");
        });

        assertThatThrownBy(() -> spoken.get(30, TimeUnit.SECONDS))
                .cause()
                .hasMessageStartingWith("voice=nobody (piece ")
                .hasMessageContaining(" of 50, at character ");
    }

    @Test
    void endsThoughItsExecutorWasStopped() {
        executor.shutdownNow();

        CompletableFuture<List<Narrated>> spoken = speak(paragraphs(50), this::succeed);

        assertThatThrownBy(() -> spoken.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void failsIfAPieceHasNoAudio() throws Exception {
        Narrated whole = speak(
                        paragraphs(50),
                        piece -> CompletableFuture.completedFuture(
                                List.of(Spoken.builder("t", OutputFormat.WAV).build())))
                .get(30, TimeUnit.SECONDS)
                .get(0);

        assertThat(whole.results().get(0).failure()).hasMessageContaining("The result has no audio to join");
    }

    @Test
    void failsIfThePiecesDoNotFitTogether() throws Exception {
        Narrated whole = speak(
                        paragraphs(50),
                        piece -> CompletableFuture.completedFuture(List.of(Spoken.builder("t", OutputFormat.MP3)
                                .audio(new Audio(WAV, true))
                                .build())))
                .get(30, TimeUnit.SECONDS)
                .get(0);

        assertThat(whole.results().get(0).failure().getError().kind()).isEqualTo(Kind.PROVIDER);
        assertThat(files.get()).isZero();
    }

    @Test
    void aTextFitsUpToEachLimit() {
        SpeechRequest request = SpeechRequest.of("A short text.");

        assertThat(LIMITS.fits(request)).isTrue();
        assertThat(LIMITS.fits(SpeechRequest.of("字".repeat(516)))).isTrue();
        assertThat(LIMITS.fits(SpeechRequest.of("字".repeat(517)))).isFalse();
        assertThat(LIMITS.fits(SpeechRequest.of("a".repeat(1_720)))).isTrue();
        assertThat(LIMITS.fits(SpeechRequest.of("a".repeat(1_721)))).isFalse();
        assertThat(new TextLimits(1_000, null).fits(SpeechRequest.of("a".repeat(1_001))))
                .isFalse();
        assertThat(new TextLimits(2_000, 100).fits(SpeechRequest.of("a".repeat(101))))
                .isFalse();
        assertThat(new TextLimits(2_000, 100).fits(SpeechRequest.of("a".repeat(100))))
                .isTrue();
    }

    private CompletableFuture<List<Narrated>> speak(
            String text, Function<SpeechRequest, CompletableFuture<List<SpeechResult>>> speaker) {
        Narration narration = narrationOf(text);
        SpeechClient client = pieces -> {
            begun.incrementAndGet();
            return speaker.apply(pieces.get(0));
        };
        return narration.speak(client, narration.pieces(), this::keep, executor);
    }

    private static Narration narrationOf(String text) {
        SpeechRequest request = SpeechRequest.builder()
                .text(text)
                .outputFormat(OutputFormat.WAV)
                .build();
        return Narration.of(List.of(request), LIMITS::fits, false, LIMITS, SETTINGS);
    }

    private CompletableFuture<List<SpeechResult>> succeed(SpeechRequest piece) {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        CompletableFuture<List<SpeechResult>> answer = new CompletableFuture<>();
        CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS).execute(() -> {
            running.decrementAndGet();
            answer.complete(List.of(Spoken.builder("t", piece.outputFormat())
                    .audio(new Audio(WAV, true))
                    .build()));
        });
        return answer;
    }

    private static CompletableFuture<List<SpeechResult>> fail() {
        SpeechException failure = SpeechException.of(SpeechError.of(Kind.SAFETY, "Not this", "broken"));
        return CompletableFuture.completedFuture(List.of(SpeechResult.failed("broken", OutputFormat.WAV, failure)));
    }

    private SpeechAudio keep(int most, long expected, AudioSpool.Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.writeTo(bytes);
        return new Audio(bytes.toByteArray(), bytes.size() <= most);
    }

    private static String paragraphs(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "Paragraph " + i + " has words enough to be a piece of a long text.")
                .collect(Collectors.joining("\n\n"));
    }

    private record Answer(long time, CompletableFuture<List<SpeechResult>> results) {}

    /** Audio that counts what is in memory, and files. */
    private final class Audio extends MemoryAudio {

        private final boolean small;
        private boolean closed;

        Audio(byte[] content, boolean small) {
            super(content);
            this.small = small;
            if (small) {
                mostInMemory.accumulateAndGet(inMemory.addAndGet(content.length), Math::max);
            } else {
                files.incrementAndGet();
            }
        }

        @Override
        public boolean inMemory() {
            return small;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                if (small) {
                    inMemory.addAndGet(-size());
                } else {
                    files.decrementAndGet();
                }
            }
        }
    }
}
