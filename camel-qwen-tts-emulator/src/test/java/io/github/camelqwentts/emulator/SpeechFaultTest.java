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
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What a client sees of each fault, and what is counted. */
class SpeechFaultTest extends SpeechServerTestSupport {

    private static final int WHOLE = 44 + 30 * FRAME;

    static Stream<Arguments> errors() {
        return Stream.of(
                arguments(SpeechFault.disguisedServerError(), 400, "{\"error\":{\"message\":\"TTS model did", 1),
                arguments(SpeechFault.stoppedRunaway(), 500, "{\"error\":{\"message\":\"Qwen3-TTS Base did not", 1),
                arguments(SpeechFault.queueFull(), 503, "{\"error\":{\"message\":\"The request queue is full.\"", 0),
                arguments(SpeechFault.errorWithStatus200(), 200, "{\"error\":{\"message\":\"TTS model did", 1),
                arguments(SpeechFault.unauthorized(), 401, "{\"error\":\"Unauthorized\"}", 0),
                arguments(SpeechFault.invalidBody(), 422, "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"Input should", 0),
                arguments(SpeechFault.badGateway(), 502, "<html><head><title>502</title>", 0));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void answersWithTheErrorOnce(SpeechFault fault, int status, String body, int started) throws Exception {
        for (String way : new String[] {"whole", "raw", "sse"}) {
            OpenAiSpeechEmulator emulator = startWith(fault);

            HttpResponse<byte[]> failed = speak(emulator, speech(emulator, way, "wav"));

            assertThat(failed.statusCode()).as(way).isEqualTo(status);
            assertThat(new String(failed.body(), StandardCharsets.UTF_8)).startsWith(body);
            assertThat(contentType(failed)).isEqualTo(body.startsWith("{") ? "application/json" : "text/html");
            assertThat(emulator.speechesStarted()).isEqualTo(started);
            assertThat(emulator.speechesInFlight()).isZero();
            assertThat(speak(emulator, speech(emulator, way, "wav")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void sendsCodeAndRetryAfter() throws Exception {
        OpenAiSpeechEmulator emulator =
                startWith(new SpeechFault.Error(429, ErrorShape.OPENAI, "No money", "insufficient_quota", "7", false));

        HttpResponse<byte[]> failed = speak(emulator, speech(emulator, "whole", "wav"));

        assertThat(json(failed).getJsonObject("error").getString("code")).isEqualTo("insufficient_quota");
        assertThat(failed.headers().firstValue("Retry-After")).hasValue("7");
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM, '{\"error\":{\"message\":\"Why\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}'",
        "OPENAI, '{\"error\":{\"message\":\"Why\",\"type\":\"BadRequestError\",\"param\":null,\"code\":null}}'",
        "ERROR_STRING, '{\"error\":\"Why\"}'",
        "DETAIL, '{\"detail\":\"Why\"}'",
        "DETAIL_OBJECT, '{\"detail\":{\"error\":\"BadRequestError\",\"message\":\"Why\",\"type\":\"invalid_request_error\"}}'",
        "DETAIL_LIST, '{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"Why\",\"type\":\"value_error\"}]}'",
        "SUCCESS_FALSE, '{\"success\":false,\"error\":\"Why\"}'",
        "OBJECT_ERROR, '{\"object\":\"error\",\"message\":\"Why\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}'",
        "CODE_AND_MESSAGE, '{\"code\":400,\"message\":\"Why\"}'",
        "MESSAGE, '{\"message\":\"Why\"}'",
        "TEXT, Why",
        "HTML, <html><head><title>400</title></head><body><h1>Why</h1></body></html>"
    })
    void shapesErrors(ErrorShape shape, String body) throws Exception {
        OpenAiSpeechEmulator emulator = startWith(new SpeechFault.Error(400, shape, "Why"));

        HttpResponse<byte[]> failed = speak(emulator, speech(emulator, "whole", "wav"));

        assertThat(new String(failed.body(), StandardCharsets.UTF_8)).isEqualTo(body);
    }

    @Test
    void shapesItsOwnErrorsAsItWasBuilt() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder().errorShape(ErrorShape.TEXT));

        HttpResponse<byte[]> refused =
                speak(emulator, speech(emulator, "whole", "wav").put("voice", "bob"));

        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).startsWith("Invalid voice 'bob'");
        assertThat(contentType(refused)).startsWith("text/plain");
    }

    @ParameterizedTest
    @CsvSource({"whole, true, 1", "raw, true, 1", "sse, true, 1", "whole, false, 0", "raw, false, 0"})
    void closesTheConnectionWithoutAnAnswer(String way, boolean afterWork, int started) {
        OpenAiSpeechEmulator emulator = startWith(new SpeechFault.NoAnswer(afterWork));

        assertThatIOException().isThrownBy(() -> speak(emulator, speech(emulator, way, "wav")));

        assertThat(emulator.speechesStarted()).isEqualTo(started);
        assertThat(emulator.speechesAborted()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "raw", "sse"})
    void sendsNothingWithStatus200(String way) throws Exception {
        OpenAiSpeechEmulator emulator = startWith(new SpeechFault.EmptyBody());

        HttpResponse<byte[]> response = speak(emulator, speech(emulator, way, "wav"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "raw", "sse"})
    void endsCleanlyAfterTheFirstChunk(String way) throws Exception {
        OpenAiSpeechEmulator emulator = startWith(new SpeechFault.FirstChunkOnly());

        assertThat(audio(way, speak(emulator, speech(emulator, way, "wav")))).hasSize(44 + FRAME);
    }

    @ParameterizedTest
    @CsvSource({
        "whole, 0",
        "whole, 5000",
        "whole, 9999999",
        "raw, 0",
        "raw, 20",
        "raw, 5000",
        "raw, 9999999",
        "sse, 500"
    })
    void breaksAfterBytes(String way, int bytes) throws Exception {
        OpenAiSpeechEmulator emulator = startWith(new SpeechFault.BreakAfter(bytes));

        // Clients may drop what they received before the end.
        String answer = exchange(emulator, speech(emulator, way, "wav"));
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);

        assertThat(way.equals("whole") ? body.length() : unchunked(body)).isEqualTo(Math.min(bytes, WHOLE - 1));
        assertThat(body).doesNotEndWith("0\r\n\r\n");
        assertThatIOException().isThrownBy(() -> {
            emulator.inject(new SpeechFault.BreakAfter(bytes));
            speak(emulator, speech(emulator, way, "wav"));
        });
        await().atMost(Duration.ofSeconds(10)).until(() -> emulator.speechesInFlight() == 0);
        assertThat(emulator.speechesStarted()).isEqualTo(2);
        assertThat(emulator.speechesCompleted() + emulator.speechesAborted()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "raw"})
    void hangsBeforeHeadersUntilTheClientCloses(String way) {
        OpenAiSpeechEmulator emulator = startWith(new SpeechFault.HangBeforeHeaders());

        CompletableFuture<?> call = speakLater(emulator, speech(emulator, way, "wav"));
        await().atMost(Duration.ofSeconds(10)).until(() -> emulator.speechesInFlight() == 1);
        assertThat(call).isNotDone();
        call.cancel(true);

        await().atMost(Duration.ofSeconds(1)).until(() -> emulator.speechesAborted() == 1);
    }

    @ParameterizedTest
    @CsvSource({"whole, 5000", "raw, 0", "raw, 5000", "sse, 500"})
    void hangsAfterBytesUntilTheClientCloses(String way, int bytes) throws Exception {
        OpenAiSpeechEmulator emulator = startWith(new SpeechFault.HangAfter(bytes));

        InputStream body = open(emulator, speech(emulator, way, "wav")).body();
        assertThat(body.readNBytes(bytes)).hasSize(bytes);
        assertThat(body.available()).isZero();
        assertThat(emulator.speechesInFlight()).isOne();
        body.close();

        await().atMost(Duration.ofSeconds(1)).until(() -> emulator.speechesAborted() == 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void sendsAnErrorEventAfterDeltas(int deltas) throws Exception {
        OpenAiSpeechEmulator emulator = startWith(new SpeechFault.SseErrorAfter(deltas));

        speak(emulator, speech(emulator, "raw", "wav"));
        List<JsonObject> events = events(speak(emulator, speech(emulator, "sse", "wav")));

        assertThat(events).hasSize(deltas + 1);
        JsonObject last = events.get(deltas);
        assertThat(last.getString("type")).isEqualTo("speech.audio.error");
        assertThat(last.getJsonObject("error").getBoolean("partial_audio", false))
                .isEqualTo(deltas > 0);
    }

    @Test
    void endsEventsWithoutTheLastOne() throws Exception {
        OpenAiSpeechEmulator emulator = startWith(new SpeechFault.SseWithoutEnd());

        assertThat(events(speak(emulator, speech(emulator, "sse", "wav"))))
                .extracting(event -> event.getString("type"))
                .containsOnly("speech.audio.delta");
        assertThat(events(speak(emulator, speech(emulator, "sse", "wav"))))
                .last()
                .extracting(event -> event.getString("type"))
                .isEqualTo("speech.audio.done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "raw"})
    void runsAwayUpToTheBudget(String way) throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());
        emulator.inject(new SpeechFault.Runaway(), 2);

        assertThat(speak(emulator, speech(emulator, way, "pcm").put("max_new_tokens", 300))
                        .body())
                .hasSize(300 * FRAME);
        assertThat(speak(emulator, speech(emulator, way, "pcm")).body()).hasSize(4096 * FRAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "raw"})
    void sendsAnOddByte(String way) throws Exception {
        OpenAiSpeechEmulator emulator = startWith(new SpeechFault.OddByte());

        assertThat(speak(emulator, speech(emulator, way, "pcm")).body()).hasSize(30 * FRAME + 1);
    }

    @Test
    void splitsTheHeaderAtEachOffset() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());
        byte[] unsplit = speak(emulator, speech(emulator, "raw", "wav")).body();
        for (int offset = 1; offset <= 43; offset++) {
            emulator.inject(new SpeechFault.SplitAt(offset));
            String answer = exchange(emulator, speech(emulator, "raw", "wav"));

            String chunk = Integer.toHexString(offset) + "\r\n"
                    + new String(unsplit, 0, offset, StandardCharsets.ISO_8859_1) + "\r\n";
            assertThat(answer).contains("\r\n\r\n" + chunk);
        }
        emulator.inject(new SpeechFault.SplitAt(3));
        assertThat(speak(emulator, speech(emulator, "raw", "wav")).body()).isEqualTo(unsplit);
        emulator.inject(new SpeechFault.SplitAt(3));
        assertThat(speak(emulator, speech(emulator, "whole", "wav")).body()).hasSize(WHOLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "raw", "sse"})
    void sendsAnotherContentTypeOrNone(String way) throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());
        emulator.inject(new SpeechFault.ContentType(null), request -> "none".equals(request.at("input")));
        emulator.inject(new SpeechFault.ContentType("video/mp4"), request -> "other".equals(request.at("input")));

        assertThat(speak(emulator, speech(emulator, way, "wav").put("input", "none"))
                        .headers()
                        .map())
                .doesNotContainKey("content-type");
        assertThat(contentType(speak(emulator, speech(emulator, way, "wav").put("input", "other"))))
                .isEqualTo("video/mp4");
    }

