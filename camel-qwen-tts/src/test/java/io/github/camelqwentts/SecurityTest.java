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

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedRequest;
import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a hostile answer or message cannot do; more of it stands in {@link DownloadTest} and {@link SecretsTest}. */
class SecurityTest extends SilentTestSupport {

    private static final int LIMIT = 1_000_000;

    @TempDir
    private Path spools;

    @Override
    protected void prepare(CamelContext made) {
        made.getStreamCachingStrategy().setSpoolDirectory(spools.toFile());
    }

    @Test
    void aRedirectOfTheApiIsNotFollowedSoThatNobodyElseGetsTheKey() {
        try (RunwareEmulator other = RunwareEmulator.builder().build().start()) {
            emulator().inject(new Fault.Redirect(other.url()), task -> true);

            Exchange exchange = send("qwen-tts:synthesize?maxRetries=1", "Hello");

            assertThat(exchange.getException()).isNotNull();
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void aRedirectOfAudioToAnotherHostIsFollowedWithTlsAndWithoutTheKey() {
        component().getConfiguration().setSslContextParameters(TlsFront.trust());
        try (RunwareEmulator other =
                        RunwareEmulator.builder().engine(SHORT_SILENCE).build().start();
                TlsFront tls = new TlsFront(URI.create(other.url()).getPort())) {
            String audio = send("qwen-tts:synthesize?download=false&baseUrl=" + other.url(), "Hello")
                    .getMessage()
                    .getBody(String.class);
            String throughTls =
                    "https://localhost:" + tls.port() + URI.create(audio).getPath();
            emulator().inject(new Fault.Download(new Fault.Redirect(throughTls)), task -> true);

            Exchange exchange = send("qwen-tts:synthesize", "Hello");

            assertThat(exchange.getException()).isNull();
            assertThat(other.requests())
                    .filteredOn(request -> "GET".equals(request.method()))
                    .singleElement()
                    .extracting(RecordedRequest::headers)
                    .satisfies(headers -> assertThat(headers)
                            .doesNotContainKeys("authorization", "cookie")
                            .doesNotContainValue(KEY));
        }
    }

    @Test
    void anAnswerWithoutAnEndIsCutOffAtMaxAudioSize() throws Exception {
        AtomicLong mostOnDisk = new AtomicLong();
        try (ServerSocket endless = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Background.run(() -> pour(endless, mostOnDisk));

            Exchange exchange = send(
                    "qwen-tts:synthesize?maxRetries=0&spoolThreshold=1&maxAudioSize=" + LIMIT
                            + "&baseUrl=http://127.0.0.1:" + endless.getLocalPort() + "/v1",
                    "Hello");

            assertThat(exchange.getException()).hasMessageContaining("larger than maxAudioSize=" + LIMIT + " bytes");
        }
        assertThat(mostOnDisk.get()).isPositive().isLessThanOrEqualTo(LIMIT);
        assertThat(spools.toFile().listFiles(File::isFile)).isEmpty();
    }

    static Stream<String> headers() {
        return Metadata.headers().keySet().stream().filter(name -> name.startsWith("CamelQwenTts"));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aHeaderOfAMessageAddsNoneToTheRequest(String header) {
        String evil = "https://example.org/\r\nX-Evil: 1";

        send("qwen-tts:synthesize?maxRetries=0", "Hello", Map.of(header, evil));

        assertOnlyOurHeaders();
    }

    @Test
    void noOtherHeaderOfAMessageReachesTheApi() {
        Map<String, Object> headers = new HashMap<>();
        headers.put("X-Evil", "1");
        headers.put("Authorization", "Bearer stolen");
        headers.put("Host", "example.org");
        headers.put("Cookie", "a=b");
        headers.put(Exchange.HTTP_URI, "http://127.0.0.1:9/");
        headers.put(Exchange.HTTP_METHOD, "DELETE");

        Exchange exchange = send("qwen-tts:synthesize", "Hello", headers);

        assertThat(exchange.getException()).isNull();
        assertOnlyOurHeaders();
    }

    private void assertOnlyOurHeaders() {
        assertThat(emulator().requests()).allSatisfy(request -> {
            assertThat(request.headers().keySet())
                    .isSubsetOf("host", "connection", "user-agent", "content-type", "content-length", "authorization");
            assertThat(request.headers().getOrDefault("authorization", "Bearer " + KEY))
                    .isEqualTo("Bearer " + KEY);
            assertThat(request.headers().get("host")).startsWith("127.0.0.1:");
        });
    }

    private void pour(ServerSocket server, AtomicLong mostOnDisk) {
        try (Socket client = server.accept()) {
            client.getInputStream().read(new byte[8192]);
            OutputStream out = client.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("2000\r\n" + "a".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(chunk);
                mostOnDisk.accumulateAndGet(sizeOnDisk(), Math::max);
            }
        } catch (IOException e) {
            // The client has had enough, as it should.
        }
    }

    private long sizeOnDisk() {
        File[] files = spools.toFile().listFiles(File::isFile);
        return files == null ? 0 : Stream.of(files).mapToLong(File::length).sum();
    }
}
