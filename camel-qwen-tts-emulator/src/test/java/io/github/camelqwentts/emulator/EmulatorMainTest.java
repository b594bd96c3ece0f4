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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The emulator as a program. */
@Timeout(60)
class EmulatorMainTest {

    private static final String PING = "[{\"taskType\":\"ping\",\"ping\":true}]";
    private static final Pattern ADDRESS = Pattern.compile("http://\\S+");

    private final HttpClient http = HttpClient.newHttpClient();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private EmulatorCommand command = new EmulatorCommand(Optional::empty, null, null);

    @AfterEach
    void closeEmulator() throws Exception {
        command.close();
    }

    @Test
    void servesRunwaresApiByDefault() throws Exception {
        assertThat(run("--port", "0")).isZero();

        assertThat(out.toString())
                .startsWith("Runware emulator at http://127.0.0.1:")
                .hasLineCount(1);
        assertThat(post(address(), PING).statusCode()).isEqualTo(200);
    }

    @Test
    void servesOpenAisContract() throws Exception {
        assertThat(run("--port=0", "--api=openai", "--profile=nari", "--model=mine"))
                .isZero();

        assertThat(out.toString()).startsWith("Speech server (NARI) at http://127.0.0.1:");
        assertThat(get("/health").body()).contains("\"alive\":true");
        assertThat(get("/v1/models").body()).contains("\"mine\"");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "runware, none, key, 200",
                "runware, ' ', key, 200",
                "runware, key, none, 200",
                "runware, other, none, 401",
                "openai, key, none, 200",
                "openai, none, key, 200",
                "openai, none, other, 401"
            })
    void acceptsTheKeyOfItsEnvironmentOnly(
            String api, @Nullable String runwareKey, @Nullable String openaiKey, int status) throws Exception {
        command = new EmulatorCommand(Optional::empty, runwareKey, openaiKey);
        run("--port", "0", "--api", api);

        HttpResponse<String> response = api.equals("runware") ? post(address(), PING) : get("/v1/models");

        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void explainsAUsedPortInALine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String api : new String[] {"runware", "openai"}) {
                err.getBuffer().setLength(0);

                assertThat(run("--api", api, "--port", String.valueOf(taken.getLocalPort())))
                        .isEqualTo(1);

                assertThat(err.toString())
                        .startsWith("Port " + taken.getLocalPort() + " of 127.0.0.1 cannot be used")
                        .endsWith("choose another one with --port" + System.lineSeparator())
                        .hasLineCount(1);
                assertThat(command.isRunning()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port x",
                "--port -1",
                "--port 65536",
                "--port",
                "--voice 1",
                "--latency -1",
                "--chunk-delay -1",
                "--api x",
                "--profile x",
                "--engine x",
                "--engine espeak-ng"
            })
    void rejectsWrongOptions(String options) {
        assertThat(run(options.split(" ", -1))).isEqualTo(2);

        assertThat(err.toString()).contains(options.split(" ", -1)[0]).contains("Usage:");
        assertThat(command.isRunning()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"runware", "openai"})
    void speaksWithTheEngineThatWasChosen(String api) throws Exception {
        AtomicBoolean spoken = new AtomicBoolean();
        command = new EmulatorCommand(
                () -> Optional.of(utterance -> {
                    spoken.set(true);
                    return Pcm.silence(1, SpeechEngine.SAMPLE_RATE);
                }),
                null,
                null);
        run("--port", "0", "--engine", "espeak-ng", "--api", api);

        post(
                api.equals("runware") ? address() : address() + "/v1/audio/speech",
                api.equals("runware") ? "[" + EmulatorTestSupport.task("Hi") + "]" : "{\"input\":\"Hi\"}");

        assertThat(spoken).isTrue();
    }

    @Test
    void listsItsOptions() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString())
                .contains("--api", "--port", "--host", "--latency", "--cors", "--log", "--state", "--profile")
                .contains("RUNWARE_API_KEY", "OPENAI_API_KEY", "VLLM_OMNI");
        assertThat(command.isRunning()).isFalse();
    }

    @Test
    void printsALineForEachRequest() throws Exception {
        run("--port", "0", "--api", "openai", "--log");

        get("/health");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> out.toString().lines().count() == 2);
        assertThat(out.toString().lines().skip(1).findFirst().orElseThrow())
                .matches("GET /health 200, 20 bytes in \\d+ ms");
    }

    @Test
    void printsThatAClientLeft() throws Exception {
        run("--port", "0", "--api", "openai", "--log", "--latency", "60000");

        try (Socket client = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(address()).getPort())) {
            client.getOutputStream()
                    .write(("POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 14\r\n\r\n{\"input\":\"Hi\"}")
                            .getBytes(StandardCharsets.US_ASCII));
        }

        await().atMost(Duration.ofSeconds(10))
                .until(() -> out.toString().contains("POST /v1/audio/speech aborted after "));
    }

    @Test
    void letsPagesOfAnOriginCall() throws Exception {
        run("--port", "0", "--cors", "https://example.org");

        HttpResponse<String> preflight = http.send(
                HttpRequest.newBuilder(URI.create(address()))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "authorization")
                        .build(),
                BodyHandlers.ofString());
        HttpResponse<String> answer = post(address(), PING);

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .hasValue("POST");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValue("authorization");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://example.org");
    }

    @Test
    void letsPagesOfAnyOriginCall() throws Exception {
        run("--cors", "--port", "0", "--api", "openai");

        assertThat(get("/health").headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("*");
    }

    @Test
    void letsNoPagesCallByDefault() throws Exception {
        run("--port", "0", "--api", "openai");

        assertThat(get("/health").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void keepsItsStateInAFile(@TempDir Path folder) throws Exception {
        Path state = folder.resolve("state");

        run("--port", "0", "--state", state.toString(), "--host", "0.0.0.0");
        post(address(), "[" + EmulatorTestSupport.task("Hi") + "]");
        command.close();

        assertThat(state).isNotEmptyFile();
    }

    private int run(String... args) {
        CommandLine line = EmulatorMain.commandLine(command);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    private String address() {
        Matcher address = ADDRESS.matcher(out.toString());
        assertThat(address.find()).as(out + " " + err).isTrue();
        return address.group();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(address() + path))
                        .header("Authorization", "Bearer key")
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String url, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Bearer key")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
