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

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechRejectedException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is wrong with one element of a list fails that element alone, in its place. */
class ContinueOnErrorTest extends SilentTestSupport {

    private static final SpeechRequest INCONSISTENT =
            SpeechRequest.builder().text("Hi").voice(Voice.CLONE).build();

    private static final SpeechRequest UNREADABLE = SpeechRequest.builder()
            .text("Hi")
            .model("base")
            .xVectorOnly(true)
            .referenceAudio(ReferenceAudio.ofFile(Path.of("no", "such.wav")))
            .build();

    private static final List<Object> MIXED = Arrays.asList(
            "",
            "One",
            null,
            "a".repeat(2001),
            "Two",
            new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0},
            Map.of("key", "value"),
            INCONSISTENT,
            UNREADABLE,
            "\u00A0\u200B",
            "Three",
            "half \uD83D");

    @Test
    void elementsThatAreNotSpeakableFailAlone() {
        Exchange exchange = send("qwen-tts:synthesize?continueOnError=true&longText=reject", MIXED);

        assertThat(exchange.getException()).isNull();
        assertThat(results(exchange))
                .extracting(result -> result.failure() == null)
                .containsExactly(false, true, false, false, true, false, false, false, false, false, true, false);
        assertThat(speechTasks()).extracting(task -> task.at("speech", "text")).containsExactly("One", "Two", "Three");
        for (int i : new int[] {0, 2, 3, 5, 6, 7, 8, 9, 11}) {
            SpeechResult refused = results(exchange).get(i);
            assertThat(refused.failure().getError().kind()).isEqualTo(Kind.VALIDATION);
            assertThat(refused.failure())
                    .isInstanceOf(SpeechRejectedException.class)
                    .hasMessageContaining("element " + i + " of the body")
                    .hasCauseInstanceOf(InvalidSpeechRequestException.class);
        }
    }

    @Test
    void severalResultsOfATaskStayTogether() {
        Exchange exchange =
                send("qwen-tts:synthesize?continueOnError=true&numberResults=2", List.of("One", "", "Two", " "));

        List<SpeechResult> results = results(exchange);
        assertThat(results)
                .extracting(result -> result.failure() == null)
                .containsExactly(true, true, false, true, true, false);
        assertThat(results.get(0).taskUUID()).isEqualTo(results.get(1).taskUUID());
        assertThat(results.get(3).taskUUID()).isEqualTo(results.get(4).taskUUID());
    }

    @Test
    void nothingIsSentIfAllElementsAreRefused() {
        Exchange exchange = send("qwen-tts:synthesize?continueOnError=true", Arrays.asList("", null));

        assertThat(exchange.getException()).isNull();
        assertThat(results(exchange))
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.failure()).isNotNull());
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void allFailBeforeAnythingIsSentWithoutTheOption() {
        Exchange exchange = send("qwen-tts:synthesize", Arrays.asList("One", "", "Three"));

        assertRefused(exchange, "text (element 1 of the body) is not valid: must not be blank");
    }

    @Test
    void aWrongHeaderFailsAll() {
        Exchange exchange = send(
                "qwen-tts:synthesize?continueOnError=true", List.of("One"), Map.of(QwenTtsConstants.SPEED, "fast"));

        assertThat(exchange.getException()).isInstanceOf(InvalidSpeechRequestException.class);
    }

    @Test
    void elementsThatCannotBeSubmittedFailAlone() {
        Exchange exchange = send("qwen-tts:submit?continueOnError=true", Arrays.asList("One", " ", "Two"));

        List<?> ids = exchange.getMessage().getBody(List.class);
        assertThat(ids.get(0)).isInstanceOf(String.class);
        assertThat(ids.get(1)).isInstanceOf(SpeechResult.class);
        assertThat(ids.get(2)).isInstanceOf(String.class);
    }

    @Test
    void aWrongTaskIdFailsAlone() {
        String known =
                send("qwen-tts:synthesize", "One").getMessage().getHeader(QwenTtsConstants.TASK_UUID, String.class);

        Exchange exchange = send(
                "qwen-tts:getTaskDetails?continueOnError=true",
                Arrays.asList("1234", UUID.fromString(known), null, known));

        assertThat(exchange.getException()).isNull();
        assertThat(results(exchange))
                .extracting(result -> result.failure() == null)
                .containsExactly(false, true, false, false);
    }

    @Test
    void aTaskIdThatIsUsedTwiceFailsTheSecondElementAlone() {
        SpeechRequest request = SpeechRequest.builder()
                .text("Hi")
                .taskUUID(UUID.randomUUID().toString())
                .build();

        Exchange exchange = send("qwen-tts:synthesize?continueOnError=true", List.of(request, request));

        assertThat(results(exchange))
                .extracting(result -> result.failure() == null)
                .containsExactly(true, false);
    }

    @SuppressWarnings("unchecked")
    private static List<SpeechResult> results(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }
}
