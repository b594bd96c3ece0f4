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

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What stands behind the page, asked by somebody who may not be the page. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "RUNWARE_API_KEY=",
            "camel.main.run-controller=false",
            "studio.emulator-work=0s",
            "studio.server-key=sk-own"
        })
class StudioApiTest extends StudioTestSupport {

    @Autowired
    private OpenAiSpeechEmulator server;

    @BeforeAll
    static void leaveSomethingFromBefore() throws Exception {
        Path audio = Files.createDirectories(folder.resolve("audio"));
        Files.createFile(audio.resolve("fresh.mp3"));
        Files.setLastModifiedTime(
                Files.createFile(audio.resolve("old.mp3")),
                FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
    }

    @Test
    void audioIsForgottenAfterAnHour() {
        await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(folder.resolve("audio/old.mp3")));

        assertThat(folder.resolve("audio/fresh.mp3")).exists();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"text":" "}                      | text
            {}                                | text
            {"text":"x","voice":"bob"}        | voice
            {"text":"x","speed":9}            | speed
            {"text":"x","backend":"polly"}    | backend
            {"text":"x","language":"Latin"}   | language
            {"text":"x","numberResults":21}   | numberResults
            {"text":"LONG","numberResults":2} | text
            """)
    void aFormThatBreaksARuleIsRefusedByTheNameOfItsField(String form, String parameter) throws Exception {
        int before = emulator.requests().size();
        HttpResponse<String> answer = post(form.replace("LONG", "x".repeat(2_001)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"parameter\":\"" + parameter + "\"");
        assertThat(emulator.requests()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "{\"text\":\"x\",\"uploadEndpoint\":\"http://127.0.0.1:9/\"}", "[]"})
    void whatThePageWouldNeverSendIsRefused(String form) throws Exception {
        int before = emulator.requests().size();
        HttpResponse<String> answer = post(form);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("invalidRequest");
        assertThat(emulator.requests()).hasSize(before);
    }

    @Test
    void aFormIsRefusedThatIsTooLargeOrDoesNotTellItsLength() throws Exception {
        int before = emulator.requests().size();
        String large = "{\"text\":\"" + "x".repeat(600_000) + "\"}";
        HttpRequest untold = request("/api/speech")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))
                .build();

        assertThat(post(large).statusCode()).isEqualTo(413);
        assertThat(send(untold).statusCode()).isEqualTo(411);
        assertThat(emulator.requests()).hasSize(before);
    }

    @Test
    void headersOfARequestChooseNothing() throws Exception {
        HttpRequest request = request("/api/speech")
                .header("Content-Type", "application/json")
                .header("CamelQwenTtsUploadEndpoint", "http://127.0.0.1:9/")
                .header("CamelQwenTtsNumberResults", "20")
                .POST(BodyPublishers.ofString("{\"text\":\"Headers.\"}"))
                .build();

        HttpResponse<String> answer = send(request);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(end(answer)).startsWith("event: results");
        assertThat(emulator.requests().stream().flatMap(sent -> sent.tasks().stream()))
                .filteredOn(task -> "Headers.".equals(task.at("speech", "text")))
                .singleElement()
                .satisfies(task -> {
                    assertThat(task.at("uploadEndpoint")).isNull();
                    assertThat(task.at("numberResults")).isNull();
                });
    }

    @Test
    void onlyAudioThatWasSpokenIsServed() throws Exception {
        Files.writeString(folder.resolve("secret.mp3"), "not for you");

        assertThat(get("/api/speech/" + UUID.randomUUID() + "/audio/0?format=MP3")
                        .statusCode())
                .isEqualTo(404);
        for (String path : new String[] {
            "/api/speech/..%2Fsecret/audio/0?format=MP3",
            "/api/speech/secret/audio/..%2F..%2Fsecret?format=MP3",
            "/api/speech/" + UUID.randomUUID() + "/audio/0?format=..%2Fsecret"
        }) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(400);
            assertThat(get(path).body()).as(path).doesNotContain("not for you");
        }
    }

    @Test
    void theKeyStaysInTheServer() throws Exception {
        HttpResponse<String> options = get("/api/options");

        assertThat(options.body()).contains("ono_anna").doesNotContain(WithoutKey.KEY);
        assertThat(end(post("{\"text\":\"" + WithoutKey.KEY + "\",\"outputFormat\":\"OGG\"}")))
                .contains("event: failure", "outputFormat")
                .doesNotContain(WithoutKey.KEY);
    }

    @Test
    void sendsTheKeyOfTheOwnServerToItAlone() throws Exception {
        assertThat(end(post("{\"text\":\"Mine.\",\"backend\":\"openai\"}"))).startsWith("event: results");
        assertThat(end(post("{\"text\":\"Theirs.\"}"))).startsWith("event: results");

        assertThat(server.requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.headers()).containsEntry("authorization", "Bearer sk-own"));
        assertThat(emulator.requests())
                .allSatisfy(
                        request -> assertThat(request.headers().values()).noneMatch(value -> value.contains("sk-own")));
    }

    @Test
    void logsAFailureOfTheApiWithoutTheText(CapturedOutput output) throws Exception {
        emulator.inject(new Fault.TaskError("contentPolicyViolation", "This is not to be said"));

        assertThat(end(post("{\"text\":\"Something bad.\"}"))).startsWith("event: failure");

        assertThat(output.getOut()).contains("A text was not spoken", "This is not to be said");
        assertThat(output.getOut()).doesNotContain("Something bad.");
    }

    @Test
    void reportsTheProgressOfALongText() throws Exception {
        HttpResponse<String> answer =
                post("{\"text\":\"" + "This sentence has some forty characters. ".repeat(60) + "\"}");

        assertThat(end(answer))
                .containsPattern("\"subtitles\":\"api/speech/[^\"]+\"")
                .containsPattern("\"pieces\":[4-9]");
    }

    @Test
    void offersNoAudioOfAJobThatIsOver() throws Exception {
        HttpResponse<String> accepted = post("{\"text\":\"Soon over.\",\"backend\":\"openai\",\"stream\":true}");
        assertThat(end(accepted)).startsWith("event: results");

        String job = accepted.body().replaceAll(".*\"job\":\"([^\"]+)\".*", "$1");

        assertThat(get("/api/speech/" + job + "/live").statusCode()).isEqualTo(404);
    }

    @Test
    void rejectsAPreviewOfAnUnknownVoice() throws Exception {
        HttpRequest request =
                request("/api/voices/bob/preview").POST(BodyPublishers.noBody()).build();

        assertThat(send(request).statusCode()).isEqualTo(400);
    }

    @Test
    void endsTheEventsOfAnUnknownJob() throws Exception {
        HttpResponse<String> events = get("/api/speech/" + UUID.randomUUID() + "/events");

        assertThat(events.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=UTF-8");
        assertThat(events.body()).startsWith("event: failure\ndata: ").contains("notFound");
    }

    @Test
    void thePageLoadsNothingFromElsewhere() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/static"))) {
            assertThat(files.filter(file -> !file.toString().endsWith(".svg")))
                    .hasSizeGreaterThanOrEqualTo(5)
                    // A route that is shown has an address as an example.
                    .allSatisfy(file -> assertThat(Files.readString(file).replace("'http://gpu-1:8091'", ""))
                            .doesNotContain("http:", "https:"));
        }
    }

    /** The last event of a job. */
    private String end(HttpResponse<String> accepted) throws Exception {
        String job = accepted.body().replaceAll(".*\"job\":\"([^\"]+)\".*", "$1");
        AtomicReference<String> event = new AtomicReference<>("");
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            event.set(get("/api/speech/" + job + "/events").body());
            return !event.get().contains("event: progress");
        });
        return event.get();
    }

    private HttpResponse<String> post(String form) throws Exception {
        return send(request("/api/speech")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
