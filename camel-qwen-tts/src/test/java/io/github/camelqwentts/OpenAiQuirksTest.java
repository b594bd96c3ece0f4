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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.emulator.Overload;
import io.github.camelqwentts.emulator.SpeechFault;
import io.github.camelqwentts.emulator.SpeechServerProfile;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What real servers were seen to do, by the numbers of their issues. */
class OpenAiQuirksTest extends OpenAiTestSupport {

    private static final byte[] SAMPLE = new byte[6_000];

    /** vLLM-Omni #4490, #4679, #4612: the meaning of stream changed twice. */
    @ParameterizedTest
    @EnumSource(names = {"VLLM_OMNI", "VLLM_OMNI_JUNE_2026", "VLLM_OMNI_0_16", "SGLANG_CHUNKS", "SAMBANOVA", "DYNAMO"})
    void readsWhateverFormASreamHas(SpeechServerProfile profile) {
        try (OpenAiSpeechEmulator other = server(profile)) {
            Exchange done =
                    speak("outputFormat=PCM&field.stream=true&apiKey=" + KEY + "&baseUrl=" + other.baseUrl(), "Hello.");

            assertThat(audio(done).length % 3_840).isZero();
            assertThat(audio(done).length).isGreaterThan(3_840);
        }
    }

    /** Each kind of server speaks without being asked to stream. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SAMBANOVA", "OPENAI", "MITTWALD", "SGLANG", "OPENROUTER"})
    void speaksThroughEachKindOfServer(SpeechServerProfile profile) {
        try (OpenAiSpeechEmulator other = server(profile)) {
            assertIsWholeWav(speak(at(other), "Hello."));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI,gpt-4o-mini-tts,alloy,WAV",
        "MITTWALD,,ryan,WAV",
        "SGLANG,,Vivian,WAV",
        "OPENROUTER,,vivian,PCM",
    })
    void speaksThroughHostedServersThatRequireMore(
            SpeechServerProfile profile, String model, String voice, String format) {
        try (OpenAiSpeechEmulator other = server(profile)) {
            String served = model == null ? "Qwen/Qwen3-TTS-12Hz-1.7B-CustomVoice" : model;

            Exchange done = speak(
                    "dialect=openai&apiKey=" + KEY + "&outputFormat=" + format + "&voice=" + voice + "&model=" + served
                            + "&baseUrl=" + other.baseUrl(),
                    "Hello.");

            assertThat(audio(done)).hasSizeGreaterThan(3_840);
        }
    }

    /** vLLM-Omni #1676: some servers answer samples only. */
    @Test
    void writesTheHeaderItselfIfTheServerSendsSamplesOnly() {
        assertIsWholeWav(speak("outputFormat=WAV&field.response_format=pcm", "Hello."));
    }

    /** vLLM-Omni #1635: everything may come at the end. */
    @Test
    void waitsForAudioThatComesInOneBurst() {
        try (OpenAiSpeechEmulator other = OpenAiSpeechEmulator.builder()
                .asyncChunk(false)
                .chunkDelay(Duration.ofMillis(200))
                .build()
                .start()) {
            assertIsWholeWav(speak("field.stream=true&baseUrl=" + other.baseUrl(), "Hello, this is somewhat longer."));
        }
    }

    /** vLLM-Omni #1240: no audio is reported as a bad request. */
    @Test
    void repeatsIfNoAudioIsReportedAsABadRequest() {
        emulator().inject(SpeechFault.disguisedServerError());

        assertIsWholeWav(speak("", "Hello."));
        assertThat(speeches()).hasSize(2);

        emulator().inject(SpeechFault.disguisedServerError(), 4);
        assertThat(error(speak("", "Hello.")).kind()).isEqualTo(Kind.PROVIDER);
    }

    /** vLLM-Omni #1687: errors have the status of success. */
    @Test
    void looksAtTheContentTypeFirst() {
        emulator().inject(SpeechFault.errorWithStatus200());

        assertIsWholeWav(speak("", "Hello."));
        assertThat(speeches()).hasSize(2);
    }

