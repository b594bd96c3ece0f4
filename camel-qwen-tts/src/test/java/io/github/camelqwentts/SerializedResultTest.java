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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;

import io.github.camelqwentts.speech.SpeechResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Results that leave the process as objects, as Camel's JMS component sends them. */
class SerializedResultTest extends SpeakingTestSupport {

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000_000})
    void takesItsAudioAlong(int spoolThreshold) throws Exception {
        SpeechResult result = speak(spoolThreshold);
        byte[] audio = bytes(result);

        SpeechResult first = deserialize(serialize(result));
        SpeechResult second = deserialize(serialize(first));
        result.orThrow().audio().close();

        assertThat(bytes(second)).isEqualTo(audio);
        assertThat(second.taskUUID()).isEqualTo(result.taskUUID());
        assertThat(second.orThrow().duration()).isEqualTo(result.orThrow().duration());
        assertThat(second).hasToString(first.toString());
    }

    @Test
    void isNotSerializedWithoutAudioThatItHad() throws Exception {
        SpeechResult result = speak(0);
        result.orThrow().audio().close();

        assertThatThrownBy(() -> serialize(result))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The audio of task " + result.taskUUID() + " cannot be read");
    }

    private SpeechResult speak(int spoolThreshold) {
        String uri = "qwen-tts:synthesize?spoolThreshold=" + spoolThreshold;
        List<?> results = template.requestBody(uri, List.of("Hello"), List.class);
        return (SpeechResult) results.get(0);
    }

    private static byte[] bytes(SpeechResult result) throws IOException {
        return SpeechResultConverter.toByteArray(result);
    }

    private static byte[] serialize(SpeechResult result) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(result);
        }
        return bytes.toByteArray();
    }

    private static SpeechResult deserialize(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (SpeechResult) in.readObject();
        }
    }
}