    @Test
    void closesAReusedConnectionOnly() throws Exception {
        OpenAiSpeechEmulator emulator = startWith(new SpeechFault.StaleConnection());
        String body = speech(emulator, "whole", "wav").encode();
        String request = "POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(emulator))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String head = "";
            while (!head.endsWith("\r\n\r\n")) {
                head += (char) socket.getInputStream().read();
            }
            assertThat(head).startsWith("HTTP/1.1 200");
            socket.getInputStream().readNBytes(WHOLE);

            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(emulator.speechesStarted()).isOne();
    }

    @Test
    void closesConnectionsThatAreNotUsed() throws Exception {
        OpenAiSpeechEmulator emulator =
                start(builder().keepAlive(Duration.ofMillis(200)).latency(Duration.ofMillis(600)));
        String body = speech(emulator, "whole", "wav").encode();
        String request = "POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(emulator))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((request + request).getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().readAllBytes().length).isGreaterThan(2 * WHOLE);
        }
        assertThat(emulator.speechesCompleted()).isEqualTo(2);
    }

    @Test
    void strikesTheNextRequestsThatTheRulesAccept() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());
        emulator.inject(SpeechFault.badGateway(), 2);

        assertThat(speak(emulator, speech(emulator, "whole", "wav").put("input", ""))
                        .statusCode())
                .isEqualTo(400);
        assertThat(speak(emulator, speech(emulator, "whole", "wav")).statusCode())
                .isEqualTo(502);
        assertThat(speak(emulator, speech(emulator, "whole", "wav")).statusCode())
                .isEqualTo(502);
        assertThat(speak(emulator, speech(emulator, "whole", "wav")).statusCode())
                .isEqualTo(200);
        emulator.inject(SpeechFault.badGateway());
        emulator.clearFaults();
        assertThat(speak(emulator, speech(emulator, "whole", "wav")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void reportsAPredicateThatThrows() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());
        emulator.inject(SpeechFault.badGateway(), request -> {
            throw new IllegalStateException("oops");
        });

        HttpResponse<byte[]> failed = speak(emulator, speech(emulator, "whole", "wav"));

        assertThat(failed.statusCode()).isEqualTo(400);
        assertThat(new String(failed.body(), StandardCharsets.UTF_8)).contains("oops");
    }

    @Test
    void rejectsFaultsWithoutEffect() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SpeechFault.Error(99, ErrorShape.TEXT, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> new SpeechFault.BreakAfter(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SpeechFault.HangAfter(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SpeechFault.SseErrorAfter(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SpeechFault.SplitAt(0));
        OpenAiSpeechEmulator emulator = start(builder());
        assertThatIllegalArgumentException().isThrownBy(() -> emulator.inject(SpeechFault.queueFull(), 0));
    }

    private OpenAiSpeechEmulator startWith(SpeechFault fault) {
        OpenAiSpeechEmulator emulator = start(builder());
        emulator.inject(fault);
        return emulator;
    }

    private static JsonObject speech(OpenAiSpeechEmulator emulator, String way, String format) {
        JsonObject body = speech(emulator, format);
        return switch (way) {
            case "raw" -> body.put("stream", true).put("stream_format", "audio");
            case "sse" -> body.put("stream", true);
            default -> body;
        };
    }

    /** All that the server sends on a connection that it closes after the answer. */
    private static String exchange(OpenAiSpeechEmulator emulator, JsonObject body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(emulator))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: "
                                    + body.encode().length() + "\r\n\r\n" + body.encode())
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The number of bytes in the chunks of a body. */
    private static int unchunked(String body) {
        int length = 0;
        for (int at = 0; at < body.length(); ) {
            int end = body.indexOf("\r\n", at);
            int size = Integer.parseInt(body.substring(at, end), 16);
            length += size;
            at = end + 2 + size + 2;
        }
        return length;
    }

    private static byte[] audio(String way, HttpResponse<byte[]> response) throws IOException {
        if (!way.equals("sse")) {
            return response.body();
        }
        ByteArrayOutputStream audio = new ByteArrayOutputStream();
        for (JsonObject event : events(response)) {
            audio.write(Base64.getDecoder().decode(event.getString("audio", "")));
        }
        return audio.toByteArray();
    }

    private static List<JsonObject> events(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> new JsonObject(line.substring("data: ".length())))
                .toList();
    }

    private static int port(OpenAiSpeechEmulator emulator) {
        return URI.create(emulator.baseUrl()).getPort();
    }
}