    /** vLLM-Omni #6487 and Dynamo #7495: faults of the engine are reported as bad requests. */
    @ParameterizedTest
    @ValueSource(strings = {"InternalServerError", "server_error"})
    void repeatsAFaultOfTheEngineWhateverItsStatus(String type) throws Exception {
        try (ScriptedServer other = new ScriptedServer()) {
            other.on(
                    "/v1/audio/speech",
                    400,
                    "{\"error\":{\"message\":\"EngineCore died\",\"type\":\"" + type + "\",\"code\":400}}");

            SpeechError error = error(speak("baseUrl=" + other.baseUrl(), "Hello."));

            assertThat(error.kind()).isEqualTo(Kind.PROVIDER);
            assertThat(error.attempts()).isEqualTo(4);
        }
    }

    /** vLLM-Omni #5889, #6158, #4576, SGLang's cookbook: the model does not stop. */
    @ParameterizedTest
    @ValueSource(strings = {"1次", "Hello, this is a sentence."})
    void repeatsARunawayOnceWithATokenBudget(String text) {
        emulator().inject(new SpeechFault.Runaway());

        assertIsWholeWav(speak("maxRetries=1", text));

        assertThat(speeches()).hasSize(2);
        assertThat(speeches().get(0).json()).doesNotContainKeys("max_new_tokens", "seed");
        assertThat(speeches().get(1).at("max_new_tokens")).isEqualTo(192);
    }

    @Test
    void failsIfTheModelDoesNotStopAgain() {
        emulator().inject(new SpeechFault.Runaway(), 4);

        SpeechError error = error(speak("", "Hello."));

        assertThat(error.kind()).isEqualTo(Kind.PROVIDER);
        assertThat(error.message()).startsWith("The audio is far too long for the text");
        assertThat(speeches()).hasSize(2);
    }

    @Test
    void repeatsARunawayThatTheServerStoppedWithAnotherSeed() {
        emulator().inject(SpeechFault.stoppedRunaway());

        assertIsWholeWav(speak("field.seed=5", "Hello."));

        assertThat(speeches()).extracting(request -> request.at("seed")).containsExactly(5, 1_000_008);
    }

    /** vLLM-Omni #4576: the seed works at the top level only. */
    @Test
    void sendsSeedsAtTheTopLevel() {
        speak("numberResults=2&field.extra_params=RAW({\"top_k\":5})", "Hello.");

        assertThat(speeches())
                .allSatisfy(request -> assertThat(request.at("seed")).isInstanceOf(Integer.class));
    }

    /** vLLM #44933, vLLM-Omni #2295, #4370: engines die of, or mix up, more requests than they were started for. */
    @Test
    void keepsNoMoreRequestsInProgressThanAllowed() {
        try (OpenAiSpeechEmulator other = OpenAiSpeechEmulator.builder()
                .maxInFlight(2, Overload.DIE)
                .latency(Duration.ofMillis(50))
                .build()
                .start()) {
            List<String> texts = IntStream.range(0, 8)
                    .mapToObj(i -> "Text number " + i + ".")
                    .toList();

            Exchange done = speak("maxConnections=2&baseUrl=" + other.baseUrl(), texts);

            assertThat(done.getException()).isNull();
            assertThat(other.mostSpeechesInFlight()).isLessThanOrEqualTo(2);
        }
    }

    /** vLLM-Omni #1525: servers hang. */
    @Test
    void hasADeadlineOfItsOwn() {
        emulator().inject(new SpeechFault.HangBeforeHeaders());

        assertThat(error(speak("callTimeout=300ms", "Hello.")).kind()).isEqualTo(Kind.TIMEOUT);
        await().atMost(10, TimeUnit.SECONDS).until(() -> emulator().speechesInFlight() == 0);
    }

    /** vLLM-Omni #6970: a voice together with a sample ends the engine. */
    @Test
    void sendsNoVoiceTogetherWithASample() {
        try (OpenAiSpeechEmulator other = clones()) {
            Exchange done = send(
                    "synthesize?voice=clone&transcript=words&baseUrl=" + other.baseUrl(),
                    "Hello.",
                    Map.of(QwenTtsConstants.REFERENCE_AUDIO, SAMPLE));

            assertIsWholeWav(done);
            Map<String, Object> body = other.requests().get(0).json();
            assertThat(body)
                    .containsEntry("task_type", "Base")
                    .containsEntry("ref_text", "words")
                    .doesNotContainKey("voice");
            assertThat(body.get("ref_audio"))
                    .asString()
                    .startsWith("data:audio/wav;base64,AAAA")
                    .hasSize(22 + 8_000);

            Exchange refused = send(
                    "synthesize?voice=ryan&transcript=words&baseUrl=" + other.baseUrl(),
                    "Hello.",
                    Map.of(QwenTtsConstants.REFERENCE_AUDIO, SAMPLE));
            assertThat(refused.getException()).hasMessageContaining("must not be set together with referenceAudio");
            assertThat(other.requests()).hasSize(1);
        }
    }

