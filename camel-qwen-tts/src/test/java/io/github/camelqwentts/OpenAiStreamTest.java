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

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.ErrorShape;
import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.emulator.SpeechFault;
import io.github.camelqwentts.emulator.SpeechServerProfile;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.speech.SpeechStreamException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Audio that goes on while the server still speaks. */
class OpenAiStreamTest extends OpenAiTestSupport {

    private static final String TEXT =
            "This is a text that takes the server a few chunks to speak, one after the other.";

    private final ExecutorService readers = Executors.newCachedThreadPool();

    @AfterEach
    void stopReaders() {
        readers.shutdownNow();
    }

    @Override
    OpenAiSpeechEmulator.Builder configure(OpenAiSpeechEmulator.Builder settings) {
        return settings.laterChunkFrames(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAV", "PCM"})
    void continuesWhenTheFirstAudioIsThere(String format) throws Exception {
        try (OpenAiSpeechEmulator slow = OpenAiSpeechEmulator.builder()
                .laterChunkFrames(10)
                .chunkDelay(Duration.ofMillis(400))
                .build()
                .start()) {
            Exchange done = speak("stream=true&outputFormat=" + format + "&baseUrl=" + slow.baseUrl(), TEXT);

            assertThat(done.getException()).isNull();
            assertThat(slow.speechesCompleted()).isZero();
            try (InputStream in = done.getMessage().getBody(InputStream.class)) {
                assertThat(in.readAllBytes()).hasSizeGreaterThan(50_000);
            }
            assertThat(slow.speechesCompleted()).isEqualTo(1);
            assertThat(slow.requests().get(0).json())
                    .containsEntry("stream", true)
                    .containsEntry("stream_format", "audio");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM_OMNI,WAV,",
        "VLLM_OMNI,PCM,",
        "VLLM_OMNI_JUNE_2026,WAV,",
        "VLLM_OMNI_0_16,PCM,",
        "VLLM_OMNI_0_14,WAV,",
        "SGLANG_CHUNKS,PCM,",
        "SAMBANOVA,WAV,",
        "DYNAMO,WAV,",
        "FASTER_QWEN3,PCM,",
        "NARI,WAV,&field.stream_format=null",
        "LOCALAI,WAV,",
        "GROXAXO,WAV,",
    })
    void readsTheStreamOfEachKindOfServer(SpeechServerProfile profile, String format, String options) throws Exception {
        try (OpenAiSpeechEmulator other = OpenAiSpeechEmulator.builder()
                .profile(profile)
                .apiKey(KEY)
                .build()
                .start()) {
            Exchange done = speak(
                    "stream=true&apiKey=" + KEY + "&outputFormat=" + format + "&baseUrl=" + other.baseUrl()
                            + (options == null ? "" : options),
                    TEXT);

            byte[] audio = audio(done);
            int header = format.equals("WAV") ? 44 : 0;
            assertThat((audio.length - header) % 3_840).isZero();
            assertThat(new String(audio, 0, 4, StandardCharsets.ISO_8859_1).equals("RIFF"))
                    .isEqualTo(header > 0);
        }
    }

    @Test
    void asksAServerThatStreamsSamplesOnlyForSamplesFromThenOn() {
        try (OpenAiSpeechEmulator other = OpenAiSpeechEmulator.builder()
                .profile(SpeechServerProfile.VLLM_OMNI_0_14)
                .build()
                .start()) {
            String uri = "stream=true&baseUrl=" + other.baseUrl();

            assertThat(audio(speak(uri, TEXT))).isNotEmpty();
            assertThat(audio(speak(uri, TEXT))).isNotEmpty();

            assertThat(other.requests())
                    .extracting(request -> request.at("response_format"))
                    .containsExactly("wav", "pcm", "pcm");
        }
    }

    static List<SpeechFault> beforeTheFirstAudio() {
        return List.of(
                new SpeechFault.Error(503, ErrorShape.VLLM, "Starting."),
                new SpeechFault.EmptyBody(),
                SpeechFault.errorWithStatus200(),
                SpeechFault.disguisedServerError());
    }

    @ParameterizedTest
    @MethodSource("beforeTheFirstAudio")
    void repeatsUntilTheFirstAudioIsThere(SpeechFault fault) {
        emulator().inject(fault, 2);

        assertThat(audio(speak("stream=true", TEXT))).hasSizeGreaterThan(50_000);

        assertThat(speeches()).hasSize(3);
    }

    @Test
    void reportsARefusalAsAnException() {
        Exchange done = speak("stream=true&model=nope", TEXT);

        assertThat(error(done).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(error(done).message()).contains("does not exist");
    }

    @Test
    void endsTheBodyWithAnExceptionIfTheConnectionBreaks() {
        emulator().inject(new SpeechFault.BreakAfter(20_000));

        Exchange done = speak("stream=true", TEXT);

        assertEndsEarly(done, Kind.CONNECTION);
        assertThat(speeches()).hasSize(1);
    }

    @Test
    void endsTheBodyWithAnExceptionIfTheServerEndsCleanlyAndTooEarly() {
        emulator().inject(new SpeechFault.FirstChunkOnly());

        assertEndsEarly(speak("stream=true", TEXT), Kind.PROVIDER);
    }

    @Test
    void endsTheBodyWithAnExceptionIfTheModelDoesNotStop() {
        emulator().inject(new SpeechFault.Runaway());

        assertEndsEarly(speak("stream=true", "Hello."), Kind.PROVIDER);
    }

    @Test
    void endsTheBodyWithTheErrorOfAnEvent() {
        emulator().inject(new SpeechFault.SseErrorAfter(2));

        assertEndsEarly(speak("stream=true&field.stream_format=sse", TEXT), Kind.SERVER_ERROR);
    }

    @Test
    void endsTheBodyWithAnExceptionIfEventsHaveNoEnd() {
        emulator().inject(new SpeechFault.SseWithoutEnd());

        assertEndsEarly(speak("stream=true&field.stream_format=sse", TEXT), Kind.CONNECTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&maxPieceLength=40"})
    void endsTheWorkOfASilentServerWhenTheListenerCloses(String options) throws Exception {
        try (OpenAiSpeechEmulator silent = silentAfterTheFirstChunk()) {
            Exchange done = speak("stream=true&baseUrl=" + silent.baseUrl() + options, TEXT);
            InputStream in = done.getMessage().getBody(InputStream.class);
            assertThat(in.readNBytes(100)).hasSize(100);

            in.close();

            awaitAborted(silent);
        }
    }

    @Test
    void endsTheWorkOfAServerThatSpeaksAnotherPieceWhenTheListenerCloses() throws Exception {
        try (OpenAiSpeechEmulator silent = silentAfterTheFirstChunk()) {
            silent.inject(
                    new SpeechFault.HangBeforeHeaders(),
                    request -> !String.valueOf(request.at("input")).startsWith("This"));
            Exchange done = speak("stream=true&maxPieceLength=40&baseUrl=" + silent.baseUrl(), TEXT);
            await().atMost(30, TimeUnit.SECONDS).until(() -> silent.speechesInFlight() > 1);

            done.getMessage().getBody(InputStream.class).close();

            awaitAborted(silent);
        }
    }

    @Test
    void endsTheWorkOfASilentServerWhenAnotherThreadClosesTheStream() throws Exception {
        try (OpenAiSpeechEmulator silent = silentAfterTheFirstChunk()) {
            Exchange done = speak("stream=true&baseUrl=" + silent.baseUrl(), TEXT);
            InputStream in = done.getMessage().getBody(InputStream.class);
            Future<byte[]> reader = readers.submit(in::readAllBytes);

            in.close();

            awaitAborted(silent);
            assertThatThrownBy(() -> reader.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsTheWorkOfASilentServerForAClientWithoutARoute(boolean closesTheStream) throws Exception {
        try (OpenAiSpeechEmulator silent = silentAfterTheFirstChunk()) {
            Spoken spoken = clientOf(silent).stream(SpeechRequest.of(TEXT)).get(30, TimeUnit.SECONDS);

            if (closesTheStream) {
                spoken.audio().open().close();
            } else {
                spoken.audio().close();
            }

            awaitAborted(silent);
        }
    }

    @Test
    void endsTheWorkOfAServerWhenACallWithoutAudioIsCancelled() throws Exception {
        try (OpenAiSpeechEmulator silent = silentAfterTheFirstChunk()) {
            silent.inject(new SpeechFault.HangBeforeHeaders());
            CompletableFuture<Spoken> call = clientOf(silent).stream(SpeechRequest.of(TEXT));
            await().atMost(30, TimeUnit.SECONDS).until(() -> silent.speechesInFlight() == 1);

            call.cancel(true);

            awaitAborted(silent);
        }
    }

    private SpeechClient clientOf(OpenAiSpeechEmulator other) throws Exception {
        QwenTtsComponent component = component();
        component.getConfiguration().setBaseUrl(other.baseUrl());
        return component.createSpeechClient();
    }

    /** Nothing would be noticed with the next chunk. */
    private static OpenAiSpeechEmulator silentAfterTheFirstChunk() {
        return OpenAiSpeechEmulator.builder()
                .chunkDelay(Duration.ofMinutes(5))
                .build()
                .start();
    }

    private static void awaitAborted(OpenAiSpeechEmulator server) {
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(server.speechesAborted()).isEqualTo(server.speechesStarted()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"outputFormat=MP3", "speed=1.5"})
    void returnsAudioWholeThatServersDoNotStream(String option) {
        assertThat(audio(speak("stream=true&" + option, TEXT))).hasSizeGreaterThan(1_000);

        assertThat(onlySpeech().json()).doesNotContainKeys("stream", "stream_format");
    }

    @Test
    void streamsALongTextPieceByPiece() {
        byte[] audio = audio(speak("stream=true&outputFormat=PCM&maxPieceLength=100", TEXT.repeat(4)));

        assertThat(audio).hasSizeGreaterThan(100_000);
        assertThat(speeches()).hasSizeGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream=true", "longText=split"})
    void joinsSamplesAtTheRateThatWasOrdered(String option) {
        String uri = option + "&outputFormat=PCM&audioSampleRate=8000&maxPieceLength=100&pieceGap=";

        Exchange close = speak(uri + "0", (TEXT + " ").repeat(4));
        Exchange apart = speak(uri + "2s", (TEXT + " ").repeat(4));

        int gaps = close.getMessage().getHeader(QwenTtsConstants.PIECES, Integer.class) - 1;
        assertThat(gaps).isPositive();
        assertThat(audio(apart).length - audio(close).length).isEqualTo(gaps * 2 * 2 * 8_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream=true", "stream=false"})
    void rejectsSamplesAtAnotherRateThanWasOrdered(String option) {
        emulator().inject(new SpeechFault.ContentType("audio/pcm;rate=16000"));

        Exchange done = speak(option + "&outputFormat=PCM", TEXT);

        assertThat(error(done).kind()).isEqualTo(Kind.PROVIDER);
        assertThat(error(done).message()).contains("16000 Hz instead of 24000 Hz", "use outputFormat=WAV");
        assertThat(speeches()).hasSize(1);
    }

    @Test
    void takesTheRateOfAWavFileFromTheResponse() {
        emulator().inject(new SpeechFault.ContentType("audio/pcm;rate=16000"));

        byte[] audio = audio(speak("stream=true&field.response_format=pcm", TEXT));

        assertThat(ByteBuffer.wrap(audio).order(ByteOrder.LITTLE_ENDIAN).getInt(24))
                .isEqualTo(16_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Unknown field: stream", "This server does not support streaming"})
    void namesTheRemedyIfTheServerRefusesToStream(String refusal) {
        emulator().inject(new SpeechFault.Error(400, ErrorShape.VLLM, refusal));

        Exchange done = speak("stream=true", TEXT);

        assertThat(error(done).kind()).isEqualTo(Kind.VALIDATION);
        assertThat(error(done).message()).startsWith(refusal).contains("use stream=false", "field.stream=null");
        assertThat(speeches()).hasSize(1);
    }

    private static void assertEndsEarly(Exchange done, Kind kind) {
        assertThat(done.getException()).isNull();
        assertThatThrownBy(() -> {
                    try (InputStream in = done.getMessage().getBody(InputStream.class)) {
                        in.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class)
                .isInstanceOfSatisfying(
                        SpeechStreamException.class,
                        e -> assertThat(e.getError().kind()).isEqualTo(kind));
    }
}
