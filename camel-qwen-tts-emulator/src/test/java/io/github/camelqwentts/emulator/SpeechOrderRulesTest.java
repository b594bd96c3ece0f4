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

import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicReference;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules for the fields of a request at vLLM-Omni, for each kind of model. */
class SpeechOrderRulesTest extends SpeechServerTestSupport {

    private final AtomicReference<SpeechEngine.Utterance> said = new AtomicReference<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "input": ""                           | null             | Input text cannot be empty
                    "input": "\\u00a0\\n"                 | null             | Input text cannot be empty
                    "input": 5                            | input            | input should be a valid string
                    "voice": "bob"                        | voice            | Invalid voice 'bob'. Supported: aiden, dylan,
                    "voice": 5                            | voice            | voice should be a valid string
                    "voice": {"name": "ryan"}             | voice            | voice should be a valid string
                    "response_format": "aac"              | response_format  | response_format 'aac' is not one of [flac, mp3, opus, pcm, wav]
                    "response_format": "opus"             | response_format  | response_format 'opus' is not supported by this emulator
                    "speed": 0.2                          | speed            | speed should be between 0.25 and 4
                    "speed": 4.01                         | speed            | speed should be between 0.25 and 4
                    "speed": "1"                          | speed            | speed should be a valid number
                    "stream": "yes"                       | stream           | stream should be a valid boolean
                    "stream_format": "wav"                | stream_format    | stream_format should be 'sse' or 'audio'
                    "language": "Klingon"                 | language         | Invalid language 'Klingon'. Supported: Auto, Chinese
                    "language": ""                        | language         | Invalid language ''
                    "sample_rate": 16000                  | sample_rate      | sample_rate=16000 is not supported; supported rates: 8000, 24000
                    "max_new_tokens": 0                   | max_new_tokens   | max_new_tokens must be at least 1
                    "max_new_tokens": 4097                | max_new_tokens   | max_new_tokens cannot exceed 4096
                    "max_new_tokens": 99999999999         | max_new_tokens   | max_new_tokens cannot exceed 4096
                    "max_new_tokens": 1e30                | max_new_tokens   | max_new_tokens should be an integer of 64 bits
                    "max_new_tokens": 1.5                 | max_new_tokens   | max_new_tokens should be a valid integer
                    "seed": 1.5                           | seed             | seed should be a valid integer
                    "seed": 9223372036854775808           | seed             | seed should be an integer of 64 bits
                    "response_format": null               | response_format  | response_format should not be null
                    "stream": null                        | stream           | stream should not be null
                    "extra_params": []                    | extra_params     | extra_params should be a valid dictionary
                    "non_streaming_mode": 1               | non_streaming_mode | non_streaming_mode should be a valid boolean
                    "initial_codec_chunk_frames": -1      | initial_codec_chunk_frames | initial_codec_chunk_frames should be at least 0
                    "speaker_embedding": [1]              | speaker_embedding | 'speaker_embedding' is only valid for Base task
                    "seed": "1"                           | seed             | seed should be a valid number
                    "task_type": "Song"                   | task_type        | task_type 'Song' is not one of
                    "task_type": "Base"                   | task_type        | Qwen3-TTS CustomVoice checkpoint does not support task_type='Base'.
                    "ref_audio": "data:,"                 | task_type        | Qwen3-TTS CustomVoice checkpoint does not support task_type='Base'.
                    "ref_text": "Hi"                      | task_type        | Qwen3-TTS CustomVoice checkpoint does not support task_type='Base'.
                    "x_vector_only_mode": true            | x_vector_only_mode | 'x_vector_only_mode' is only valid for Base task
                    "word_timestamps": true               | word_timestamps  | word_timestamps needs a server
                    """)
    void rejects(String field, String param, String message) throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());

        HttpResponse<byte[]> response =
                speak(emulator, speech(emulator, "wav").mergeIn(new JsonObject("{" + field + "}")));

        assertThat(response.statusCode()).isEqualTo(400);
        JsonObject error = json(response).getJsonObject("error");
        assertThat(error.getString("message")).startsWith(message);
        assertThat(error.getString("param")).isEqualTo("null".equals(param) ? null : param);
        assertThat(error.getString("type")).isEqualTo("BadRequestError");
        assertThat(error.getInteger("code")).isEqualTo(400);
    }

    @Test
    void rejectsInstructionsThatAreTooLong() throws Exception {
        OpenAiSpeechEmulator emulator = start(builder());

        assertThat(statusWith(emulator, "instructions", "x".repeat(500))).isEqualTo(200);
        assertThat(statusWith(emulator, "instructions", "x".repeat(501))).isEqualTo(400);
    }

    @Test
    void limitsTheInputOfOpenAiByCodePoints() throws Exception {
        OpenAiSpeechEmulator emulator = start(SpeechServerProfile.OPENAI);

        assertThat(statusWith(emulator, "input", "🎉".repeat(4096))).isEqualTo(200);
        assertThat(statusWith(emulator, "input", "x".repeat(4097))).isEqualTo(400);
    }

    private int statusWith(OpenAiSpeechEmulator emulator, String field, String value) throws Exception {
        return speak(emulator, speech(emulator, "pcm").put(field, value)).statusCode();
    }

    @Test
    void passesWhatToSayToTheEngine() throws Exception {
        OpenAiSpeechEmulator emulator = start(listening());

        speak(
                emulator,
                speech(emulator, "wav")
                        .put("input", "Guten Tag")
                        .put("voice", new JsonObject().put("id", "SERENA"))
                        .put("language", "german")
                        .put("speed", 1.25)
                        .put("seed", 42));

        assertThat(said.get()).isEqualTo(new SpeechEngine.Utterance("Guten Tag", "serena", "German", 1.25, 42));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                      | vivian
            {"voice": null}         | vivian
            {"voice": "default"}    | vivian
            {"speaker": "Ryan"}     | ryan
            {"voice": "ONO_ANNA"}   | ono_anna
            """)
    void choosesTheVoice(String fields, String voice) throws Exception {
        OpenAiSpeechEmulator emulator = start(listening());

        speak(emulator, new JsonObject(fields).put("input", "Hi"));

        assertThat(said.get().voice()).isEqualTo(voice);
        assertThat(said.get().language()).isEqualTo("Auto");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"ref_audio": "data:audio/wav;base64,AAAA", "ref_text": "Hi"}               | 200
            {"ref_audio": "https://example.org/a.wav", "x_vector_only_mode": true}      | 200
            {"ref_audio": "file:///a.wav", "ref_text": "Hi", "task_type": "Base"}       | 200
            {"references": [{"audio_path": "https://example.org/a.wav", "text": "Hi"}]} | 200
            {"speaker_embedding": [0.5, 0.5], "task_type": "Base"}                      | 400
            {"speaker_embedding": ["a"], "task_type": "Base"}                           | 400
            {"references": []}                                                          | 400
            {"references": [1]}                                                         | 400
            {"references": [{"text": "Hi"}]}                                            | 400
            {"references": [{"audio_path": "data:,", "text": "Hi"}], "ref_audio": "x:"} | 400
            {"references": [{"audio_path": "data:,", "text": "Hi"}], "ref_text": "Yo"}  | 400
            {"speaker_embedding": [0.5], "ref_audio": "data:,"}                         | 400
            {"ref_audio": "UklGRg==", "ref_text": "Hi"}                                 | 400
            {"ref_audio": "data:audio/wav;base64,AAAA"}                                 | 400
            {"ref_audio": "data:audio/wav;base64,AAAA", "ref_text": " "}                | 400
            {"ref_text": "Hi"}                                                          | 400
            {"task_type": "Base"}                                                       | 400
            {"task_type": "CustomVoice"}                                                | 400
            {}                                                                          | 400
            """)
    void checksReferencesOfABaseModel(String fields, int status) throws Exception {
        assertSpeaks("Qwen/Qwen3-TTS-12Hz-1.7B-Base", fields, status, "clone");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"task_type": "VoiceDesign", "instructions": "A calm old man"} | 200
            {"task_type": "VoiceDesign", "instruct": "A calm old man"}     | 200
            {"task_type": "VoiceDesign"}                                   | 400
            {"instructions": "A calm old man"}                             | 400
            """)
    void checksInstructionsOfAVoiceDesignModel(String fields, int status) throws Exception {
        assertSpeaks("Qwen/Qwen3-TTS-12Hz-1.7B-VoiceDesign", fields, status, "design");
    }

    /** @param voice the voice of a request that the model accepts */
    private void assertSpeaks(String model, String fields, int status, String voice) throws Exception {
        OpenAiSpeechEmulator emulator = start(listening().models(model));

        assertThat(speak(emulator, new JsonObject(fields).put("input", "Hi")).statusCode())
                .isEqualTo(status);
        if (status == 200) {
            assertThat(said.get().voice()).isEqualTo(voice);
        }
    }

    @ParameterizedTest
    @CsvSource({"Qwen/Qwen3-TTS-12Hz-1.7B-Base, 2048", "Qwen/Qwen3-TTS-12Hz-0.6B-Base, 1024"})
    void acceptsEmbeddingsOfTheModelsSize(String model, int dimensions) throws Exception {
        OpenAiSpeechEmulator emulator = start(listening().models(model));
        JsonObject body = new JsonObject().put("input", "Hi").put("task_type", "Base");

        assertThat(speak(emulator, body.put("speaker_embedding", Collections.nCopies(dimensions, 0.5)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(speak(emulator, body.put("speaker_embedding", Collections.nCopies(dimensions - 1, 0.5)))
                        .statusCode())
                .isEqualTo(400);
    }

    private OpenAiSpeechEmulator.Builder listening() {
        return builder().engine(utterance -> {
            said.set(utterance);
            return samples(FRAME);
        });
    }
}
