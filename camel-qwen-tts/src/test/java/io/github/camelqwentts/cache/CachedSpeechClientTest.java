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
package io.github.camelqwentts.cache;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.camelqwentts.audio.AudioSpool;
import io.github.camelqwentts.speech.CacheListener;
import io.github.camelqwentts.speech.ChangedRequests;
import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.MemoryAudio;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.SpeechCache;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.speech.SpoolException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Everything runs on the calling thread; purchases end when a test says so. */
class CachedSpeechClientTest {

    private final Map<String, Spoken> cached = new ConcurrentHashMap<>();
    private final Queue<CompletableFuture<List<SpeechResult>>> bought = new ConcurrentLinkedQueue<>();
    private final Purchases purchases = new Purchases();
    private final Memory cache = new Memory();
    private final Recorder listener = new Recorder();
    private final SpeechClient buyer = requests -> {
        CompletableFuture<List<SpeechResult>> results = new CompletableFuture<>();
        bought.add(results);
        return results;
    };

    @Test
    void keysStayTheSameFromOneVersionToTheNext() {
        client("runware https://host/v1").synthesize(List.of(request().build()));
        bought.remove().complete(List.of(spoken("t")));

        assertThat(cached.keySet()).containsExactly("bd08f909042f687660e4c006e51d1b62b1bb9746b8a3094fbc861c32d23ceae2");
    }

    @Test
    void whateverChangesTheSoundChangesTheKey() {
        buy();

        ChangedRequests.bySound(CachedSpeechClientTest::request).forEach((name, other) -> {
            client("here").synthesize(List.of(other.build()));
            assertThat(bought).as(name).hasSize(1);
            bought.remove().complete(List.of(spoken("t")));
        });
        client("elsewhere").synthesize(List.of(request().build()));
        assertThat(bought).hasSize(1);
    }

    @Test
    void theWayOfTheAudioDoesNotChangeTheKey() {
        buy();

        Stream.of(
                        request().taskUUID("2d4b6f7e-3d0c-4a4f-9b39-0a4f1d2c3b4a"),
                        request().ttl(60),
                        request().includeCost(true),
                        request().outputType(OutputType.BASE64_DATA),
                        request().deliveryMethod(DeliveryMethod.ASYNC))
                .forEach(request -> assertThat(client("here")
                                .synthesize(List.of(request.build()))
                                .getNow(List.of()))
                        .allMatch(result -> result.orThrow().cached()));
        assertThat(bought).isEmpty();
    }

    @Test
    void callsShareAPurchaseInProgress() throws Exception {
        CompletableFuture<List<SpeechResult>> first = speak();
        CompletableFuture<List<SpeechResult>> second =
                client("here").synthesize(List.of(request().build(), request().build()));
        assertThat(bought).hasSize(1);
        assertThat(second).isNotDone();
        Memory.Bytes audio = new Memory.Bytes(new byte[] {7});

        bought.remove()
                .complete(List.of(
                        Spoken.builder("t", OutputFormat.MP3).audio(audio).build()));

        assertThat(first.getNow(List.of()).get(0).taskUUID()).isEqualTo("t");
        assertThat(second.getNow(List.of())).hasSize(2).allSatisfy(result -> {
            assertThat(result.taskUUID()).isNull();
            assertThat(result.orThrow().audio().bytes()).containsExactly(7);
        });
        first.getNow(List.of()).get(0).orThrow().audio().close();
        second.getNow(List.of()).get(0).orThrow().audio().close();
        assertThat(audio.closed).isFalse();
        second.getNow(List.of()).get(1).orThrow().audio().close();
        assertThat(audio.closed).isTrue();
    }

    @Test
    void oneOfThoseThatWaitedTriesAgainAfterAFailure() {
        CompletableFuture<List<SpeechResult>> first = speak();
        CompletableFuture<List<SpeechResult>> second = speak();
        CompletableFuture<List<SpeechResult>> third = speak();

        bought.remove().complete(List.of(failed()));
        assertThat(first.getNow(List.of()).get(0).failure()).isNotNull();
        assertThat(bought).hasSize(1);
        bought.remove().complete(List.of(spoken("again")));

        assertThat(Stream.of(second, third)
                        .map(call -> call.getNow(List.of()).get(0).taskUUID()))
                .containsExactlyInAnyOrder("again", null);
        assertThat(bought).isEmpty();
    }

    @Test
    void aSecondFailureIsFinalForAll() {
        List<CompletableFuture<List<SpeechResult>>> calls =
                Stream.generate(() -> speak()).limit(5).toList();

        bought.remove().completeExceptionally(new RejectedExecutionException("stopped"));
        bought.remove().complete(List.of(failed()));

        assertThat(calls.get(0)).isCompletedExceptionally();
        assertThat(calls.subList(1, 5))
                .allSatisfy(call ->
                        assertThat(call.getNow(List.of()).get(0).failure()).isNotNull());
        assertThat(bought).isEmpty();
        buy();
    }

    @Test
    void aClientWithoutAResultFailsTheCallAndEndsThePurchase() {
        CompletableFuture<List<SpeechResult>> call = speak();
        bought.remove().complete(List.of());

        assertThat(call).isCompletedExceptionally();
        buy();
    }

