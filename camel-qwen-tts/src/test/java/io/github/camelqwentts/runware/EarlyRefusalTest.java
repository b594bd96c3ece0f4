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
package io.github.camelqwentts.runware;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that refuses a large request after its head, and closes with most of it unread. */
@Timeout(60)
class EarlyRefusalTest {

    private static final String REFUSAL =
            "HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    @AutoClose
    private final TestTransport transport = new TestTransport();

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @RepeatedTest(20)
    void isReportedWithTheStatusAndNotAsABrokenPipe() throws Exception {
        byte[] sample = new byte[6_000_000];
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> refuse(server));
            RunwareOptions options = RunwareOptions.builder()
                    .apiKey("key")
                    .baseUrl("http://127.0.0.1:" + server.getLocalPort() + "/v1")
                    .maxRetries(0)
                    .build();
            SpeechRequest request = SpeechRequest.builder()
                    .text("Hello")
                    .model("alibaba:qwen@3-tts-1.7b-base")
                    .voice(Voice.CLONE)
                    .xVectorOnly(true)
                    .referenceAudio(ReferenceAudio.ofContent(() -> new ByteArrayInputStream(sample)))
                    .build();

            assertThat(new RunwareClient(transport.http(), options).synthesize(List.of(request)))
                    .succeedsWithin(Duration.ofSeconds(20))
                    .satisfies(results -> assertThat(
                                    results.get(0).failure().getError().httpStatus())
                            .isEqualTo(413));
        }
    }

    private static void refuse(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[1_000]);
                socket.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            } catch (IOException e) {
                // The client gave up, or the test is over.
            }
        }
    }
}
