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

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedRequest;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult.Failed;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How audio behind a URL is fetched, and from where it is not. */
class DownloadTest extends SpeakingTestSupport {

    private static final String WORDS = "Fetch me.";
    private static final String UUID = "11111111-1111-4111-8111-111111111111";

    private final AtomicReference<Duration> timePassed = new AtomicReference<>(Duration.ZERO);
    private volatile Duration tick = Duration.ZERO;

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.clock(() -> Instant.EPOCH.plus(timePassed.getAndUpdate(passed -> passed.plus(tick))));
    }

    static Stream<Fault> faultsThatPass() {
        return Stream.of(
                new Fault.Status(500),
                new Fault.Status(429, null, "0", false),
                new Fault.ResetBeforeWork(),
                new Fault.Truncate(1_000));
    }

    @ParameterizedTest
    @MethodSource("faultsThatPass")
    void aDownloadThatFailsIsTriedAgainAndTheTaskIsNot(Fault fault) {
        emulator().inject(new Fault.Download(fault), 2);

        assertSpoken(send("qwen-tts:synthesize", WORDS));

        assertThat(downloads()).hasSize(3);
        assertThat(speechTasks()).hasSize(1);
    }

    @Test
    void aDownloadThatFailsForGoodLeavesTheUrl() {
        emulator().inject(new Fault.Download(new Fault.Status(500)), 10);

        Exchange exchange = send("qwen-tts:synthesize?maxRetries=1", WORDS);

        assertThat(exchange.getException()).isInstanceOfSatisfying(SpeechUnavailableException.class, failure -> {
            assertThat(failure.getError().kind()).isEqualTo(Kind.SERVER_ERROR);
            assertThat(failure.getResults())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Failed.class,
                            result -> assertThat(result.audioURL()).startsWith("http://127.0.0.1"));
        });
        assertThat(downloads()).hasSize(2);
    }

    @Test
    void theKeyStaysWithTheApi() {
        send("qwen-tts:synthesize", WORDS);

        assertThat(emulator().requests().get(0).headers()).containsEntry("authorization", "Bearer " + KEY);
        assertThat(downloads())
                .hasSize(1)
                .allSatisfy(download -> assertThat(download.headers()).doesNotContainKey("authorization"));
    }

    @Test
    void aRedirectOnTheApisOwnHostIsFollowed() {
        String other = send("qwen-tts:synthesize?download=false&outputFormat=WAV", "Something much longer than that.")
                .getMessage()
                .getBody(String.class);
        emulator().inject(new Fault.Download(new Fault.Redirect(other)), 1);

        Exchange exchange = send("qwen-tts:synthesize?outputFormat=WAV", WORDS);

        assertThat(new String(exchange.getMessage().getBody(byte[].class), 0, 4, StandardCharsets.US_ASCII))
                .isEqualTo("RIFF");
        assertThat(downloads())
                .hasSize(2)
                .allSatisfy(download -> assertThat(download.headers()).doesNotContainKey("authorization"));
    }

    @Test
    void aRedirectToAnotherHostWithoutTlsIsNotFollowed() {
        try (RunwareEmulator other = RunwareEmulator.builder().build().start()) {
            emulator().inject(new Fault.Download(new Fault.Redirect(other.url())), 10);

            Exchange exchange = send("qwen-tts:synthesize", WORDS);

            assertThat(exchange.getException())
                    .isExactlyInstanceOf(SpeechException.class)
                    .hasMessageContaining("Download blocked: the redirect target")
                    .hasMessageContaining("HTTP 307");
            assertThat(other.requests()).isEmpty();
            assertThat(downloads()).hasSize(1);
        }
    }

    @Test
    void redirectsInACircleEnd() {
        String first =
                send("qwen-tts:synthesize?download=false", WORDS).getMessage().getBody(String.class);
        emulator().inject(new Fault.Download(new Fault.Redirect(first)), task -> true);

        Exchange exchange = send("qwen-tts:synthesize?maxRetries=0", WORDS);

        assertThat(exchange.getException()).isInstanceOf(SpeechException.class);
        assertThat(downloads()).hasSizeBetween(2, 7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/a.mp3",
                "ftp://127.0.0.1/a.mp3",
                "//127.0.0.1/a.mp3",
                "a.mp3",
                "no url at all",
                ""
            })
    void anAddressThatIsNeitherTlsNorTheApisOwnIsNotAsked(String url) {
        assertNotAsked(url);
    }

    @Test
    void anAnswerCannotMakeUsReadALocalFile(@TempDir Path directory) throws Exception {
        assertNotAsked(
                Files.writeString(directory.resolve("secret"), "secret").toUri().toString());
    }

    private void assertNotAsked(String url) {
        emulator()
                .inject(new Fault.Status(
                        200, "{\"data\":[{\"taskUUID\":\"" + UUID + "\",\"audioURL\":\"" + url + "\"}]}", null, false));

        Exchange exchange = send(
                "qwen-tts:synthesize?maxRetries=0",
                SpeechRequest.builder().text(WORDS).taskUUID(UUID).build());

        assertThat(exchange.getException())
                .isExactlyInstanceOf(SpeechException.class)
                .hasMessageContaining("Download blocked");
        assertThat(emulator().requests()).hasSize(1);
    }

    @Test
    void gzipIsUnderstoodThoughNobodyAskedForIt() {
        emulator().inject(new Fault.Gzip());
        emulator().inject(new Fault.Download(new Fault.Gzip()), 1);

        assertSpoken(send("qwen-tts:synthesize", WORDS));

        assertThat(emulator().requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("accept-encoding"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"URL", "base64Data", "dataURI"})
    void audioLargerThanMaxAudioSizeIsRefused(String outputType) {
        Exchange exchange =
                send("qwen-tts:synthesize?outputFormat=WAV&maxAudioSize=8000&outputType=" + outputType, WORDS);

        assertThat(exchange.getException())
                .isExactlyInstanceOf(SpeechException.class)
                .hasMessageContaining("larger than maxAudioSize=8000 bytes");
        assertThat(speechTasks()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void compressionHidesNoSize(boolean download) {
        emulator().inject(download ? new Fault.Download(new Fault.Gzip()) : new Fault.Gzip(), 1);
        // The stand-in voice leaves silence, which a compressor makes next to nothing of.
        Exchange exchange = send(
                "qwen-tts:synthesize?outputFormat=WAV&maxAudioSize=8000&outputType="
                        + (download ? "URL" : "base64Data"),
                "...");

        assertThat(exchange.getException()).hasMessageContaining("larger than maxAudioSize=8000 bytes");
    }

    @Test
    void anAddressThatHasExpiredIsNotFound() {
        tick = Duration.ofSeconds(61);

        Exchange exchange = send("qwen-tts:synthesize?ttl=60&maxRetries=2", WORDS);

        assertThat(exchange.getException())
                .isExactlyInstanceOf(SpeechException.class)
                .isInstanceOfSatisfying(
                        SpeechException.class,
                        failure -> assertThat(failure.getError().kind()).isEqualTo(Kind.NOT_FOUND));
        assertThat(downloads()).hasSize(3);
    }

    @Test
    void requestsSayWhatTheySend() {
        send("qwen-tts:synthesize", WORDS);

        assertThat(emulator().requests().get(0).headers())
                .containsEntry("content-type", "application/json")
                .hasEntrySatisfying(
                        "content-length",
                        length -> assertThat(Integer.parseInt(length))
                                .isEqualTo(2 + speechTasks().get(0).json().length()))
                .containsEntry("user-agent", "camel-qwen-tts");
    }

    private List<RecordedRequest> downloads() {
        return emulator().requests().stream()
                .filter(request -> request.method().equals("GET"))
                .toList();
    }

    private static void assertSpoken(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(byte[].class)).hasSizeGreaterThan(2_000);
    }
}
