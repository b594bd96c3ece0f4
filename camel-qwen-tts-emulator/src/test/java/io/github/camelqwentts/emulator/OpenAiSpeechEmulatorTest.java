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

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** What a client of the newest vLLM-Omni sees: routes, audio, streams, key, limits and counts. */
class OpenAiSpeechEmulatorTest extends SpeechServerTestSupport {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final byte[] ENDLESS_WAVE = HexFormat.of()
            .parseHex("52494646FFFFFFFF57415645666D7420100000000100" + "0100C05D000080BB00000200100064617461FFFFFFFF");

    @ParameterizedTest
    @CsvSource({"wav, audio/wav, RIFF", "flac, audio/flac, fLaC", "mp3, audio/mpeg, ''", "pcm, audio/pcm, ''"})
    void speaksInEachFormat(String format, String contentType, String magic) throws Exception {
        OpenAiSpeechEmulator emulator = start(OpenAiSpeechEmulator.builder());

        HttpResponse<byte[]> response = speak(emulator, speech(emulator, format));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(contentType(response)).isEqualTo(contentType);
        assertThat(response.body()).hasSizeGreaterThan(2000);
        assertThat(new String(response.body(), StandardCharsets.ISO_8859_1)).startsWith(magic);
        assertThat(response.headers().firstValue("Content-Length")).hasValue(String.valueOf(response.body().length));
    }

