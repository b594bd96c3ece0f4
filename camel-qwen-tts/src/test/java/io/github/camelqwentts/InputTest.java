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

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a text or an option says reaches the API as it is, or is refused before anything is sent. */
class InputTest extends SilentTestSupport {

    private static final int SURROGATES_FROM = 0xD800;
    private static final int SURROGATES_TO = 0xDFFF;

    @Override
    protected void prepare(CamelContext made) {
        Properties properties = new Properties();
        properties.setProperty("mood", "calm & 100 % clear + slow");
        properties.setProperty("tempo", "calm and slow");
        made.getPropertiesComponent().setInitialProperties(properties);
    }

    static IntStream planes() {
        return IntStream.rangeClosed(0, 16);
    }

    @ParameterizedTest
    @MethodSource("planes")
    void charactersOfEveryPlaneArrive(int plane) {
        // One of each hundred, from the first to the last two, which are no characters at all.
        String text = IntStream.concat(
                        IntStream.rangeClosed(0, 0x28F).map(i -> i * 100), IntStream.of(0xFFFD, 0xFFFE, 0xFFFF))
                .map(offset -> (plane << 16) + offset)
                .filter(point -> point != 0)
                .filter(point -> point < SURROGATES_FROM || point > SURROGATES_TO)
                .collect(() -> new StringBuilder("a"), StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        assertArrives(text);
    }

    static Stream<String> oddTexts() {
        return Stream.of(
                "a\u0001\u001F\u007F\u0085\u2028\u2029\uFEFFb",
                "\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627 \u202Eabc\u202C \u2067x\u2069",
                "\"quoted\" \\ / </script> ${body} {{mood}} %41 &amp; #{1+1}",
                "e\u0301\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67");
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void oddTextsArrive(String text) {
        assertArrives(text);
    }

    @Test
    void twoThousandEmojiArrive() {
        assertArrives("\uD83D\uDE00".repeat(2_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "a\uDE00b", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"})
    void loneSurrogatesAreRefusedWhereverTheyStand(String text) {
        Exchange exchange = send("qwen-tts:synthesize", text);

        assertRefused(exchange, "must not contain an unpaired surrogate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RAW(50% faster & louder + more?)     | 50% faster & louder + more?",
                "RAW({curly} % %41 #hash)             | {curly} % %41 #hash",
                "{{tempo}}                            | calm and slow",
                "RAW({{mood}})                        | calm & 100 % clear + slow",
                "50%25 faster                         | 50% faster",
                "a+b                                  | a b",
                "gr%C3%BC%C3%9Fe                      | gr\u00FC\u00DFe"
            })
    void optionsArriveAsTheUriSays(String inUri, String onTheWire) throws Exception {
        routeTo("qwen-tts:synthesize?positivePrompt=" + inUri);

        Exchange exchange = send("direct:in", "Hello");

        assertThat(exchange.getException()).isNull();
        assertThat(speechTasks().get(0).at("positivePrompt")).isEqualTo(onTheWire);
    }

    static Stream<String> typedHeaders() {
        return Metadata.parameters().stream()
                .filter(option -> Metadata.headers().containsKey(Metadata.headerOf(option)))
                .map(Metadata::headerOf);
    }

    @ParameterizedTest
    @MethodSource("typedHeaders")
    void aHeaderOfAnyTypeIsTakenOrRefusedByItsName(String header) {
        for (Object value : List.of(new Object(), List.of(1, 2), Map.of("a", 1), -1.5, 'c', new byte[] {1}, true)) {
            Exchange exchange = send("qwen-tts:synthesize?maxRetries=0", "Hello", Map.of(header, value));

            String option = header.substring("CamelQwenTts".length());
            assertThat(exchange.getException())
                    .as("%s=%s", header, value)
                    .satisfiesAnyOf(
                            taken -> assertThat(taken).isNull(),
                            refused -> assertThat(refused)
                                    .isInstanceOf(IllegalArgumentException.class)
                                    .hasMessageMatching("(?is).*" + option + ".*"),
                            refusedByTheApi -> assertThat(refusedByTheApi).isInstanceOf(SpeechException.class));
        }
    }

    private void assertArrives(String text) {
        Exchange exchange = send("qwen-tts:synthesize?maxNewTokens=8000", text);

        assertThat(exchange.getException()).isNull();
        assertThat(speechTasks().get(0).at("speech", "text")).isEqualTo(text);
    }
}
