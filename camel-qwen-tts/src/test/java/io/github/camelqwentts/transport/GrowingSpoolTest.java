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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.camelqwentts.speech.GrowingAudio;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechStreamException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Bytes that are read while they arrive. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GrowingSpoolTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String TASK = "0f2d2b6c-8f4f-4c1b-9a3e-0d6a4c1e2f3a";

    @TempDir
    private Path directory;

    private final ExecutorService readers = Executors.newCachedThreadPool();
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        Stream.of(readers, worker, scheduler).forEach(ExecutorService::shutdownNow);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8191, 8192, 8193, 196_608, 196_609, 1_000_000})
    void givesEachReaderAllBytesFromTheBeginning(int size) throws Exception {
        byte[] content = random(size);
        GrowingSpool spool = spool(LONG);
        GrowingAudio audio = spool.audio(TASK);
        List<Future<byte[]>> early = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            early.add(readers.submit(audio::bytes));
        }

        appendInChunks(spool, content);
        spool.end();

        for (Future<byte[]> reader : early) {
            assertThat(reader.get(1, TimeUnit.MINUTES)).isEqualTo(content);
        }
        assertThat(audio.bytes()).isEqualTo(content);
        assertThat(audio.size()).isEqualTo(size);
        assertThat(audio.inMemory()).isEqualTo(size <= GrowingSpool.MAX_MEMORY);
        assertThat(audio.whole()).succeedsWithin(LONG);
    }

    @Test
    void letsReadersGoOnWhenTheBytesMoveToAFile() throws Exception {
        byte[] content = random(300_000);
        GrowingSpool spool = spool(LONG);
        InputStream ahead = spool.audio(TASK).open();

        spool.append(content, 0, 100_000);
        byte[] begin = ahead.readNBytes(100_000);
        spool.append(content, 100_000, 200_000);
        spool.end();

        assertThat(join(begin, ahead.readAllBytes())).isEqualTo(content);
    }

    @Test
    void doesNotKnowItsSizeBeforeItsEnd() throws IOException {
        GrowingSpool spool = spool(LONG);
        GrowingAudio audio = spool.audio(TASK);

        spool.append(new byte[7], 0, 7);

        assertThat(audio.size()).isEqualTo(-1);
        assertThat(audio.arrived()).isEqualTo(7);
        assertThat(audio.open().available()).isEqualTo(7);
    }

    @Test
    void failsAllReadersAfterTheBytesThatArrived() throws Exception {
        GrowingSpool spool = spool(LONG);
        GrowingAudio audio = spool.audio(TASK);
        InputStream first = audio.open();
        Future<byte[]> waiting = readers.submit(() -> audio.open().readAllBytes());
        spool.append(new byte[10], 0, 10);

        spool.fail(SpeechException.of(SpeechError.of(Kind.PROVIDER, "out of memory", TASK)));

        assertThat(first.readNBytes(10)).hasSize(10);
        assertThatExceptionOfType(SpeechStreamException.class)
                .isThrownBy(first::read)
                .satisfies(failure -> assertThat(failure.getError().kind()).isEqualTo(Kind.PROVIDER))
                .withMessageContaining("ended early")
                .withMessageContaining("out of memory");
        assertThatThrownBy(() -> waiting.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(SpeechStreamException.class);
        assertThatThrownBy(() -> audio.open().readAllBytes()).isInstanceOf(SpeechStreamException.class);
        assertThat(audio.whole()).failsWithin(LONG);
    }

    @Test
    void endsTheWaitOfAReaderAtTheDeadline() {
        GrowingSpool spool = spool(Duration.ofMillis(50));
        GrowingAudio audio = spool.audio(TASK);

        assertThatExceptionOfType(SpeechStreamException.class)
                .isThrownBy(() -> audio.open().read())
                .satisfies(failure -> assertThat(failure.getError().kind()).isEqualTo(Kind.TIMEOUT));
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> spool.append(new byte[1], 0, 1));
    }

    @Test
    void refusesMoreThanItsLimit() throws IOException {
        GrowingSpool spool = new GrowingSpool(settings(), 10, Deadline.in(LONG), worker, scheduler);
        spool.append(new byte[10], 0, 10);

        assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(() -> spool.append(new byte[1], 0, 1));
    }

    @Test
    void isCancelledWhenAllReadersWereClosed() throws IOException {
        GrowingSpool spool = spool(LONG);
        GrowingAudio audio = spool.audio(TASK);
        InputStream first = audio.open();
        InputStream second = audio.open();

        first.close();
        second.close();

        assertThat(spool.whole()).failsWithin(LONG).withThrowableOfType(ExecutionException.class);
        assertThatThrownBy(() -> audio.open().read()).hasMessageContaining("All readers of the audio were closed");
    }

    @Test
    void endsTheWaitOfAReaderThatAnotherThreadCloses() throws Exception {
        GrowingSpool spool = spool(LONG);
        GrowingAudio audio = spool.audio(TASK);
        InputStream other = audio.open();
        InputStream closed = audio.open();
        Future<Integer> waiting = readers.submit((Callable<Integer>) closed::read);
        await().atMost(LONG)
                .until(() -> Thread.getAllStackTraces().values().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(call -> call.getClassName().equals(GrowingSpoolReader.class.getName())));

        closed.close();

        assertThatThrownBy(() -> waiting.get(1, TimeUnit.MINUTES))
                .cause()
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("was closed");
        spool.append(new byte[3], 0, 3);
        assertThat(other.readNBytes(3)).hasSize(3);
    }

    @Test
    void countsAReaderThatIsClosedTwiceOnce() throws Exception {
        GrowingSpool spool = spool(LONG);
        GrowingAudio audio = spool.audio(TASK);
        InputStream other = audio.open();
        InputStream closed = audio.open();

        closed.close();
        closed.close();

        awaitGrace();
        spool.append(new byte[3], 0, 3);
        assertThat(other.readNBytes(3)).hasSize(3);
    }

    @Test
    void goesOnWhenAReaderFollowsAnother() throws Exception {
        GrowingSpool spool = spool(LONG);
        GrowingAudio audio = spool.audio(TASK);

        audio.open().close();
        InputStream second = audio.open();
        awaitGrace();
        spool.append(new byte[3], 0, 3);
        spool.end();

        assertThat(second.readAllBytes()).hasSize(3);
    }

    @Test
    void isCancelledWhenNobodyCanReachIt() throws IOException {
        GrowingSpool spool = spool(LONG);
        InputStream in = spool.audio(TASK).open();
        spool.append(new byte[1_000_000], 0, 1_000_000);

        System.gc();
        assertThat(in.read()).isZero();
        assertThat(spool.finalSize()).isEqualTo(-1);

        in = null;
        await().atMost(LONG).untilAsserted(() -> {
            System.gc();
            assertThat(spool.whole()).isCompletedExceptionally();
            assertThat(directory).isEmptyDirectory();
        });
    }

    @Test
    void isCancelledAndDeletedWhenTheAudioIsClosed() throws IOException {
        GrowingSpool spool = spool(LONG);
        GrowingAudio audio = spool.audio(TASK);
        spool.append(new byte[1_000_000], 0, 1_000_000);

        audio.close();

        assertThat(directory).isEmptyDirectory();
        assertThat(spool.whole()).failsWithin(LONG);
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> spool.append(new byte[1], 0, 1));
    }

    @Test
    void tellsWithoutAThreadWhenEnoughHasArrived() throws IOException {
        GrowingSpool spool = spool(LONG);
        CompletableFuture<Long> enough = spool.available(10);
        CompletableFuture<Long> tooMuch = spool.available(100);

        spool.append(new byte[9], 0, 9);
        assertThat(enough).isNotDone();
        spool.append(new byte[2], 0, 2);
        assertThat(enough).succeedsWithin(LONG).isEqualTo(11L);
        spool.end();
        assertThat(tooMuch).succeedsWithin(LONG).isEqualTo(11L);
        assertThat(spool.available(1)).succeedsWithin(LONG).isEqualTo(11L);
    }

    @Test
    void tellsThatNotEnoughWillArrive() {
        GrowingSpool spool = spool(LONG);
        CompletableFuture<Long> enough = spool.available(10);

        spool.fail(new IOException("cut"));

        assertThat(enough).failsWithin(LONG).withThrowableThat().withMessageContaining("cut");
    }

    @Test
    void turnsAnEndThatComesTooSoonIntoAFailure() throws IOException {
        GrowingSpool spool = spool(LONG);
        spool.checkAtEnd(size -> {
            throw SpeechException.of(SpeechError.of(Kind.PROVIDER, "only " + size + " bytes", TASK));
        });
        spool.append(new byte[9], 0, 9);

        spool.end();

        assertThatThrownBy(() -> spool.audio(TASK).bytes()).hasMessageContaining("only 9 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8192, 100_000, 1_000_000})
    void passesAllBytesOnInOrder(int size) throws IOException {
        byte[] content = random(size);
        GrowingSpool spool = spool(LONG);
        Recorder recorder = new Recorder();
        spool.forward(recorder);

        appendInChunks(spool, content);
        spool.end();

        assertThat(recorder.whole).succeedsWithin(LONG).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8192, 100_000, GrowingSpool.MAX_MEMORY})
    void passesAllBytesOnAtOnceWithoutItsWorkerIfTheyFitIntoMemory(int size) throws IOException {
        byte[] content = random(size);
        GrowingSpool spool = spool(LONG);
        GrowingSpool target = spool(LONG);
        worker.shutdownNow();
        spool.append(content, 0, size / 2);
        spool.forwardAtOnce(new Copier(target), target);

        spool.append(content, size / 2, size - size / 2);

        assertThat(target.head(size)).isEqualTo(content);
        spool.end();
        assertThat(target.finalSize()).isEqualTo(size);
    }

    @Test
    void leavesWhatGoesToAFileToItsWorker() throws Exception {
        byte[] content = random(1_000_000);
        GrowingSpool spool = spool(LONG);
        GrowingSpool target = spool(LONG);
        CompletableFuture<Void> free = new CompletableFuture<>();
        Future<?> blocked = worker.submit(() -> free.join());
        spool.forwardAtOnce(new Copier(target), target);

        appendInChunks(spool, content);
        spool.end();

        assertThat(target.inMemory()).isTrue();
        free.complete(null);
        assertThat(target.audio(TASK).bytes()).isEqualTo(content);
        assertThat(target.inMemory()).isFalse();
        blocked.get(1, TimeUnit.MINUTES);
    }

    @Test
    void keepsNothingThatWasPassedOn() throws IOException {
        GrowingSpool spool = spool(LONG);
        Recorder recorder = new Recorder();
        spool.forward(recorder);

        for (int i = 1; i <= 20; i++) {
            int expected = i * 50_000;
            spool.append(random(50_000), 0, 50_000);
            await().atMost(LONG).until(() -> recorder.received == expected);
        }
        spool.end();

        assertThat(recorder.whole).succeedsWithin(LONG);
        assertThat(spool.inMemory()).isTrue();
    }

    @Test
    void failsTheReceiverAndItselfIfTheReceiverRefuses() throws IOException {
        GrowingSpool spool = spool(LONG);
        Recorder recorder = new Recorder();
        recorder.refusal = new IOException("not an event");
        spool.forward(recorder);

        spool.append(new byte[1], 0, 1);

        assertThat(recorder.whole).failsWithin(LONG).withThrowableThat().withMessageContaining("not an event");
        assertThat(spool.whole()).failsWithin(LONG).withThrowableThat().withMessageContaining("not an event");
    }

    @Test
    void showsItsBeginWithoutAReader() throws IOException {
        byte[] content = random(1_000_000);
        GrowingSpool spool = spool(LONG);
        assertThat(spool.head(12)).isEmpty();

        spool.append(content, 0, 10_000);
        assertThat(spool.head(9000)).isEqualTo(Arrays.copyOf(content, 9000));
        spool.append(content, 10_000, 990_000);
        assertThat(spool.head(12)).isEqualTo(Arrays.copyOf(content, 12));
    }

    private void awaitGrace() throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        scheduler.schedule(() -> over.complete(null), GrowingSpool.GRACE_MILLIS + 100L, TimeUnit.MILLISECONDS);
        over.get(1, TimeUnit.MINUTES);
        worker.submit(() -> {}).get(1, TimeUnit.MINUTES);
    }

    private GrowingSpool spool(Duration time) {
        return new GrowingSpool(settings(), Long.MAX_VALUE, Deadline.in(time), worker, scheduler);
    }

    private SpoolSettings settings() {
        return new SpoolSettings(1 << 20, directory::toFile);
    }

    private static void appendInChunks(GrowingSpool spool, byte[] content) throws IOException {
        Random random = new Random(content.length);
        int sent = 0;
        while (sent < content.length) {
            int chunk = Math.min(1 + random.nextInt(20_000), content.length - sent);
            spool.append(content, sent, chunk);
            sent += chunk;
        }
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    private record Copier(GrowingSpool target) implements ChunkReceiver {

        @Override
        public void receive(byte[] chunk, int offset, int length) throws IOException {
            target.append(chunk, offset, length);
        }

        @Override
        public void end() {
            target.end();
        }

        @Override
        public void fail(Throwable cause) {
            target.fail(cause);
        }
    }

    private static final class Recorder implements ChunkReceiver {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private volatile int received;
        private volatile IOException refusal;

        @Override
        public void receive(byte[] chunk, int offset, int length) throws IOException {
            if (refusal != null) {
                throw refusal;
            }
            bytes.write(chunk, offset, length);
            received = bytes.size();
        }

        @Override
        public void end() {
            whole.complete(bytes.toByteArray());
        }

        @Override
        public void fail(Throwable cause) {
            whole.completeExceptionally(cause);
        }
    }
}