    @Test
    void padsAudioToWholeFramesAndCountsThem() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder().engine(utterance -> samples(2 * FRAME + 2)));

        HttpResponse<byte[]> response = speak(emulator, speech(emulator, "pcm"));

        assertThat(response.body())
                .hasSize(3 * FRAME)
                .startsWith(samples(2 * FRAME + 2).samples());
        assertThat(response.headers().firstValue("x-vllm-omni-output-tokens")).hasValue("3");
    }

    @Test
    void cutsAudioAtMaxNewTokens() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());

        assertThat(speak(emulator, speech(emulator, "pcm").put("max_new_tokens", 7))
                        .body())
                .hasSize(7 * FRAME);
    }

    @Test
    void halvesNothingButTheRateAtEightKilohertz() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());

        byte[] audio = speak(emulator, speech(emulator, "pcm").put("sample_rate", 8000))
                .body();

        assertThat(audio.length).isBetween(30 * FRAME / 3 - 10, 30 * FRAME / 3 + 10);
    }

    @Test
    void defaultsToWavOfTheOnlyModel() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());

        HttpResponse<byte[]> response = speak(emulator, new JsonObject().put("input", "Hello"));

        assertThat(contentType(response)).isEqualTo("audio/wav");
        assertThat(response.body()).hasSize(44 + 30 * FRAME);
    }

    @Test
    void streamsRawPcmChunkByChunk() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder().chunkDelay(LONG));

        HttpResponse<InputStream> response = open(emulator, raw(speech(emulator, "pcm")));
        try (InputStream body = response.body()) {
            byte[] first = body.readNBytes(FRAME);

            assertThat(contentType(response)).isEqualTo("audio/pcm");
            assertThat(response.headers().firstValue("Content-Length")).isEmpty();
            assertThat(first).isEqualTo(samples(FRAME).samples());
            assertThat(body.available()).isZero();
            assertThat(emulator.speechesInFlight()).isOne();
        }
    }

    @Test
    void beginsAStreamedWavWithUnknownSizes() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());

        byte[] body = speak(emulator, raw(speech(emulator, "wav"))).body();

        assertThat(body).hasSize(44 + 30 * FRAME).startsWith(ENDLESS_WAVE).endsWith(new byte[] {
            samples(30 * FRAME).samples()[30 * FRAME - 2], samples(30 * FRAME).samples()[30 * FRAME - 1]
        });
    }

    @Test
    void takesTheDelayOfAllChunksBeforeWholeAudio() throws Exception {
        OpenAiSpeechEmulator emulator =
                start(builder().firstChunkFrames(1).laterChunkFrames(29).chunkDelay(Duration.ofMillis(300)));

        long begin = System.nanoTime();
        speak(emulator, speech(emulator, "wav"));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void sendsAllChunksAtTheEndWithoutAsyncChunk() throws Exception {
        OpenAiSpeechEmulator emulator =
                start(builder().asyncChunk(false).laterChunkFrames(29).chunkDelay(LONG));

        HttpResponse<InputStream> response = open(emulator, raw(speech(emulator, "pcm")));
        try (InputStream body = response.body()) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(body.available()).isZero();
            assertThat(emulator.speechesInFlight()).isOne();
        }
    }

    @Test
    void holdsTheFirstChunkBackByTheLatency() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder().latency(Duration.ofMillis(300)));

        long begin = System.nanoTime();
        speak(emulator, raw(speech(emulator, "pcm")));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav", "raw", "sse"})
    void countsWorkAsAbortedWhenTheClientCloses(String way) throws Exception {
        OpenAiSpeechEmulator emulator = start(builder().chunkDelay(LONG));
        JsonObject body = speech(emulator, "wav");
        switch (way) {
            case "raw" -> raw(body);
            case "sse" -> body.put("stream", true);
            default -> assertThat(body.containsKey("stream")).isFalse();
        }
        CompletableFuture<?> call = speakLater(emulator, body);
        await().atMost(Duration.ofSeconds(10)).until(() -> emulator.speechesInFlight() == 1);

        call.cancel(true);

        await().atMost(Duration.ofSeconds(1)).until(() -> emulator.speechesAborted() == 1);
        assertThat(emulator.speechesInFlight()).isZero();
        assertThat(emulator.speechesCompleted()).isZero();
    }

    @Test
    void countsWhatItDid() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());

        speak(emulator, speech(emulator, "wav"));
        speak(emulator, raw(speech(emulator, "pcm")));
        speak(emulator, speech(emulator, "pcm").put("input", " "));

        assertThat(emulator.speechesStarted()).isEqualTo(2);
        assertThat(emulator.speechesCompleted()).isEqualTo(2);
        assertThat(emulator.mostSpeechesInFlight()).isOne();
        assertThat(emulator.requests()).hasSize(3);
        emulator.reset();
        assertThat(emulator.speechesStarted() + emulator.speechesCompleted()).isZero();
        assertThat(emulator.requests()).isEmpty();
    }

    @Test
    void recordsRequests() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());

        speak(emulator, speech(emulator, "wav").put("extra_params", new JsonObject().put("top_k", 5)));

        RecordedSpeechRequest request = emulator.takeRequest(Duration.ofSeconds(5));
        assertThat(request).isNotNull();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/audio/speech");
        assertThat(request.headers()).containsEntry("authorization", "Bearer secret");
        assertThat(request.at("input")).isEqualTo("Hello");
        assertThat(request.at("extra_params", "top_k")).isEqualTo(5);
        assertThat(request.at("extra_params", "none")).isNull();
        assertThat(emulator.takeRequest(Duration.ofMillis(1))).isNull();
    }

    @Test
    void forgetsTheOldestRequests() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder().rememberAtMost(1));

        get(emulator, "/health");
        get(emulator, "/v1/models");

        assertThat(emulator.requests()).singleElement().extracting("path").isEqualTo("/v1/models");
    }

    @Test
    void listsVoicesAndModels() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder().voices("ryan", "Mine").models("a", "b"));

        assertThat(json(get(emulator, "/v1/audio/voices")))
                .isEqualTo(new JsonObject()
                        .put("voices", new JsonArray().add("ryan").add("Mine").add("default"))
                        .put("uploaded_voices", new JsonArray()));
        assertThat(json(get(emulator, "/v1/models")).getJsonArray("data"))
                .extracting(model -> ((JsonObject) model).getString("id"))
                .containsExactly("a", "b");
        assertThat(speak(
                                emulator,
                                new JsonObject()
                                        .put("input", "x")
                                        .put("voice", "mINE")
                                        .put("model", "b"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void acceptsItsKeyOnly() throws Exception {
        OpenAiSpeechEmulator right = start(builder().apiKey("secret"));
        OpenAiSpeechEmulator wrong = start(builder().apiKey("other"));

        assertThat(speak(right, speech(right, "wav")).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> refused = speak(wrong, speech(wrong, "wav"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(json(refused)).isEqualTo(new JsonObject().put("error", "Unauthorized"));
        assertThat(get(wrong, "/v1/models").statusCode()).isEqualTo(401);
        assertThat(get(wrong, "/health").statusCode()).isEqualTo(200);
        assertThatIllegalArgumentException().isThrownBy(() -> builder().apiKey(" "));
    }

    @Test
    void refusesSpeechUntilItIsReady() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());

        emulator.setReady(false);
        assertThat(get(emulator, "/health").statusCode()).isEqualTo(503);
        assertThat(speak(emulator, speech(emulator, "wav")).statusCode()).isEqualTo(503);

        emulator.setReady(true);
        assertThat(get(emulator, "/health").statusCode()).isEqualTo(200);
        assertThat(speak(emulator, speech(emulator, "wav")).statusCode()).isEqualTo(200);
    }

    @Test
    void rejectsOtherPathsMethodsAndTypes() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());

        assertThat(get(emulator, "/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(get(emulator, "/v1/audio/speech").statusCode()).isEqualTo(405);
        assertThat(send(request(emulator, "/v1/audio/speech")
                                .POST(BodyPublishers.ofString("{\"input\":\"x\"}"))
                                .build())
                        .statusCode())
                .isEqualTo(400);
        for (String body : new String[] {"[]", "{", "", "null"}) {
            assertThat(send(request(emulator, "/v1/audio/speech")
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(body))
                                    .build())
                            .statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @Test
    void queuesBeyondItsMaximumInFlight() throws Exception {
        OpenAiSpeechEmulator emulator =
                start(builder().maxInFlight(1, Overload.QUEUE).latency(Duration.ofMillis(50)));

        CompletableFuture<HttpResponse<byte[]>> first = speakLater(emulator, speech(emulator, "wav"));
        CompletableFuture<HttpResponse<byte[]>> second = speakLater(emulator, speech(emulator, "wav"));

        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(second.get().statusCode()).isEqualTo(200);
        assertThat(emulator.mostSpeechesInFlight()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE, 503, The request queue is full.", "TOO_MANY_REQUESTS, 429, Too many requests"})
    void refusesBeyondItsMaximumInFlight(Overload overload, int status, String message) throws Exception {
        OpenAiSpeechEmulator emulator = start(builder().maxInFlight(1, overload).latency(LONG));
        CompletableFuture<?> first = occupy(emulator);

        HttpResponse<byte[]> second = speak(emulator, speech(emulator, "wav"));

        assertThat(second.statusCode()).isEqualTo(status);
        assertThat(json(second).getJsonObject("error").getString("message")).isEqualTo(message);
        assertThat(first).isNotDone();
    }

    @Test
    void diesBeyondItsMaximumInFlight() throws Exception {
        OpenAiSpeechEmulator emulator =
                start(builder().maxInFlight(1, Overload.DIE).latency(LONG));
        CompletableFuture<?> first = occupy(emulator);

        assertThat(speak(emulator, speech(emulator, "wav")).statusCode()).isEqualTo(503);

        assertThat(first).failsWithin(Duration.ofSeconds(10));
        assertThat(get(emulator, "/health").statusCode()).isEqualTo(503);
        assertThat(speak(emulator, speech(emulator, "wav")).statusCode()).isEqualTo(503);
        assertThat(emulator.speechesAborted()).isZero();
        emulator.reset();
        assertThat(get(emulator, "/health").statusCode()).isEqualTo(200);
    }

    @Test
    void givesUpTheQueuedWorkOfAClientThatCloses() throws Exception {
        OpenAiSpeechEmulator emulator =
                start(builder().maxInFlight(1, Overload.QUEUE).latency(LONG));
        CompletableFuture<?> first = occupy(emulator);
        CompletableFuture<?> second =
                speakLater(emulator, speech(emulator, "wav").put("input", "second"));
        await().atMost(Duration.ofSeconds(10)).until(() -> emulator.requests().size() == 2);

        second.cancel(true);
        first.cancel(true);

        await().atMost(Duration.ofSeconds(10)).until(() -> emulator.speechesInFlight() == 0);
        assertThat(emulator.speechesStarted()).isBetween(1, 2);
    }

    /** Returns the speech that the emulator has begun. */
    private CompletableFuture<?> occupy(OpenAiSpeechEmulator emulator) {
        CompletableFuture<?> speech = speakLater(emulator, speech(emulator, "wav"));
        await().atMost(Duration.ofSeconds(10)).until(() -> emulator.speechesInFlight() == 1);
        return speech;
    }

    @Test
    void reportsAFailureOfTheEngine() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder().engine(utterance -> {
            throw new IllegalStateException("no voice");
        }));

        HttpResponse<byte[]> response = speak(emulator, speech(emulator, "wav"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(json(response).getJsonObject("error").getString("message"))
                .startsWith("Speech generation failed")
                .contains("no voice");
    }

    @Test
    void startsOnceAndClosesTwice() {
        OpenAiSpeechEmulator emulator = builder().build().start();

        assertThatIllegalStateException().isThrownBy(emulator::start);
        int port = Integer.parseInt(emulator.baseUrl().replaceAll(".*:", ""));
        assertThatIllegalStateException()
                .isThrownBy(() -> builder().port(port).build().start());
        emulator.close();
        emulator.close();
    }

    @Test
    void rejectsSettingsWithoutMeaning() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder().firstChunkFrames(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().laterChunkFrames(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().maxInFlight(0, Overload.QUEUE));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().rememberAtMost(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().voices());
        assertThatIllegalArgumentException().isThrownBy(() -> builder().models());
    }

    private static JsonObject raw(JsonObject body) {
        return body.put("stream", true).put("stream_format", "audio");
    }
}
