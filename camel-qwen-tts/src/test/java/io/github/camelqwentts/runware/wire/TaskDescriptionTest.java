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
package io.github.camelqwentts.runware.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpoolWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class TaskDescriptionTest {

    private static final SpoolSettings SPOOLS = new SpoolSettings(Integer.MAX_VALUE, () -> null);

    private static final String REQUEST =
            "{\"taskType\":\"audioInference\",\"taskUUID\":\"t\",\"apiKey\":\"k1\",\"webhookURL\":\"https://x/?token=k2\","
                    + "\"uploadEndpoint\":\"https://x/?sig=k3\",\"inputs\":{\"audio\":\"QUJD\"},\"a\":[[\"sesame\",1,null]]}";
    private static final String RESPONSE =
            "{\"data\":[{\"taskUUID\":\"t\",\"audioURL\":\"u\",\"audioBase64Data\":\"QUJD\","
                    + "\"audioDataURI\":\"data:,\"}],\"error\":null}";

    @ParameterizedTest
    @ValueSource(strings = {"[%s]", "%s"})
    void masksSecretsAndLeavesOutAudioInEveryShape(String shape) throws IOException {
        for (String data : new String[] {"[%s]", "%s"}) {
            String details = "{\"taskType\":\"getTaskDetails\",\"taskUUID\":\"t\",\"request\":"
                    + shape.formatted(REQUEST) + ",\"response\":" + shape.formatted(RESPONSE) + "}";

            String text = describe("{\"data\":" + data.formatted(details) + ",\"errors\":[]}");

            assertThat(text)
                    .doesNotContain("k1", "k2", "k3", "QUJD", "sesame", "getTaskDetails", "audioDataURI", "data:,")
                    .contains("audioInference");
            JsonObject description = new JsonObject(text);
            Object request = description.getValue("request");
            JsonObject first = request instanceof JsonArray array ? array.getJsonObject(0) : (JsonObject) request;
            assertThat(first.getString("apiKey")).isEqualTo("***");
            assertThat(first.getJsonArray("a")).hasToString("[[\"***\",1,null]]");
            assertThat(first.getJsonObject("inputs").isEmpty()).isTrue();
        }
    }

    @Test
    void hidesNothingInCodesAndIds() throws IOException {
        String text =
                describe("{\"data\":[{\"taskUUID\":\"sesame-1\",\"response\":{\"errors\":[{\"code\":\"sesameFailed\","
                        + "\"message\":\"No sesame\"}]}}]}");

        assertThat(text).contains("\"sesame-1\"", "\"sesameFailed\"", "No ***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"data\":[]}", "{\"data\":null}", "{\"errors\":[{\"code\":\"c\"}]}", "{\"data\":[null]}"
            })
    void isNullWithoutDetails(String answer) throws IOException {
        assertThat(describe(answer)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":[{\"a\":[1,", "{\"data\":[{\"a\":", "{\"data\":[{"})
    void refusesTruncatedDetails(String answer) {
        assertThatIOException().isThrownBy(() -> describe(answer));
    }

    @Test
    void refusesEndlessDetails() {
        String long1 = "\"" + "x".repeat(500_000) + "\",";

        assertThatIOException()
                .isThrownBy(() -> describe("{\"data\":[{\"a\":[" + long1.repeat(40) + "1]}]}"))
                .withMessageContaining("too large");
        assertThatIOException().isThrownBy(() -> describe("{\"data\":[{\"a\":[" + "{},".repeat(2_000_000) + "1]}]}"));
    }

    private static String describe(String answer) throws IOException {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        SpoolWriter writer = new SpoolWriter(SPOOLS, Long.MAX_VALUE, bytes.length);
        writer.write(bytes);
        return TaskDescription.of(
                writer.toSpool(), AnswerLimits.ofResults(20, Long.MAX_VALUE), TaskDescriptionTest::redact);
    }

    private static String redact(String text) {
        return text == null ? null : text.replace("sesame", "***");
    }
}
