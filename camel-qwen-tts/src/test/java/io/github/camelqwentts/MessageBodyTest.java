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
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MessageBodyTest extends SpeakingTestSupport {

    private static final String URI = "qwen-tts:synthesize";

    @SuppressWarnings("UnnecessaryStringBuilder") // a body of this type
    static Stream<Object> texts() {
        return Stream.of(
                "Grüße",
                new StringBuilder("Grüße"),
                "Grüße".getBytes(StandardCharsets.UTF_8),
                new ByteArrayInputStream("Grüße".getBytes(StandardCharsets.UTF_8)),
                new StringReader("Grüße"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatIsTextInAnotherFormIsSpoken(Object body) {
        Exchange exchange = send(URI, body);

        assertThat(exchange.getException()).isNull();
        assertThat(speechTasks()).extracting(task -> task.at("speech", "text")).containsExactly("Grüße");
    }

    @Test
    void aFileIsSpoken(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("text.txt"), "From a file");

        Exchange exchange = send(URI, file.toFile());

        assertThat(exchange.getException()).isNull();
        assertThat(speechTasks()).extracting(task -> task.at("speech", "text")).containsExactly("From a file");
    }

    @Test
    void simpleValuesAreSpoken() {
        for (Object value : List.of(42, -1.5, true, 'x')) {
            send(URI, value);
        }

        assertThat(speechTasks())
                .extracting(task -> task.at("speech", "text"))
                .containsExactly("42", "-1.5", "true", "x");
    }

    @Test
    void audioIsNotSpokenAgain() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice").to(URI).to(URI);
                from("direct:list").to(URI).split(body()).to(URI);
            }
        });

        assertThat(send("direct:twice", "Hello").getException())
                .isInstanceOf(InvalidSpeechRequestException.class)
                .hasMessageStartingWith("text (body) is not valid: is ");
        assertThat(send("direct:list", List.of("Hello")).getException())
                .isInstanceOf(InvalidSpeechRequestException.class);
        assertThat(speechTasks()).hasSize(2);
    }

    @Test
    void textOfAStreamIsThereForARedelivery() throws Exception {
        emulator().inject(new Fault.Status(503), 1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(SpeechException.class).maximumRedeliveries(1).redeliveryDelay(0);
                from("direct:stream").to(URI + "?maxRetries=0");
            }
        });

        Exchange exchange = send("direct:stream", new ByteArrayInputStream("Hello".getBytes(StandardCharsets.UTF_8)));

        assertThat(exchange.getException()).isNull();
        assertThat(speechTasks()).extracting(task -> task.at("speech", "text")).containsOnly("Hello");
    }

    static Stream<Object> notTexts() {
        return Stream.of(new Object(), Map.of("key", "value"), LocalDate.EPOCH, new Thread());
    }

    @ParameterizedTest
    @MethodSource("notTexts")
    void whatOnlyHasAToStringIsRefused(Object body) {
        Exchange exchange = send(URI, body);

        assertRefused(
                exchange,
                "text (body) is not valid: is of type " + body.getClass().getName() + ", must be text");
    }

    @Test
    void aMissingBodyIsRefused() {
        assertRefused(send(URI, null), "text (body) is not set: must be text, or bytes, a stream or a file with text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t \u2003"})
    void aBlankBodyIsRefused(String body) {
        assertRefused(send(URI, body), "text (body) is not valid: must not be blank");
    }

    @Test
    void anEmptyCollectionIsRefused() {
        assertRefused(send(URI, List.of()), "text (body) is not valid: must not be an empty list");
    }

    @Test
    void aCollectionWithANullInItIsRefusedWhole() {
        assertRefused(
                send(URI, Arrays.asList("One", null, "Three")),
                "text (element 1 of the body) is not set: must be text");
    }

    @Test
    void aWrongElementIsNamed() {
        assertRefused(
                send(URI, List.of("One", "Two", " ")), "text (element 2 of the body) is not valid: must not be blank");
    }

    @Test
    void charactersAreCountedAsCodePoints() {
        String uri = URI + "?longText=reject&maxNewTokens=8000";
        Exchange fits = send(uri, "\uD83D\uDE00".repeat(2000));
        Exchange tooLong = send(uri, "\uD83D\uDE00".repeat(2001));

        assertThat(fits.getException()).isNull();
        assertThat(tooLong.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text (body) is not valid: has 2001 characters,"
                        + " must have at most 2000 characters (Unicode code points)");
        assertThat(speechTasks()).hasSize(1);
    }

    @Test
    void halfASurrogatePairIsRefused() {
        assertRefused(
                send(URI, "ab\uD83Dc"),
                "text (body) is not valid: must not contain an unpaired surrogate, as at index 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Speed", "NumberResults", "Ttl", "IncludeCost", "AudioBitrate"})
    void aHeaderOfTheWrongTypeIsRefused(String header) {
        Exchange exchange = send(URI, "Hi", Map.of("CamelQwenTts" + header, List.of(1, 2)));

        assertRefused(exchange, "(header CamelQwenTts" + header + ") is not valid: is of type java.util.");
    }

    @Test
    void aHeaderThatBreaksARuleIsRefused() {
        assertRefused(
                send(URI, "Hi", Map.of(QwenTtsConstants.VOICE, "nobody")),
                "voice=nobody (header CamelQwenTtsVoice) is not valid: must be one of auto, vivian");
    }

    @Test
    void theTaskKeepsTheIdThatItsRequestBrings() {
        String uuid = "5f6d7c1a-2f0b-4b57-9d5e-0123456789ab";

        Exchange exchange =
                send(URI, SpeechRequest.builder().text("Hi").taskUUID(uuid).build());

        assertThat(exchange.getMessage().getHeader(QwenTtsConstants.TASK_UUID)).isEqualTo(uuid);
    }

    @Test
    void twoTasksWithOneIdAreRefused() {
        SpeechRequest request = SpeechRequest.builder()
                .text("Hi")
                .taskUUID("5f6d7c1a-2f0b-4b57-9d5e-0123456789ab")
                .build();

        assertRefused(send(URI, List.of(request, request)), "must be unique among the tasks of a call");
    }

    @Test
    void aRequestSpeaksAsItSaysAndElseAsTheEndpointSays() {
        SpeechRequest request =
                SpeechRequest.builder().text("Hi").voice(Voice.ONO_ANNA).build();

        send(URI + "?voice=ryan&language=English", request);

        assertThat(speechTasks()).singleElement().satisfies(task -> {
            assertThat(task.at("speech", "voice")).isEqualTo("ono_anna");
            assertThat(task.at("speech", "language")).isEqualTo("English");
        });
    }
}
