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
package io.github.camelqwentts.benchmarks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each peer of the comparison of streams reads the same audio to its end. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StreamPeerTest {

    private static Vertx vertx;
    private static String server;

    @BeforeAll
    static void startServer() {
        vertx = Vertx.vertx();
        server = SpeechServer.start(vertx);
    }

    @AfterAll
    static void stopServer() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {StreamBenchmark.US, StreamBenchmark.BARE, StreamBenchmark.HAND, StreamBenchmark.HAND_CACHED})
    void peerReadsEachStreamToItsEnd(String name) throws Exception {
        StreamWorkload few = StreamWorkload.of(3, 20, 1);

        StreamMeasures measures = StreamLoad.measure(name, server, few);

        assertThat(measures.streams()).isPositive();
        assertThat(measures.firstByte()).isPositive().isLessThanOrEqualTo(measures.firstByte95());
        assertThat(measures.chunk()).isPositive().isLessThanOrEqualTo(measures.chunk95());
        assertThat(measures.threads()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 44, 8192, 400_000})
    void findsTheTimeOfSendingHoweverTheBytesAreSplit(int step) {
        byte[] audio = audioSentAt(SpeechServer.now() - 5_000_000);
        Listening listening = new Listening();

        for (int at = 0; at < audio.length; at += step) {
            listening.hear(audio, at, Math.min(step, audio.length - at));
        }

        assertThat(listening.isComplete()).isTrue();
        for (int chunk = 0; chunk < listening.chunks(); chunk++) {
            assertThat(listening.chunkMillis(chunk)).isBetween(5_000.0, 120_000.0);
        }
    }

    @Test
    void incompleteAudioIsNoticed() {
        byte[] audio = audioSentAt(SpeechServer.now());
        Listening listening = new Listening();

        listening.hear(audio, 0, audio.length - 1);

        assertThat(listening.isComplete()).isFalse();
    }

    @Test
    void measuresAndWorkloadsSurviveTheWayBetweenProcesses() {
        StreamMeasures measures = new StreamMeasures(1, 2.5, 3, 4, 5, 6, 7, 8);
        StreamWorkload workload =
                new StreamWorkload(64, Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5));

        assertThat(StreamMeasures.parse(measures.toLine())).isEqualTo(measures);
        assertThat(StreamWorkload.parse(workload.toLine())).isEqualTo(workload);
    }

    private static byte[] audioSentAt(long micros) {
        ByteBuffer audio = ByteBuffer.allocate(
                SpeechServer.HEADER + SpeechServer.FIRST_CHUNK + SpeechServer.LATER_CHUNKS * SpeechServer.LATER_CHUNK);
        audio.putLong(SpeechServer.HEADER, micros);
        for (int chunk = 0; chunk < SpeechServer.LATER_CHUNKS; chunk++) {
            audio.putLong(SpeechServer.HEADER + SpeechServer.FIRST_CHUNK + chunk * SpeechServer.LATER_CHUNK, micros);
        }
        return audio.array();
    }
}
