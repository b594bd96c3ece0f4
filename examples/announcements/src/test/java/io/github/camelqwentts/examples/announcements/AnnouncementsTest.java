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
package io.github.camelqwentts.examples.announcements;

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
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class AnnouncementsTest {

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));

    private Main main;
    private int port;

    @BeforeEach
    void startCamel() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        main = new Main();
        Announcements.useEmulator(main, runware.emulator());
        main.addOverrideProperty("folder", folder.toString());
        main.addOverrideProperty("camel.server.port", Integer.toString(port));
        main.configure().addRoutesBuilder(new AnnouncementRoutes(now::get));
        main.start();
    }

    @AfterEach
    void stopCamel() {
        main.stop();
    }

    @Test
    void eachLanguageIsSpokenByAFittingVoiceAndGoesOnAir() throws Exception {
        HttpResponse<String> answer = post("""
                {"id": "train-42", "texts": {
                  "English": "The train is late.", "German": "Der Zug kommt zu spät.", "Korean": "기차가 늦습니다."}}""");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("train-42-English.mp3", "train-42-German.mp3", "train-42-Korean.mp3");
        for (String language : new String[] {"English", "German", "Korean"}) {
            Path audio = folder.resolve("air/train-42-" + language + ".mp3");
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(audio));
            assertThat(Files.size(audio)).isGreaterThan(1_000);
        }
        assertThat(voiceOf("English")).isEqualTo("ryan");
        assertThat(voiceOf("German")).isEqualTo("serena");
        assertThat(voiceOf("Korean")).isEqualTo("sohee");
    }

    @Test
    void whatIsNotDueWaits() throws Exception {
        post("{\"id\": \"later\", \"at\": \"2026-11-24T14:00:00+01:00\", \"texts\": {\"English\": \"It is two.\"}}");
        post("{\"id\": \"last\", \"at\": \"2026-11-24T14:00:01Z\", \"texts\": {\"English\": \"Two, in London.\"}}");
        now.set(Instant.parse("2026-11-24T13:00:00Z"));

        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("air/later-English.mp3")));

        assertThat(folder.resolve("air/last-English.mp3")).doesNotExist();
        assertThat(folder.resolve("waiting")).isDirectoryContaining("glob:**_last-English.mp3");
    }

    @Test
    void whatWasSpokenBeforeIsNotSpokenAgain() throws Exception {
        String texts = "\"texts\": {\"English\": \"Mind the gap.\"}}";
        post("{\"id\": \"one\", " + texts);
        post("{\"id\": \"two\", " + texts);

        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("air/two-English.mp3")));

        assertThat(runware.emulator().tasksCarriedOut()).isOne();
        assertThat(folder.resolve("air/two-English.mp3")).hasSameBinaryContentAs(folder.resolve("air/one-English.mp3"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id": "../up", "texts": {"English": "x"}}           | id=../up
            {"id": "none"}                                       | texts is not set
            {"id": "x", "texts": {"Latin": "x"}}                 | language=Latin
            {"id": "x", "texts": {"English": " "}}               | text is not valid: must not be blank
            {"id": "x", "at": "noon", "texts": {"English": "x"}} | at=noon
            """)
    void whatBreaksARuleIsRefusedInWords(String announcement, String words) throws Exception {
        HttpResponse<String> answer = post(announcement);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(words);
        assertThat(runware.emulator().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "",
                "[]",
                "{\"id\": \"x\"",
                "{\"id\": \"x\", \"texts\": \"words\"}",
                "{\"id\": \"x\", \"text\": {\"English\": \"x\"}}"
            })
    void rejectsMalformedInputWithAnExample(String body) throws Exception {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("The body is not an announcement", "train-42");
    }

    @Test
    void endsWithOneLineIfThePortIsInUse() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dport=" + port,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Announcements.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isOne();
        assertThat(folder.resolve("log"))
                .content()
                .isEqualToIgnoringNewLines("Port " + port + " is in use; choose another one with -Dport=");
    }

    @Test
    void whatTheApiRefusesIsToldAndGoesNowhere() throws Exception {
        runware.emulator().inject(new Fault.TaskError("contentPolicyViolation", "This is not to be said"));

        HttpResponse<String> answer = post("{\"id\": \"bad\", \"texts\": {\"English\": \"Something bad.\"}}");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("This is not to be said");
        assertThat(folder.resolve("waiting")).isEmptyDirectory();
    }

    private Object voiceOf(String language) {
        return runware.emulator().requests().stream()
                .flatMap(request -> request.tasks().stream())
                .filter(task -> language.equals(task.at("speech", "language")))
                .map(task -> task.at("speech", "voice"))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> post(String announcement) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/announcements"))
                                .header("Content-Type", "application/json")
                                .timeout(Duration.ofSeconds(30))
                                .POST(BodyPublishers.ofString(announcement))
                                .build(),
                        BodyHandlers.ofString());
    }
}
