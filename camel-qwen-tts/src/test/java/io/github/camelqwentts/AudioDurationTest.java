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

import ch.qos.logback.classic.Level;
import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How long audio plays, and whether the token budget ended it. */
class AudioDurationTest extends SpeakingTestSupport {

    @AutoClose
    private final CapturedLog logged = new CapturedLog("io.github.camelqwentts.audio");

    private Pcm speech = Pcm.silence(3, SpeechEngine.SAMPLE_RATE);

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(said -> speech);
    }

    @ParameterizedTest
    @CsvSource({"WAV, URL", "WAV, base64Data", "FLAC, URL", "FLAC, dataURI", "MP3, URL", "MP3, base64Data"})
    void theHeaderHasTheDurationOfEveryFormat(String format, String outputType) {
        Exchange exchange = send("qwen-tts:synthesize?outputFormat=" + format + "&outputType=" + outputType, "Hello");

        assertThat(exchange.getMessage().getHeader("CamelQwenTtsDuration", Long.class))
                .isCloseTo(3_000L, Offset.offset(format.equals("MP3") ? 100L : 0L));
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("CamelQwenTtsAudioFormat", format)
                .doesNotContainKey("CamelQwenTtsTruncated");
        assertThat(logged.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAV", "FLAC", "MP3"})
    void audioThatTheTokenBudgetEndedIsMarkedAndWarnedOf(String format) {
        String text = "A private text";

        Exchange exchange = send("qwen-tts:synthesize?maxNewTokens=24&outputFormat=" + format, text);

        assertThat(exchange.getMessage().getHeaders()).containsEntry("CamelQwenTtsTruncated", true);
        assertThat(exchange.getMessage().getHeader("CamelQwenTtsDuration", Long.class))
                .isCloseTo(1_920L, Offset.offset(100L));
        assertThat(logged.events()).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .contains("maxNewTokens=24", exchange.getMessage().getHeader("CamelQwenTtsTaskUuid", String.class))
                    .doesNotContain(text);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"synthesize", "synthesize?deliveryMethod=async&pollInitialDelay=10ms"})
    void theDefaultBudgetIsKnown(String operation) {
        speech = Pcm.silence(200, SpeechEngine.SAMPLE_RATE);

        Exchange exchange = send("qwen-tts:" + operation, "Hello");

        assertThat(exchange.getMessage().getHeaders()).containsEntry("CamelQwenTtsTruncated", true);
    }

    @Test
    void checksAnEarlierTaskAgainstTheDefaultBudget() {
        speech = Pcm.silence(200, SpeechEngine.SAMPLE_RATE);
        String task = send("qwen-tts:synthesize", "Hello").getMessage().getHeader("CamelQwenTtsTaskUuid", String.class);

        Exchange exchange = send("qwen-tts:getTaskDetails", task);

        assertThat(exchange.getMessage().getHeaders()).containsEntry("CamelQwenTtsTruncated", true);
    }

    @Test
    void theResultsOfAListHaveTheirOwn() {
        List<?> results = send("qwen-tts:synthesize?outputFormat=WAV", List.of("One", "Two"))
                .getMessage()
                .getBody(List.class);

        assertThat(results)
                .allSatisfy(result ->
                        assertThat(((SpeechResult) result).orThrow().duration()).isEqualTo(3_000L));
    }

    @Test
    void headersOfAnEarlierResultAreReplaced() {
        Exchange exchange = template.request(
                "qwen-tts:synthesize?outputFormat=WAV&maxNewTokens=24",
                in -> in.getMessage().setBody("Hello"));
        assertThat(exchange.getMessage().getHeaders()).containsKey("CamelQwenTtsTruncated");

        Exchange next = send(
                "qwen-tts:synthesize?download=false",
                "Hello",
                exchange.getMessage().getHeaders());

        assertThat(next.getMessage().getHeaders())
                .containsEntry("CamelQwenTtsAudioFormat", "MP3")
                .doesNotContainKeys("CamelQwenTtsTruncated", "CamelQwenTtsDuration");
    }
}
