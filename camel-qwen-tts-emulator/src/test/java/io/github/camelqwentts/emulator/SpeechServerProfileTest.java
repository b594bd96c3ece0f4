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

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How the servers differ. */
class SpeechServerProfileTest extends SpeechServerTestSupport {

    private static final String DATA_URL = "data:audio/wav;base64,AAAA";

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # profile, format,          nothing, stream, and audio, and sse, audio alone, sse alone
                    VLLM_OMNI, wav,             whole,   sse,    raw,       sse,     raw,         sse
                    VLLM_OMNI, pcm,             whole,   sse,    raw,       sse,     raw,         sse
                    VLLM_OMNI, mp3,             whole,   400,    400,       400,     400,         400
                    VLLM_OMNI_JUNE_2026, wav,   whole,   raw,    raw,       raw,     whole,       whole
                    VLLM_OMNI_0_16, wav,        whole,   raw,    raw,       422,     whole,       422
                    VLLM_OMNI_0_16, flac,       whole,   422,    422,       422,     whole,       422
                    VLLM_OMNI_0_14, pcm,        whole,   raw,    raw,       raw,     whole,       whole
                    VLLM_OMNI_0_14, wav,        whole,   422,    422,       422,     whole,       whole
                    MITTWALD, wav,              whole,   sse,    raw,       sse,     raw,         sse
                    OPENAI, wav,                raw,     400,    400,       400,     raw,         sse
                    OPENAI, mp3,                raw,     400,    400,       400,     raw,         sse
                    SGLANG, pcm,                whole,   whole,  whole,     whole,   whole,       whole
                    SGLANG_CHUNKS, pcm,         whole,   sse,    sse,       sse,     whole,       whole
                    DYNAMO, pcm,                raw,     raw,    raw,       raw,     raw,         raw
                    DYNAMO, mp3,                whole,   whole,  whole,     whole,   whole,       whole
                    FASTER_QWEN3, wav,          raw,     raw,    raw,       raw,     raw,         raw
                    FASTER_QWEN3, mp3,          whole,   whole,  whole,     whole,   whole,       whole
                    NARI, pcm,                  whole,   raw,    422,       422,     422,         422
                    GROXAXO, pcm,               whole,   raw,    raw,       raw,     raw,         raw
                    SAMBANOVA, wav,             400,     sse,    sse,       sse,     sse,         sse
                    LOCALAI, wav,               whole,   raw,    raw,       raw,     whole,       whole
                    OPENROUTER, pcm,            raw,     raw,    raw,       raw,     raw,         raw
                    """)
    void streamsAsItsServerDoes(
            SpeechServerProfile profile,
            String format,
            String nothing,
            String stream,
            String streamAudio,
            String streamSse,
            String audio,
            String sse)
            throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);

        assertThat(List.of(
                        way(emulator, format, false, null),
                        way(emulator, format, true, null),
                        way(emulator, format, true, "audio"),
                        way(emulator, format, true, "sse"),
                        way(emulator, format, false, "audio"),
                        way(emulator, format, false, "sse")))
                .containsExactly(nothing, stream, streamAudio, streamSse, audio, sse);
    }

    private String way(OpenAiSpeechEmulator emulator, String format, boolean stream, String streamFormat)
            throws Exception {
        JsonObject body = speech(emulator, format);
        if (stream) {
            body.put("stream", true);
        }
        if (streamFormat != null) {
            body.put("stream_format", streamFormat);
        }
        HttpResponse<byte[]> response = speak(emulator, body);
        if (response.statusCode() != 200) {
            return String.valueOf(response.statusCode());
        }
        if (contentType(response).startsWith("text/event-stream")) {
            return "sse";
        }
        return response.headers().firstValue("Content-Length").isPresent() ? "whole" : "raw";
    }

    @ParameterizedTest
    @EnumSource(SpeechServerProfile.class)
    void adjustsTheSpeedOfWholeAudioOnly(SpeechServerProfile profile) throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);
        JsonObject body = speech(emulator, "pcm").put("speed", 1.5);

        int whole = speak(emulator, body).statusCode();

        assertThat(whole)
                .isEqualTo(
                        profile == SpeechServerProfile.NARI
                                ? 422
                                : profile == SpeechServerProfile.SAMBANOVA ? 400 : 200);
        int streamed = speak(emulator, body.put("stream", true)).statusCode();
        assertThat(streamed)
                .isEqualTo(
                        switch (profile) {
                            case VLLM_OMNI_0_14, VLLM_OMNI_0_16, NARI -> 422;
                            case DYNAMO, FASTER_QWEN3, SGLANG, OPENROUTER -> 200;
                            default -> 400;
                        });
    }

    @Test
    void sglangStreamsClonesOnly() throws Exception {
        OpenAiSpeechEmulator emulator =
                start(builder().profile(SpeechServerProfile.SGLANG).models("Qwen/Qwen3-TTS-12Hz-0.6B-Base"));
        JsonObject clone = speech(emulator, "pcm")
                .put("model", "Qwen/Qwen3-TTS-12Hz-0.6B-Base")
                .put("ref_audio", DATA_URL)
                .put("ref_text", "Hi")
                .put("stream", true);

        HttpResponse<byte[]> response = speak(emulator, clone);

        assertThat(response.headers().firstValue("Content-Length")).isEmpty();
        assertThat(contentType(response)).isEqualTo("audio/pcm");
        assertThat(response.headers().firstValue("X-Sample-Rate")).hasValue("24000");
    }

    @Test
    void sglangReportsWhyItStopped() throws Exception {
        OpenAiSpeechEmulator emulator = start(SpeechServerProfile.SGLANG);

        assertThat(speak(emulator, speech(emulator, "wav")).headers().firstValue("X-Finish-Reason"))
                .hasValue("stop");
        assertThat(speak(emulator, speech(emulator, "wav").put("max_new_tokens", 3))
                        .headers()
                        .firstValue("X-Finish-Reason"))
                .hasValue("length");
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM_OMNI, 'event: speech.audio.delta', speech.audio.done",
        "OPENAI, 'data: {\"type\":\"speech.audio.delta\"', speech.audio.done",
        "SAMBANOVA, 'data: {\"type\":\"speech.audio.delta\"', speech.audio.done",
        "SGLANG_CHUNKS, 'data: {\"object\":\"audio.speech.chunk\"', 'data: [DONE]'"
    })
    void writesEventsAsItsServerDoes(SpeechServerProfile profile, String first, String last) throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);
        JsonObject body = speech(emulator, "pcm");
        body.put(
                profile == SpeechServerProfile.OPENAI ? "stream_format" : "stream",
                profile == SpeechServerProfile.OPENAI ? "sse" : true);

        String events = new String(speak(emulator, body).body(), StandardCharsets.UTF_8);

        assertThat(events).startsWith(first).endsWith("\n\n");
        assertThat(events.strip().lines().reduce("", (a, b) -> b)).contains(last);
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, mp3, application/octet-stream",
        "OPENAI, pcm, application/octet-stream",
        "OPENROUTER, pcm, audio/pcm;rate=24000;channels=1",
        "OPENROUTER, mp3, audio/mpeg",
        "VLLM_OMNI, flac, audio/flac"
    })
    void namesTheContentType(SpeechServerProfile profile, String format, String contentType) throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);

        assertThat(contentType(speak(emulator, speech(emulator, format)))).isEqualTo(contentType);
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM_OMNI, audio/wav",
        "OPENAI, application/octet-stream",
        "GROXAXO, audio/mpeg",
        "OPENROUTER, audio/mpeg",
        "NARI, audio/wav"
    })
    void speaksInItsDefaultFormat(SpeechServerProfile profile, String contentType) throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);
        JsonObject body = speech(emulator, "wav");
        body.remove("response_format");

        assertThat(contentType(speak(emulator, body))).isEqualTo(contentType);
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, language, 400, Unknown parameter: 'language'.",
        "NARI, task_type, 422, Unknown parameter: 'task_type'.",
        "VLLM_OMNI, anything, 200, ''",
        "DYNAMO, nvext, 200, ''"
    })
    void ignoresOrRefusesUnknownFields(SpeechServerProfile profile, String field, int status, String message)
            throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);

        HttpResponse<byte[]> response = speak(emulator, speech(emulator, "pcm").put(field, "English"));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new String(response.body(), StandardCharsets.ISO_8859_1)).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM_OMNI, 'input', 400",
        "MITTWALD, 'input,model,voice', 400",
        "OPENAI, 'input,model,voice', 400",
        "SGLANG, 'input,model,voice', 400",
        "OPENROUTER, 'input,model,voice', 400",
        "NARI, 'input', 422",
        "FASTER_QWEN3, 'input', 422"
    })
    void requiresFields(SpeechServerProfile profile, String required, int status) throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);
        for (String field : List.of("input", "model", "voice")) {
            JsonObject body = speech(emulator, "pcm");
            body.remove(field);

            assertThat(speak(emulator, body).statusCode())
                    .as(field)
                    .isEqualTo(List.of(required.split(",")).contains(field) ? status : 200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM_OMNI, 400",
        "FASTER_QWEN3, 200",
        "OPENAI, 400",
        "SAMBANOVA, 200",
        "GROXAXO, 400",
        "VLLM_OMNI_0_16, 422"
    })
    void refusesOrReplacesUnknownVoices(SpeechServerProfile profile, int status) throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);
        JsonObject body = speech(emulator, "pcm").put("voice", "bob");
        if (profile == SpeechServerProfile.SAMBANOVA) {
            body.put("stream", true);
        }

        assertThat(speak(emulator, body).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM_OMNI, VLLM",
        "VLLM_OMNI_0_16, DETAIL_LIST",
        "OPENAI, OPENAI",
        "FASTER_QWEN3, DETAIL",
        "GROXAXO, DETAIL_OBJECT",
        "OPENROUTER, CODE_AND_MESSAGE",
        "NARI, DETAIL_LIST"
    })
    void shapesErrorsAsItsServerDoes(SpeechServerProfile profile, ErrorShape shape) throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);

        HttpResponse<byte[]> refused = speak(emulator, speech(emulator, "pcm").put("input", " "));

        int status = profile.traits().invalidStatus();
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(json(refused))
                .isEqualTo(new JsonObject(shape.body(
                        new ServerError(status, "BadRequestError", "Input text cannot be empty", null, null, null))));
    }

    @ParameterizedTest
    @EnumSource(SpeechServerProfile.class)
    void requiresAKeyWhereItsServerIsHosted(SpeechServerProfile profile) throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);

        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(URI.create(emulator.baseUrl() + "/v1/models"))
                .build());

        boolean hosted =
                List.of("OPENAI", "MITTWALD", "SAMBANOVA", "OPENROUTER").contains(profile.name());
        assertThat(response.statusCode()).isEqualTo(hosted ? 401 : 200);
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM_OMNI, '{\"status\":\"healthy\"}', 503, '{\"status\":\"unhealthy\"}'",
        "DYNAMO, '', 503, ''",
        "FASTER_QWEN3, '{\"status\":\"ok\",\"model_loaded\":true}', 200, '{\"status\":\"ok\",\"model_loaded\":false}'",
        "NARI, '{\"alive\":true,\"phase\":\"serving\"}', 200, '{\"alive\":true,\"phase\":\"loading\"}'"
    })
    void reportsItsHealth(SpeechServerProfile profile, String healthy, int status, String unhealthy) throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);

        HttpResponse<byte[]> before = get(emulator, "/health");
        emulator.setReady(false);
        HttpResponse<byte[]> after = get(emulator, "/health");

        assertThat(before.statusCode()).isEqualTo(200);
        assertThat(before.body()).asString().isEqualTo(healthy);
        assertThat(after.statusCode()).isEqualTo(status);
        assertThat(after.body()).asString().isEqualTo(unhealthy);
    }

    @Test
    void nariIsAliveBeforeItIsReady() throws Exception {
        OpenAiSpeechEmulator emulator = start(SpeechServerProfile.NARI);

        assertThat(get(emulator, "/ready").statusCode()).isEqualTo(200);
        emulator.setReady(false);
        assertThat(get(emulator, "/ready").statusCode()).isEqualTo(503);
        assertThat(json(get(emulator, "/ready")).getBoolean("ready")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM_OMNI, 200",
        "SGLANG, 200",
        "GROXAXO, 200",
        "LOCALAI, 200",
        "OPENAI, 404",
        "DYNAMO, 404",
        "NARI, 404"
    })
    void listsVoicesWhereItsServerDoes(SpeechServerProfile profile, int status) throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);

        HttpResponse<byte[]> response = get(emulator, "/v1/audio/voices?model=x");

        assertThat(response.statusCode()).isEqualTo(status);
        if (profile == SpeechServerProfile.GROXAXO) {
            assertThat(json(response).getJsonArray("voices").getJsonObject(0).getString("id"))
                    .isEqualTo("aiden");
        }
    }

    @ParameterizedTest
    @EnumSource(SpeechServerProfile.class)
    void servesItsOwnModels(SpeechServerProfile profile) throws Exception {
        OpenAiSpeechEmulator emulator = start(profile);

        List<String> models = json(get(emulator, "/v1/models")).getJsonArray("data").stream()
                .map(model -> ((JsonObject) model).getString("id"))
                .toList();

        assertThat(models).isEqualTo(profile.traits().models());
        for (String model : models) {
            assertThat(speak(emulator, speech(emulator, "pcm").put("model", model))
                            .statusCode())
                    .isIn(200, profile == SpeechServerProfile.SAMBANOVA ? 400 : 200);
        }
        assertThat(speak(emulator, speech(emulator, "pcm").put("model", "nope")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void answersAMethodThatHasNoBody() throws Exception {
        OpenAiSpeechEmulator emulator = start(SpeechServerProfile.VLLM_OMNI);

        HttpResponse<byte[]> response = send(request(emulator, "/v1/models")
                .method("DELETE", BodyPublishers.noBody())
                .build());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET");
    }
}
