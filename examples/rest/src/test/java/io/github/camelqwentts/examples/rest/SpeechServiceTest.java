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
package io.github.camelqwentts.examples.rest;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The service in a process of its own, as its command starts it. */
@Timeout(120)
class SpeechServiceTest {

    @RegisterExtension
    private static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

    @TempDir
    private static Path folder;

    private static Process service;
    private static int port;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void startService() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        service = start(
                "a-key",
                "log",
                "-Dcamel.component.qwen-tts.base-url=" + RUNWARE.emulator().url());
        awaitService(service, port);
    }

    @AfterAll
    static void stopService() throws Exception {
        service.destroy();
        assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void speaksTheTextOfAUrl() throws Exception {
        HttpResponse<byte[]> response = get("?text=Hello%20there.%20Gr%C3%BC%C3%9Fe!&other=value");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("audio/mpeg");
        assertThat(response.headers().map()).doesNotContainKeys("text", "other");
        assertThat(response.body()).hasSizeGreaterThan(4_000);
        assertThat(response.body()[0])
                .as("the first byte of a frame's sync word")
                .isEqualTo((byte) 0xff);
        assertThat(spoken("text")).isEqualTo("Hello there. Grüße!");
        assertThat(spoken("voice")).isEqualTo("ryan");
    }

    @Test
    void speaksThePostedTextWithTheVoiceOfTheUrl() throws Exception {
        HttpResponse<byte[]> response = post("?voice=sohee", "Grüße, \"all\" of you.\nGoodbye.");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).hasSizeGreaterThan(4_000);
        assertThat(spoken("text")).isEqualTo("Grüße, \"all\" of you.\nGoodbye.");
        assertThat(spoken("voice")).isEqualTo("sohee");
    }

    @Test
    void speaksTheTextOfAForm() throws Exception {
        HttpResponse<byte[]> response = form("text=Hello+there.+Gr%C3%BC%C3%9Fe%21&voice=vivian");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(spoken("text")).isEqualTo("Hello there. Grüße!");
        assertThat(spoken("voice")).isEqualTo("vivian");
    }

    @Test
    void reportsThatAFormHasNoText() throws Exception {
        HttpResponse<byte[]> response = form("Hello.");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), UTF_8)).startsWith("text (body) is not set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''               | '' | text (body) is not valid: must not be blank",
                "?text=%20        | '' | text (body) is not valid: must not be blank",
                "?voice=bob       | x  | voice=bob (header CamelQwenTtsVoice)"
            })
    void reportsInvalidInputInWords(String query, String text, String words) throws Exception {
        HttpResponse<byte[]> response = post(query, text);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(new String(response.body(), UTF_8))
                .startsWith(words)
                .endsWith("\n")
                .hasLineCount(1);
        assertThat(RUNWARE.emulator().requests()).isEmpty();
    }

    @Test
    void rejectsBytesThatAreNotText() throws Exception {
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(url(""))
                .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff})));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), UTF_8)).startsWith("text (body)");
        assertThat(RUNWARE.emulator().requests()).isEmpty();
    }

    @Test
    void rejectsTextsThatAreTooLargeAndOtherMethods() throws Exception {
        assertThat(post("", "x".repeat(100_001)).statusCode()).isEqualTo(413);
        assertThat(send(HttpRequest.newBuilder(url("")).DELETE()).statusCode()).isEqualTo(405);
        assertThat(RUNWARE.emulator().requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"contentPolicyViolation, 400", "invalidApiKey, 503"})
    void reportsWhyTheApiDidNotSpeak(String code, int status) throws Exception {
        RUNWARE.emulator().inject(new Fault.TaskError(code, "This is not to be said"));

        HttpResponse<byte[]> response = post("", "Something bad.");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new String(response.body(), UTF_8)).contains("This is not to be said");
    }

    @Test
    void saysAtOnceWhatItDoesAndThatTheEmulatorSpeaks() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        Process other = start("", "other.log", "-Dport=" + free);

        try {
            awaitService(other, free);
            assertThat(client.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + free + "/speak?text=Hello"))
                                            .build(),
                                    BodyHandlers.ofByteArray())
                            .body())
                    .hasSizeGreaterThan(1_000);
            assertThat(folder.resolve("other.log"))
                    .content()
                    .contains(
                            "http://127.0.0.1:" + free + "/speak?text=Hello", "Ctrl+C stops", "local emulator speaks");
        } finally {
            other.destroy();
        }
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsWithOneLineIfThePortIsInUse() throws Exception {
        Process second = start("", "second.log", "-Dport=" + port);

        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isOne();
        assertThat(folder.resolve("second.log"))
                .content()
                .isEqualToIgnoringNewLines("Port " + port + " is in use; choose another one with -Dport=");
    }

    private static Object spoken(String field) {
        return RUNWARE.emulator().requests().get(0).tasks().get(0).at("speech", field);
    }

    private HttpResponse<byte[]> get(String query) throws Exception {
        return send(HttpRequest.newBuilder(url(query)));
    }

    private HttpResponse<byte[]> post(String query, String text) throws Exception {
        return send(HttpRequest.newBuilder(url(query))
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(BodyPublishers.ofString(text)));
    }

    private HttpResponse<byte[]> form(String fields) throws Exception {
        return send(HttpRequest.newBuilder(url(""))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields)));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofByteArray());
    }

    private static URI url(String query) {
        return URI.create("http://127.0.0.1:" + port + "/speak" + query);
    }

    private static Process start(String key, String log, String... properties) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Dport=" + port);
        command.addAll(List.of(properties));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SpeechService.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile());
        builder.environment().put("RUNWARE_API_KEY", key);
        return builder.start();
    }

    /** Waits until the service rejects a request, which it does without the API. */
    private static void awaitService(Process process, int port) throws Exception {
        HttpRequest blank = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/speak"))
                .timeout(Duration.ofSeconds(30))
                .build();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            if (!process.isAlive()) {
                return true;
            }
            return HttpClient.newHttpClient()
                            .send(blank, BodyHandlers.discarding())
                            .statusCode()
                    == 400;
        });
        assertThat(process.isAlive()).as(() -> logs()).isTrue();
    }

    private static String logs() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (Exception e) {
            return e.toString();
        }
    }
}