    /** vLLM-Omni #2203: a sample without its words ends the engine. */
    @Test
    void requiresTheWordsOfASampleBeforeItIsSent() {
        try (OpenAiSpeechEmulator other = clones()) {
            Map<String, Object> sample = Map.of(QwenTtsConstants.REFERENCE_AUDIO, SAMPLE);
            String uri = "synthesize?baseUrl=" + other.baseUrl();

            assertThat(send(uri, "Hello.", sample).getException())
                    .isInstanceOf(InvalidSpeechRequestException.class)
                    .hasMessageContaining("must be the words of the sample");
            assertThat(other.requests()).isEmpty();

            assertIsWholeWav(send(uri + "&xVectorOnly=true", "Hello.", sample));
            assertThat(other.requests().get(0).at("x_vector_only_mode")).isEqualTo(true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"voice=design", "model=voicedesign", "model=Qwen/Qwen3-TTS-12Hz-1.7B-VoiceDesign"})
    void designsAVoice(String option) {
        try (OpenAiSpeechEmulator other = OpenAiSpeechEmulator.builder()
                .models("Qwen/Qwen3-TTS-12Hz-1.7B-VoiceDesign")
                .build()
                .start()) {
            String uri = option + "&baseUrl=" + other.baseUrl();

            assertIsWholeWav(speak(uri + "&positivePrompt=an old sailor", "Hello."));
            assertThat(other.requests().get(0).json())
                    .containsEntry("task_type", "VoiceDesign")
                    .containsEntry("instructions", "an old sailor")
                    .doesNotContainKey("voice");
            assertThat(speak(uri, "Hello.").getException()).hasMessageContaining("positivePrompt is not set");
        }
    }

    /** vLLM-Omni #1654: empty audio with the status of success. */
    @Test
    void takesEmptyAudioForAFailure() {
        emulator().inject(new SpeechFault.EmptyBody());

        assertIsWholeWav(speak("", "Hello."));
        assertThat(speeches()).hasSize(2);

        emulator().inject(new SpeechFault.EmptyBody(), 4);
        assertThat(error(speak("outputFormat=PCM", "Hello.")).kind()).isEqualTo(Kind.PROVIDER);
    }

    /** vLLM-Omni #4646: the reported usage is wrong. */
    @Test
    void reportsNoCostByTheUsage() {
        assertThat(speak("", "Hello.").getMessage().getHeaders()).doesNotContainKey(QwenTtsConstants.COST);
    }

    /** vLLM-Omni #1480: closing the connection is the only way to cancel. */
    @Test
    void closesTheConnectionOfACancelledCall() throws Exception {
        try (OpenAiSpeechEmulator other = OpenAiSpeechEmulator.builder()
                .latency(Duration.ofSeconds(30))
                .build()
                .start()) {
            QwenTtsEndpoint endpoint =
                    context.getEndpoint("qwen-tts:synthesize?baseUrl=" + other.baseUrl(), QwenTtsEndpoint.class);
            CompletableFuture<Spoken> call = endpoint.client().synthesize(SpeechRequest.of("Hello."));
            await().atMost(10, TimeUnit.SECONDS).until(() -> other.speechesInFlight() == 1);

            call.cancel(true);

            await().atMost(10, TimeUnit.SECONDS).until(() -> other.speechesAborted() == 1);
        }
    }

    /** vLLM-Omni #1374: servers close idle connections under the client. */
    @Test
    void renewsAStaleConnectionWithoutARetry() {
        assertIsWholeWav(speak("maxRetries=0", "First."));
        emulator().inject(new SpeechFault.StaleConnection());

        assertIsWholeWav(speak("maxRetries=0", "Second."));

        assertThat(speeches()).hasSize(3);
    }

    /** Dynamo #14669: only the first 80 ms, and a clean end. */
    @Test
    void noticesAudioThatEndsAfterItsFirstChunk() {
        try (OpenAiSpeechEmulator other = server(SpeechServerProfile.DYNAMO)) {
            other.inject(new SpeechFault.FirstChunkOnly());

            assertIsWholeWav(speak(at(other), "This is a sentence of some length."));

            assertThat(other.requests()).hasSize(2);
        }
    }

    /** SGLang reports audio that used up its token budget. */
    @Test
    void marksAudioThatTheServerCutOff() throws Exception {
        byte[] wav = audio(speak("", "Hello."));
        try (ScriptedServer other = new ScriptedServer()) {
            other.on("/v1/audio/speech", 200, Map.of("Content-Type", "audio/wav", "X-Finish-Reason", "length"), wav);

            Exchange done = speak("baseUrl=" + other.baseUrl(), "Hello.");

            assertThat(done.getMessage().getHeader(QwenTtsConstants.TRUNCATED)).isEqualTo(true);
        }
    }

    /** A long generation drifts off the voice, so texts are cut at sentences. */
    @Test
    void cutsALongTextAtSentences() {
        String text = "This is a sentence of a long story. ".repeat(60);

        assertIsWholeWav(speak("maxPieceLength=600", text));

        assertThat(speeches())
                .hasSizeGreaterThan(2)
                .allSatisfy(
                        request -> assertThat(request.at("input")).asString().endsWith("."));
    }

    @Test
    void leavesOutHalfASample() {
        emulator().inject(new SpeechFault.OddByte());

        byte[] samples = audio(speak("outputFormat=PCM", "Hello."));

        assertThat(samples.length % 2).isZero();
        assertThat(speeches()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 11, 23, 39, 43, 45})
    void readsAHeaderThatIsSplit(int offset) {
        try (OpenAiSpeechEmulator other = server(SpeechServerProfile.DYNAMO)) {
            other.inject(new SpeechFault.SplitAt(offset));

            assertIsWholeWav(speak(at(other), "Hello."));
        }
    }

    @ParameterizedTest
    @CsvSource({"WAV,", "PCM,", "MP3,", "WAV,application/octet-stream", "PCM,application/octet-stream"})
    void acceptsAudioWithoutATellingContentType(String format, String contentType) {
        emulator().inject(new SpeechFault.ContentType(contentType));

        assertThat(audio(speak("outputFormat=" + format, "Hello."))).hasSizeGreaterThan(1_000);
        assertThat(speeches()).hasSize(1);
    }

    @Test
    void refusesSamplesOfUnclearByteOrder() {
        emulator().inject(new SpeechFault.ContentType("audio/L16;rate=24000"));

        assertThat(error(speak("outputFormat=PCM", "Hello.")).message()).contains("use outputFormat=WAV");
        assertThat(speeches()).hasSize(1);
    }

    @Test
    void readsEventsThatEndWithAnError() {
        emulator().inject(new SpeechFault.SseErrorAfter(1));

        assertIsWholeWav(speak("field.stream=true", "Hello, this is somewhat longer."));
        assertThat(speeches()).hasSize(2);
    }

    @Test
    void takesEventsWithoutAnEndForABrokenAnswer() {
        emulator().inject(new SpeechFault.SseWithoutEnd(), 2);

        assertThat(error(speak("field.stream=true", "Hello.")).kind()).isEqualTo(Kind.CONNECTION);
        assertIsWholeWav(speak("field.stream=true&retryUncertain=true", "Hello."));
    }

    private static OpenAiSpeechEmulator server(SpeechServerProfile profile) {
        return OpenAiSpeechEmulator.builder()
                .profile(profile)
                .apiKey(KEY)
                .build()
                .start();
    }

    private static String at(OpenAiSpeechEmulator server) {
        return "apiKey=" + KEY + "&baseUrl=" + server.baseUrl();
    }

    private static OpenAiSpeechEmulator clones() {
        return OpenAiSpeechEmulator.builder()
                .models("Qwen/Qwen3-TTS-12Hz-1.7B-Base")
                .build()
                .start();
    }

    /** The audio is a WAV file whose header has its true sizes. */
    private static void assertIsWholeWav(Exchange done) {
        byte[] wav = audio(done);
        ByteBuffer header = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(wav, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
        assertThat(header.getInt(4)).isEqualTo(wav.length - 8);
        assertThat(header.getInt(40)).isEqualTo(wav.length - 44).isGreaterThan(3_840);
    }
}
