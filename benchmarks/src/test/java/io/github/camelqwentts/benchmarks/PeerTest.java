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

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each peer has a text spoken and reads the same audio, so that what is compared is comparable. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PeerTest {

    private static Process server;
    private static Addresses addresses;

    @BeforeAll
    static void startServer() throws Exception {
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchmarkServer.class.getName(),
                        String.valueOf(Workload.SMALL),
                        "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = server.inputReader()
                .lines()
                .filter(said -> said.startsWith(BenchmarkServer.READY))
                .findFirst()
                .orElseThrow();
        addresses = Addresses.parse(line.substring(BenchmarkServer.READY.length()));
    }

    @AfterAll
    static void stopServer() {
        server.destroyForcibly();
    }

    static Stream<Arguments> peers() {
        return Stream.of("qwen-tts", "by hand", "HttpClient 5", "JDK client")
                .flatMap(peer -> Stream.of("URL", "base64Data", "dataURI").map(type -> Arguments.of(peer, type)));
    }

    @ParameterizedTest
    @MethodSource("peers")
    void aPeerOfTheApiReadsTheAudioOfEachOutputType(String name, String outputType) throws Exception {
        try (Peer peer = Peer.start(name, addresses, Workload.of(Workload.SMALL, outputType, 0, 1))) {
            assertThat(peer.speak().get(60, TimeUnit.SECONDS)).isNotZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen-tts openai", "HttpClient 5 openai"})
    void aPeerOfASpeechServerReadsTheAudio(String name) throws Exception {
        try (Peer peer = Peer.start(name, addresses, Workload.of(Workload.SMALL, "URL", 0, 1))) {
            assertThat(peer.speak().get(60, TimeUnit.SECONDS)).isNotZero();
        }
    }

    @Test
    void pollyReadsTheSameAudio() throws Exception {
        try (Peer peer = Peer.start("aws2-polly", addresses, Workload.of(Workload.SMALL, "base64Data", 0, 1))) {
            assertThat(peer.speak().get(60, TimeUnit.SECONDS)).isNotZero();
        }
    }

    @Test
    void measuresSurviveTheWayBetweenProcesses() {
        Measures measures = new Measures(1.5, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

        assertThat(Measures.parse(measures.toLine())).isEqualTo(measures);
        assertThat(List.of(Workload.parse(
                        Workload.of(Workload.LARGE, "URL", 100, 16)
                                .withBatch(20)
                                .toArguments(),
                        0)))
                .containsExactly(Workload.of(Workload.LARGE, "URL", 100, 16).withBatch(20));
    }
}
