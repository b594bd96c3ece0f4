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
package io.github.camelqwentts.examples.studio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that no page of the studio sends get an answer soon, and never a 5xx. */
@Timeout(60)
@SuppressWarnings("UnicodeEscape") // a blank that Spring does not strip
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "RUNWARE_API_KEY=\u0020",
            "camel.main.run-controller=false",
            "studio.emulator-work=0s",
            "server.tomcat.connection-timeout=1s"
        })
class DoorkeeperTest extends StudioTestSupport {

    private static final String FORM = "{\"text\":\"Hello.\"}";

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:PORT", "localhost:PORT", "LOCALHOST:PORT", "[::1]:PORT", "localhost"})
    void acceptsItsOwnHostNames(String host) throws Exception {
        assertThat(exchange("GET / HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200");
        assertThat(exchange("POST /api/speech HTTP/1.1", "Host: " + host, "Origin: http://" + host, form(FORM)))
                .startsWith("HTTP/1.1 202");
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, ",
        "evil.example:PORT, http://evil.example:PORT",
        "127.0.0.1.evil.example, ",
        "127.0.0.1@evil.example, ",
        "evil.example/127.0.0.1, ",
        "0.0.0.0:PORT, ",
        "127.0.0.1:PORT, http://evil.example",
        "127.0.0.1:PORT, null",
        "127.0.0.1:PORT, http://127.0.0.1:1",
        "127.0.0.1:PORT, http://localhost:PORT",
        "127.0.0.1:PORT, http://evil.example/://127.0.0.1:PORT",
        "127.0.0.1:PORT, not an origin"
    })
    void foreignHostsAndOriginsAreRefused(String host, String origin) throws Exception {
        int before = emulator.requests().size();
        String from = origin == null ? "X: none" : "Origin: " + origin;

        assertThat(exchange("POST /api/speech HTTP/1.1", "Host: " + host, from, form(FORM)))
                .matches("(?s)HTTP/1.1 40[03] .*");
        assertThat(exchange("GET /api/options HTTP/1.1", "Host: " + host, from)).matches("(?s)HTTP/1.1 40[03] .*");

        assertThat(emulator.requests()).hasSize(before);
    }

    @Test
    void requestsWithoutHostAreRefused() throws Exception {
        assertThat(exchange("GET / HTTP/1.0", "X: none")).matches("(?s)HTTP/1.1 40[03] .*");
    }

    @ParameterizedTest
    @ValueSource(longs = {524_289, 100_000_000, Long.MAX_VALUE})
    void aBodyThatIsTooLargeIsRefusedBeforeItIsSent(long length) throws Exception {
        String answer = exchange(
                "POST /api/speech HTTP/1.1", host(), "Content-Type: application/json", "Content-Length: " + length);

        assertThat(answer).startsWith("HTTP/1.1 413");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 524_288})
    void givesUpABodyThatDoesNotArrive(int length) throws Exception {
        String answer = exchange(
                "POST /api/speech HTTP/1.1", host(), "Content-Type: application/json", "Content-Length: " + length);

        assertThat(answer).matches("(?s)(HTTP/1.1 4.*)?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "1",
                "true",
                "\"text\"",
                "{",
                "{}",
                "{\"text\":null}",
                "{\"text\":[]}",
                "{\"text\":{}}",
                "{\"text\":\"x\",\"speed\":\"fast\"}",
                "{\"text\":\"x\",\"numberResults\":99999999999}",
                "{\"text\":\"x\",\"speed\":1e999}",
                "{\"text\":\"x\",\"numberResults\":1.5}",
                "\u0000\u0000\u0000\u0000",
                "\u00fe\u00ff\u00d8\u0000",
                "\u0000\u0011\u0000\u0000",
                "{\"text\":\"\u00ff\"}",
                "{\"text\":\"\\ud800\"}"
            })
    void rejectsABodyThatIsNotAForm(String body) throws Exception {
        String answer = exchange("POST /api/speech HTTP/1.1", host(), form(body));

        assertThat(answer).startsWith("HTTP/1.1 400");
    }

    @Test
    void rejectsTooDeeplyNestedJson() throws Exception {
        assertThat(exchange("POST /api/speech HTTP/1.1", host(), form("[".repeat(60_000))))
                .startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/speech",
                "PUT /api/speech",
                "GET /api/speech",
                "DELETE /api/options",
                "PATCH /",
                "TRACE /",
                "GET /api/speech/x/events",
                "GET /api/speech/x/events?results=1&format=MP3",
                "GET /api/speech/7a687894-17db-4452-a7c4-87929a5f31a7/events",
                "GET /api/speech/7a687894-17db-4452-a7c4-87929a5f31a7/events?results=x&format=MP3",
                "GET /api/speech/7a687894-17db-4452-a7c4-87929a5f31a7/audio/0",
                "GET /api/speech/7a687894-17db-4452-a7c4-87929a5f31a7/audio/x?format=MP3",
                "GET /api/speech/7a687894-17db-4452-a7c4-87929a5f31a7/audio/-1?format=MP3",
                "GET /api/speech/x/audio/0?format=MP3",
                "GET /api/speech/%00/audio/0?format=MP3",
                "GET /%zz",
                "GET /none",
                "HEAD /",
                "HEAD /api/options",
                "OPTIONS /api/speech"
            })
    void requestsThatThePageNeverSendsGetNo5xx(String request) throws Exception {
        String answer = exchange(request + " HTTP/1.1", host(), "Last-Event-ID: x", "Content-Length: 0");

        assertThat(answer).matches("(?s)HTTP/1.1 [24]\\d\\d .*").doesNotContain("internalError");
    }

    private String host() {
        return "Host: 127.0.0.1:" + port;
    }

    private static String form(String body) {
        return "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** All that comes back until the server closes the connection, which it must soon. */
    private String exchange(String requestLine, String... lines) throws IOException {
        String head = requestLine + "\r\nConnection: close\r\n" + String.join("\r\n", lines);
        String request = head.replace("PORT", String.valueOf(port)) + (head.contains("\r\n\r\n") ? "" : "\r\n\r\n");
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().transferTo(answer);
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }
}
