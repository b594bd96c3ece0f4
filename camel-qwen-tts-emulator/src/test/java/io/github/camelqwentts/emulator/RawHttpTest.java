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
package io.github.camelqwentts.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** Requests that no well-behaved client sends, and behaviour that a plain client relies on. */
class RawHttpTest extends EmulatorTestSupport {

    private static final String PING = "[{\"taskType\":\"ping\",\"ping\":true}]";
    private static final String KEY = "Authorization: Bearer key\r\n";

    @Override
    RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        // 6 MB as WAV.
        return settings.mostSilence(Duration.ofMillis(500))
                .engine(utterance -> Pcm.silence(125, SpeechEngine.SAMPLE_RATE));
    }

    @ParameterizedTest
    @CsvSource({"HEAD, /v1", "HEAD, /audio/none.mp3", "HEAD, /"})
    void answersHeadWithoutABody(String method, String path) throws Exception {
        String answer = exchange(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 40").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void reportsTheMethodOfTheApi(String method) throws Exception {
        String answer = exchange(method + " /v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405").contains("\r\nAllow: POST\r\n");
    }

    @Test
    void answersHeadOfAudioWithItsLengthAndWithoutADownload() throws Exception {
        String path = audioPath();
        emulator().inject(new Fault.Download(new Fault.Status(404)));

        String head = exchange("HEAD " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(head)
                .startsWith("HTTP/1.1 200")
                .contains("Content-Length: 6000044\r\n")
                .endsWith("\r\n\r\n");
        assertThat(get("http://127.0.0.1:" + port() + path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1\r\nHost: x\r\nConnection: close", "HTTP/1.0"})
    void audioIsWholeWhenTheConnectionIsClosedAfterIt(String version) throws Exception {
        String path = audioPath();
        for (int i = 0; i < 15; i++) {
            try (Socket socket = send("GET " + path + " " + version + "\r\n\r\n")) {
                // A client that has not read much yet when the server has sent all.
                byte[] answer = socket.getInputStream().readNBytes(100);
                while (socket.getInputStream().available() < 1000) {
                    Thread.onSpinWait();
                }

                assertThat(answer.length + socket.getInputStream().readAllBytes().length)
                        .isGreaterThan(6_000_044);
            }
        }
    }

    @Test
    void faultsStillResetTheConnection() {
        emulator().inject(new Fault.ResetBeforeWork());

        assertThatIOException()
                .isThrownBy(() -> exchange("POST /v1 HTTP/1.1\r\nHost: x\r\n" + KEY + "Content-Length: " + PING.length()
                        + "\r\n\r\n" + PING))
                .withMessageContaining("reset");
    }

    @Test
    void clientsWithoutHostGetUsableAddresses() throws Exception {
        String task = "[" + task("Hi").put("outputFormat", "WAV") + "]";

        String answer =
                exchange("POST /v1 HTTP/1.0\r\n" + KEY + "Content-Length: " + task.length() + "\r\n\r\n" + task);

        assertThat(answer).contains("\"audioURL\":\"http://127.0.0.1:" + port() + "/audio/");
    }

    @Test
    void answersExpectContinueBeforeTheBody() throws Exception {
        try (Socket socket = send("POST /v1 HTTP/1.1\r\nHost: x\r\n" + KEY + "Expect: 100-continue\r\nContent-Length: "
                + PING.length() + "\r\n\r\n")) {
            assertThat(new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 100 Continue");

            socket.getOutputStream().write(PING.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "["})
    void bodiesThatStopToArriveAreGivenUp(String begin) throws Exception {
        String answer =
                exchange("POST /v1 HTTP/1.1\r\nHost: x\r\n" + KEY + "Content-Length: 100000000\r\n\r\n" + begin);

        assertThat(answer).startsWith("HTTP/1.1 408").contains("requestTimeout");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no HTTP at all\r\n\r\n",
                "POST /v1 HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /v1 HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
                "POST /v1 HTTP/1.1\r\nHost: a b\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]",
                "POST /v1 HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]",
                "GET /audio/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "CONNECT x:80 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            })
    void malformedRequestsGetA4xx(String request) throws Exception {
        assertThat(exchange(request)).matches("(?s)HTTP/1.[01] 4.*");
    }

    @Test
    void brokenChunksEndTheConnection() throws Exception {
        assertThat(exchange("POST /v1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
                .isEmpty();
    }

    @Test
    void linesThatAreTooLongGetA4xx() throws Exception {
        assertThat(exchange("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .contains(" 414 ");
        assertThat(exchange("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .contains(" 431 ");
    }

    private String audioPath() throws Exception {
        return URI.create(answer(task("Hi").put("outputFormat", "WAV"))
                        .getJsonArray("data")
                        .getJsonObject(0)
                        .getString("audioURL"))
                .getPath();
    }

    /** Returns the response until the server closes the connection, or all of it if the connection stays open. */
    private String exchange(String request) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = send(request)) {
            socket.getInputStream().transferTo(answer);
        } catch (SocketTimeoutException e) {
            assertThat(answer.size()).as("bytes of an answer").isPositive();
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    private Socket send(String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private int port() {
        return URI.create(emulator().url()).getPort();
    }
}