    @Test
    void reportsHitsAndMisses() {
        CompletableFuture<List<SpeechResult>> first = speak();
        CompletableFuture<List<SpeechResult>> shared = speak();
        assertThat(listener.heard).containsExactly("read", "missed Hello.");
        bought.remove().complete(List.of(spoken("t")));
        speak();

        assertThat(List.of(first, shared)).allMatch(CompletableFuture::isDone);
        assertThat(listener.heard)
                .containsExactly("read", "missed Hello.", "written", "hit Hello. 1", "read", "hit Hello. 1");
    }

    @Test
    void reportsThatTheCacheFails() {
        cache.broken = true;
        buy();

        assertThat(listener.heard)
                .containsExactly(
                        "read java.io.IOException: This cache is broken",
                        "missed Hello.",
                        "written java.io.IOException: This cache is broken");
    }

    @Test
    void reportsNoHitForAFailedPurchase() {
        speak();
        speak();
        bought.remove().complete(List.of(failed()));
        bought.remove().complete(List.of(failed()));

        assertThat(listener.heard).noneMatch(event -> event.startsWith("hit"));
    }

    @Test
    void movesLargeAudioOfACacheInMemoryToTheSpool() {
        buy();
        AtomicInteger kept = new AtomicInteger();
        AudioSpool spool = (inMemory, expected, content) -> {
            kept.incrementAndGet();
            return new Memory.Bytes(new byte[] {1});
        };

        new CachedSpeechClient(buyer, cache, "here", purchases, 1, spool, Runnable::run, listener)
                .synthesize(List.of(request().build()));
        assertThat(kept).hasValue(0);
        new CachedSpeechClient(buyer, cache, "here", purchases, 0, spool, Runnable::run, listener)
                .synthesize(List.of(request().build()));
        assertThat(kept).hasValue(1);
    }

    @Test
    void aCacheThatFailsIsNone() {
        cache.broken = true;

        for (int i = 0; i < 2; i++) {
            CompletableFuture<List<SpeechResult>> call = speak();
            bought.remove().complete(List.of(spoken("t" + i)));
            assertThat(call.getNow(List.of()).get(0).taskUUID()).isEqualTo("t" + i);
        }
    }

    @Test
    void nothingIsBoughtIfThereIsNoPlaceForTheAudio() {
        buy();
        cache.inMemory = false;
        AudioSpool full = (inMemory, expected, content) -> {
            throw SpoolException.of("written", Path.of("/tmp"), new IOException("No space left"));
        };

        List<SpeechResult> results = new CachedSpeechClient(
                        buyer, cache, "here", purchases, 0, full, Runnable::run, listener)
                .synthesize(List.of(request().build()))
                .getNow(List.of());

        assertThat(results.get(0).failure()).hasMessageContaining("No space left");
        assertThat(bought).isEmpty();
    }

    private CompletableFuture<List<SpeechResult>> speak() {
        return client("here").synthesize(List.of(request().build()));
    }

    private void buy() {
        CompletableFuture<List<SpeechResult>> call = speak();
        bought.remove().complete(List.of(spoken("t")));
        assertThat(call.getNow(List.of()).get(0).taskUUID()).isEqualTo("t");
    }

    private CachedSpeechClient client(String origin) {
        AudioSpool spool = (inMemory, expected, content) -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            content.writeTo(bytes);
            return new Memory.Bytes(bytes.toByteArray());
        };
        return new CachedSpeechClient(buyer, cache, origin, purchases, 1 << 20, spool, Runnable::run, listener);
    }

    private static SpeechRequest.Builder request() {
        return SpeechRequest.of("Hello.").toBuilder();
    }

    private static Spoken spoken(String taskUUID) {
        return Spoken.builder(taskUUID, OutputFormat.MP3)
                .audio(new Memory.Bytes(new byte[] {1}))
                .build();
    }

    private static SpeechResult failed() {
        return SpeechResult.failed(
                "t", OutputFormat.MP3, SpeechException.of(SpeechError.of(Kind.PROVIDER, "Not now", "t")));
    }

    private static final class Recorder implements CacheListener {

        private final List<String> heard = new ArrayList<>();

        @Override
        public void hit(SpeechRequest request, long bytes) {
            heard.add("hit " + request.text() + " " + bytes);
        }

        @Override
        public void missed(SpeechRequest request) {
            heard.add("missed " + request.text());
        }

        @Override
        public void read(@Nullable Exception failure) {
            heard.add(failure == null ? "read" : "read " + failure);
        }

        @Override
        public void written(@Nullable Exception failure) {
            heard.add(failure == null ? "written" : "written " + failure);
        }
    }

    private final class Memory implements SpeechCache {

        private boolean broken;
        private boolean inMemory = true;

        @Override
        public @Nullable Spoken get(String key) throws IOException {
            requireSound();
            Spoken found = cached.get(key);
            return found == null || inMemory
                    ? found
                    : found.toBuilder().audio(new Bytes(new byte[1]).inFile()).build();
        }

        @Override
        public void put(String key, Spoken spoken) throws IOException {
            requireSound();
            cached.put(key, spoken);
        }

        private void requireSound() throws IOException {
            if (broken) {
                throw new IOException("This cache is broken");
            }
        }

        private static final class Bytes extends MemoryAudio {

            private boolean inMemory = true;
            private boolean closed;

            Bytes(byte[] bytes) {
                super(bytes);
            }

            Bytes inFile() {
                inMemory = false;
                return this;
            }

            @Override
            public boolean inMemory() {
                return inMemory;
            }

            @Override
            public void close() {
                closed = true;
            }
        }
    }
}
