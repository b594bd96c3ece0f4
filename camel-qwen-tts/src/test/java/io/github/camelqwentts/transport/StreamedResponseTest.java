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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.camelqwentts.speech.GrowingAudio;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechStreamException;
import io.github.camelqwentts.speech.TaskListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Responses that are read while a server still sends them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StreamedResponseTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nTransfer-Encoding: chunked\r\n\r\n";

    @TempDir
    private Path directory;

    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final ExecutorService listeners = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private ServerSocket server;
    private HttpTransport transport;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout((int) LONG.toMillis());
        transport = new HttpTransport(
                new HttpSettings(Duration.ofSeconds(5), 10, null, null, null, false),
                new SpoolSettings(1 << 20, directory::toFile),
                worker,
                scheduler);
    }

    @AfterEach
    void disconnect() throws IOException {
        transport.close(Duration.ZERO);
        server.close();
        Stream.of(worker, listeners, scheduler).forEach(ExecutorService::shutdownNow);
    }

    @Test
    void givesEachChunkBeforeTheNextIsSent() throws Exception {
        Call call = call(LONG);
        Connection connection = accept();
        connection.send(CHUNKED + "3\r\nabc\r\n");

        StreamedResponse response = call.response.get(1, TimeUnit.MINUTES);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type")).isEqualTo("audio/wav");
        GrowingAudio audio = response.body().audio(null);
        InputStream in = audio.open();
        assertThat(in.readNBytes(3)).asString(StandardCharsets.US_ASCII).isEqualTo("abc");
        connection.send("2\r\nde\r\n");
        assertThat(in.readNBytes(2)).asString(StandardCharsets.US_ASCII).isEqualTo("de");
        connection.send("0\r\n\r\n");

        assertThat(in.read()).isEqualTo(-1);
        assertThat(audio.bytes()).asString(StandardCharsets.US_ASCII).isEqualTo("abcde");
        assertThat(call.over).succeedsWithin(LONG);
    }

    @Test
    void sendsHeadersAndBody() throws Exception {
        call(LONG);

        String request = accept().request;

        assertThat(request)
                .startsWith("POST /v1/audio/speech HTTP/1.1")
                .containsIgnoringCase("authorization: Bearer key")
                .containsIgnoringCase("content-type: application/json")
                .endsWith("{}");
    }

    @Test
    void failsReadersOfAChunkedBodyThatIsCut() throws Exception {
        Begun begun = begin(LONG);
        InputStream in = begun.body.audio(null).open();
        assertThat(begun.body.available(3)).succeedsWithin(LONG);

        begun.connection.close();

        assertThat(in.readNBytes(3)).hasSize(3);
        assertThatExceptionOfType(SpeechStreamException.class)
                .isThrownBy(in::read)
                .satisfies(failure -> assertThat(failure.getError().kind()).isEqualTo(Kind.CONNECTION));
        assertThat(begun.call.over).failsWithin(LONG);
    }

    @Test
    void failsReadersOfABodyThatIsShorterThanItsLength() throws Exception {
        Call call = call(LONG);
        Connection connection = accept();
        connection.send("HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: 10\r\n\r\nabc");
        GrowingSpool body = call.response.get(1, TimeUnit.MINUTES).body();
        InputStream in = body.audio(null).open();
        assertThat(body.available(3)).succeedsWithin(LONG);

        connection.close();

        assertThat(in.readNBytes(3)).hasSize(3);
        assertThatExceptionOfType(SpeechStreamException.class).isThrownBy(in::read);
    }

    @Test
    void givesTheBodyOfAnErrorWhenItIsWhole() throws Exception {
        Call call = call(LONG);
        accept().send("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nfull");

        StreamedResponse response = call.response.get(1, TimeUnit.MINUTES);
        response.body().whole().get(1, TimeUnit.MINUTES);

        assertThat(response.isSuccess()).isFalse();
        assertThat(response.delay(Clock.systemUTC())).isEqualTo(Duration.ofSeconds(7));
        assertThat(response.body().head(100))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("full");
    }

    @Test
    void failsWithoutAResponse() throws Exception {
        Call call = call(LONG);
        accept().close();

        assertThat(call.response)
                .failsWithin(LONG)
                .withThrowableThat()
                .havingRootCause()
                .withMessageContaining("onnection");
        assertThat(call.over).failsWithin(LONG);
    }

    @Test
    void closesTheConnectionWhenTheAudioIsClosed() throws Exception {
        Begun begun = begin(LONG);
        GrowingAudio audio = begun.body.audio(null);

        audio.close();

        assertThat(begun.connection.isClosedByPeer()).isTrue();
    }

    @Test
    void closesTheConnectionWhenTheLastReaderIsClosed() throws Exception {
        Begun begun = begin(LONG);
        GrowingAudio audio = begun.body.audio(null);

        audio.open().close();

        assertThat(begun.connection.isClosedByPeer()).isTrue();
        assertThat(audio.whole()).failsWithin(LONG);
    }

    @Test
    void closesTheConnectionWhenTheCallIsCancelledBeforeTheResponse() throws Exception {
        Call call = call(LONG);
        Connection connection = accept();

        call.response.cancel(true);

        assertThat(connection.isClosedByPeer()).isTrue();
    }

    @Test
    void closesTheConnectionAtTheDeadline() throws Exception {
        Begun begun = begin(Duration.ofSeconds(1));
        InputStream in = begun.body.audio(null).open();

        assertThatExceptionOfType(SpeechStreamException.class)
                .isThrownBy(in::readAllBytes)
                .satisfies(failure -> assertThat(failure.getError().kind()).isEqualTo(Kind.TIMEOUT));
        assertThat(begun.connection.isClosedByPeer()).isTrue();
    }

    @Test
    void waitsForTheBodyWhenTheTransportIsClosed() throws Exception {
        Begun begun = begin(LONG);
        GrowingAudio audio = begun.body.audio(null);

        Future<?> closed = listeners.submit(() -> transport.close(LONG));
        begun.connection.send("2\r\nde\r\n0\r\n\r\n");

        assertThat(audio.bytes()).hasSize(5);
        assertThat(closed).succeedsWithin(LONG);
    }

    @Test
    void receivesWhileAReaderDoesNotRead() throws Exception {
        Begun begun = begin(LONG);
        GrowingAudio audio = begun.body.audio(null);
        InputStream slow = audio.open();

        byte[] chunk = new byte[1 << 20];
        for (int i = 0; i < 8; i++) {
            begun.connection.send("100000\r\n");
            begun.connection.send(chunk);
            begun.connection.send("\r\n");
        }
        begun.connection.send("0\r\n\r\n");

        assertThat(audio.whole()).succeedsWithin(LONG);
        assertThat(audio.inMemory()).isFalse();
        assertThat(slow.readAllBytes()).hasSize(3 + (8 << 20));
    }

    /** Starts a call, and sends the first three bytes of its audio. */
    private Begun begin(Duration timeout) throws Exception {
        Call call = call(timeout);
        Connection connection = accept();
        connection.send(CHUNKED + "3\r\nabc\r\n");
        return new Begun(
                call, connection, call.response.get(1, TimeUnit.MINUTES).body());
    }

    private Call call(Duration timeout) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1/audio/speech");
        SpoolWriter json = new SpoolWriter(transport.spools(), 100, 2);
        json.write("{}".getBytes(StandardCharsets.US_ASCII));
        Spool body = json.toSpool();
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<StreamedResponse> response = transport
                .calls()
                .runStream(
                        timeout,
                        TaskListener.NONE,
                        scope -> transport.stream(address, Map.of("Authorization", "Bearer key"), body, 1 << 26, scope),
                        received -> received.body().whole(),
                        received -> received.body().discard());
        response.whenComplete((received, failure) -> {
            if (failure != null) {
                over.completeExceptionally(failure);
            } else {
                received.body().whole().whenComplete((whole, reason) -> {
                    if (reason == null) {
                        over.complete(null);
                    } else {
                        over.completeExceptionally(reason);
                    }
                });
            }
        });
        return new Call(response, over);
    }

    private Connection accept() throws IOException {
        Socket socket = server.accept();
        socket.setSoTimeout((int) LONG.toMillis());
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        StringBuilder request = new StringBuilder();
        String line = reader.readLine();
        while (!line.isEmpty()) {
            request.append(line).append('\n');
            line = reader.readLine();
        }
        request.append((char) reader.read()).append((char) reader.read());
        return new Connection(socket, reader, request.toString());
    }

    private record Call(CompletableFuture<StreamedResponse> response, CompletableFuture<Void> over) {}

    /** A call whose response has begun. */
    private record Begun(Call call, Connection connection, GrowingSpool body) {}

    /** The server's side of a connection, after the request was read. */
    private record Connection(Socket socket, BufferedReader in, String request) {

        void send(String ascii) throws IOException {
            send(ascii.getBytes(StandardCharsets.US_ASCII));
        }

        void send(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        boolean isClosedByPeer() {
            try {
                return in.read() < 0;
            } catch (IOException e) {
                return !(e instanceof SocketTimeoutException);
            }
        }

        void close() throws IOException {
            socket.close();
        }
    }
}
