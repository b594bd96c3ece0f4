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

import java.math.BigInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Each rule of the API is held against a task, and what breaks it is answered in the API's words. */
class TaskRulesTest extends EmulatorTestSupport {

    static Stream<Arguments> brokenRules() {
        return Stream.of(
                rule("invalidTaskUUID", "taskUUID", task -> task.put("taskUUID", "7")),
                rule("invalidTaskUUID", "taskUUID", task -> task.putNull("taskUUID")),
                rule("missingModel", "model", task -> task.putNull("model")),
                rule("invalidModel", "model", task -> task.put("model", "other")),
                rule("missingText", "speech.text", task -> speech(task, "text", " ")),
                rule("maxLengthExceeded", "speech.text", task -> speech(task, "text", "😀".repeat(2_001))),
                rule("missingVoice", "speech.voice", task -> speech(task, "voice", null)),
                rule("invalidVoice", "speech.voice", task -> speech(task, "voice", "Vivian")),
                rule("invalidVoice", "speech.voice", task -> speech(task, "voice", "clone")),
                rule("invalidValue", "speech.language", task -> speech(task, "language", "english")),
                rule("invalidSpeed", "speech.speed", task -> speech(task, "speed", 0.24)),
                rule("invalidSpeed", "speech.speed", task -> speech(task, "speed", 4.01)),
                rule("invalidSpeed", "speech.speed", task -> speech(task, "speed", 1.005)),
                rule("invalidSpeed", "speech.speed", task -> speech(task, "speed", "fast")),
                rule("invalidValue", "outputType", task -> task.put("outputType", "url")),
                rule("unsupportedOutputFormat", "outputFormat", task -> task.put("outputFormat", "OGG")),
                rule("valueOutOfRange", "numberResults", task -> task.put("numberResults", 0)),
                rule("valueOutOfRange", "numberResults", task -> task.put("numberResults", 21)),
                rule("valueOutOfRange", "numberResults", task -> task.put("numberResults", 4_294_967_297L)),
                rule("valueOutOfRange", "numberResults", task -> task.put("numberResults", Long.MIN_VALUE)),
                rule("invalidType", "numberResults", task -> task.put("numberResults", "2")),
                rule("invalidType", "numberResults", task -> task.put("numberResults", 2.7)),
                rule("valueOutOfRange", "ttl", task -> task.put("ttl", 59)),
                rule("conflictTtl", "ttl", task -> task.put("ttl", 60).put("outputType", "dataURI")),
                rule("invalidType", "includeCost", task -> task.put("includeCost", "yes")),
                rule("invalidUri", "uploadEndpoint", task -> task.put("uploadEndpoint", "ftp://x/y")),
                rule("invalidUri", "webhookURL", task -> task.put("webhookURL", "nowhere")),
                rule(
                        "valueOutOfRange",
                        "settings.maxNewTokens",
                        task -> task.put("settings", new JsonObject().put("maxNewTokens", 0))),
                rule(
                        "conflictAudioSettings",
                        "audioSettings",
                        task -> task.put("outputFormat", "WAV")
                                .put("audioSettings", new JsonObject().put("channels", 1))),
                rule(
                        "invalidSampleRate",
                        "audioSettings.sampleRate",
                        task -> task.put("audioSettings", new JsonObject().put("sampleRate", 9_000))),
                rule(
                        "valueOutOfRange",
                        "audioSettings.bitrate",
                        task -> task.put(
                                "audioSettings",
                                new JsonObject().put("sampleRate", 8_000).put("bitrate", 65))),
                rule(
                        "valueOutOfRange",
                        "audioSettings.channels",
                        task -> task.put("audioSettings", new JsonObject().put("channels", 3))),
                rule(
                        "missingPositivePrompt",
                        "positivePrompt",
                        task -> speech(task.put("model", "alibaba:qwen@3-tts-1.7b-voicedesign"), "voice", "design")),
                rule(
                        "missingInputsAudio",
                        "inputs.audio",
                        task -> speech(task.put("model", "alibaba:qwen@3-tts-1.7b-base"), "voice", "clone")),
                rule(
                        "missingTranscript",
                        "settings.transcript",
                        task -> speech(
                                task.put("model", "alibaba:qwen@3-tts-1.7b-base")
                                        .put("inputs", new JsonObject().put("audio", "https://x/y.wav")),
                                "voice",
                                "clone")),
                rule("unknownParameter", "volume", task -> task.put("volume", 11)),
                rule("unknownParameter", "speech.volume", task -> speech(task, "volume", 11)),
                rule("unsupportedTaskType", "taskType", task -> task.put("taskType", "imageInference")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000", "2147483647", "9223372036854775807", "1000000000000000000000000000000"})
    void acceptsMaxNewTokensOfAnySize(String tokens) throws Exception {
        JsonObject settings = new JsonObject().put("maxNewTokens", new BigInteger(tokens));

        byte[] limited = audio(task("Hello").put("settings", settings));

        assertThat(limited).hasSizeGreaterThan(2_000);
    }

    @ParameterizedTest(name = "{0} {1} #{index}")
    @MethodSource("brokenRules")
    void aTaskThatBreaksARuleIsRefused(String code, String parameter, UnaryOperator<JsonObject> breakRule)
            throws Exception {
        JsonObject task = breakRule.apply(task("Hello"));

        JsonObject answer = answer(task);

        assertThat(answer.getJsonArray("data")).isNull();
        assertThat(answer.getJsonArray("errors")).hasSize(1);
        JsonObject error = answer.getJsonArray("errors").getJsonObject(0);
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("parameter")).isEqualTo(parameter);
        assertThat(error.getString("taskUUID")).isEqualTo(task.getString("taskUUID"));
        assertThat(error.getString("message")).isNotBlank();
        assertThat(error.getString("documentation")).startsWith("https://");
        assertThat(emulator().tasksCarriedOut()).isZero();
    }

    private static JsonObject speech(JsonObject task, String parameter, Object value) {
        task.getJsonObject("speech").put(parameter, value);
        return task;
    }

    private static Arguments rule(String code, String parameter, UnaryOperator<JsonObject> breakRule) {
        return arguments(code, parameter, breakRule);
    }
}
