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

import io.github.camelqwentts.emulator.RecordedSpeechRequest;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Speaking through a server with OpenAI's contract: requests, audio, and options that it does not support. */
class OpenAiSynthesizeTest extends OpenAiTestSupport {

    @ParameterizedTest
    @CsvSource({"MP3,mp3,audio/mpeg", "WAV,wav,audio/wav", "FLAC,flac,audio/flac", "PCM,pcm,audio/pcm"})
    void speaksInEachFormat(String format, String wireName, String contentType) {
        Exchange done = speak("outputFormat=" + format, "Hello from a server of our own.");

        assertThat(audio(done)).hasSizeGreaterThan(1_000);
        assertThat(done.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo(contentType);
        assertThat(done.getMessage().getHeader(QwenTtsConstants.AUDIO_FORMAT)).hasToString(format);
        assertThat(done.getMessage().getHeader(QwenTtsConstants.DURATION, Long.class))
                .isBetween(500L, 10_000L);
        assertThat(onlySpeech().at("response_format")).isEqualTo(wireName);
    }

    @Test
    void sendsTextAndFormatAloneIfNothingElseIsSet() {
        speak("", "Hello.");

        RecordedSpeechRequest request = onlySpeech();
        assertThat(request.json()).isEqualTo(Map.of("input", "Hello.", "response_format", "wav"));
        assertThat(request.headers())
                .doesNotContainKey("authorization")
                .containsEntry("content-type", "application/json");
        assertThat(request.headers().get("x-request-id")).matches("[0-9a-f-]{36}");
    }

    @Test
    void sendsOptionsAsFieldsOfTheServer() {
        speak(
                "model=Qwen/Qwen3-TTS-12Hz-1.7B-CustomVoice&voice=Ryan&language=en&speed=1.25&positivePrompt=cheerful"
                        + "&maxNewTokens=1000&audioSampleRate=8000",
                "Hello.");

        assertThat(onlySpeech().json())
                .isEqualTo(Map.of(
                        "model", "Qwen/Qwen3-TTS-12Hz-1.7B-CustomVoice",
                        "input", "Hello.",
                        "voice", "Ryan",
                        "language", "English",
                        "speed", 1.25,
                        "instructions", "cheerful",
                        "max_new_tokens", 1000,
                        "sample_rate", 8000,
                        "response_format", "wav"));
    }

    @Test
    void sendsFurtherFieldsAsTheyAreMeant() {
        speak(
                "field.seed=7&field.temperature=0.5&field.extra_params=RAW({\"top_k\":20})&field.user=a b&field.flag=true"
                        + "&field.code=\"12\"&field.response_format=null&language=English&field.language=Beijing_Dialect",
                "Hello.");

        assertThat(onlySpeech().json())
                .containsEntry("seed", 7)
                .containsEntry("temperature", 0.5)
                .containsEntry("extra_params", Map.of("top_k", 20))
                .containsEntry("user", "a b")
                .containsEntry("flag", true)
                .containsEntry("code", "12")
                .containsEntry("language", "Beijing_Dialect")
                .doesNotContainKey("response_format");
    }

    @Test
    void sendsTheStyleInTheFieldOfTheServer() {
        speak("positivePrompt=calm&instructionsField=instruct", "Hello.");

        assertThat(onlySpeech().json()).containsEntry("instruct", "calm").doesNotContainKey("instructions");
    }

    @ParameterizedTest
    @CsvSource({"''", "/", "/v1", "/v1/"})
    void findsTheServerWithAndWithoutVersion(String path) {
        Exchange done = speak("baseUrl=" + emulator().baseUrl() + path, "Hello.");

        assertThat(audio(done)).isNotEmpty();
    }

    @Test
    void speaksEachTextOfAList() {
        Exchange done = speak("", List.of("First.", "Second."));

        List<?> results = done.getMessage().getBody(List.class);
        assertThat(results)
                .hasSize(2)
                .allSatisfy(
                        result -> assertThat(((Spoken) result).audio().size()).isGreaterThan(1_000));
        assertThat(speeches())
                .extracting(request -> request.at("input"))
                .containsExactlyInAnyOrder("First.", "Second.");
    }

    @Test
    void sendsARequestWithItsOwnSeedForEachResult() {
        Exchange done = speak("numberResults=3&field.seed=40", "Hello.");

        List<?> results = done.getMessage().getBody(List.class);
        assertThat(results).extracting(result -> ((Spoken) result).seed()).containsExactly(40L, 41L, 42L);
        assertThat(results).extracting(result -> ((Spoken) result).taskUUID()).doesNotContainNull();
        assertThat(speeches()).extracting(request -> request.at("seed")).containsExactlyInAnyOrder(40, 41, 42);
    }

    @Test
    void choosesDifferentSeedsForSeveralResults() {
        speak("numberResults=2", "Hello.");

        assertThat(speeches())
                .extracting(request -> request.at("seed"))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    void cutsAndJoinsALongTextInPcm() {
        String text = "This is a sentence of a long story. ".repeat(60);

        Exchange done = speak("outputFormat=PCM&maxPieceLength=600", text);

        assertThat(audio(done).length % 2).isZero();
        assertThat(done.getMessage().getHeader(QwenTtsConstants.PIECES, Integer.class))
                .isGreaterThan(2);
        assertThat(done.getMessage().getHeader(QwenTtsConstants.DURATION, Long.class))
                .isEqualTo(Math.round(audio(done).length / 48.0));
    }

    @ParameterizedTest
    @OptionsOfTaskApis
    @CsvSource(delimiter = '|', textBlock = """
            synthesize | outputType=base64Data | outputType=base64Data (endpoint URI) is not valid
            synthesize | outputFormat=OGG      | outputFormat=OGG (endpoint URI) is not valid
            synthesize | audioBitrate=64       | audioBitrate=64 (endpoint URI) is not valid
            synthesize | audioChannels=2       | audioChannels=2 (endpoint URI) is not valid
            synthesize | download=false        | download=false is not valid
            """)
    void refusesAtStartWhatServersCannotDo(String operation, String option, String message) {
        assertThatThrownBy(() -> routeTo(operation + (option == null ? "" : "?" + option)))
                .rootCause()
                .isInstanceOf(InvalidSpeechRequestException.class)
                .hasMessage(message + ": is not supported by backend=openai");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            language=English      | language=English
            maxNewTokens=500      | maxNewTokens=500
            audioSampleRate=24000 | audioSampleRate=24000
            transcript=words      | transcript
            xVectorOnly=true      | xVectorOnly=true
            voice=design          | voice=design
            """)
    void refusesAtStartWhatTheDialectHasNoFieldFor(String option, String named) {
        assertThatThrownBy(() -> routeTo("synthesize?dialect=openai&" + option))
                .rootCause()
                .hasMessage(named + " (endpoint URI) is not valid: is not supported by dialect=openai");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dialect=openai          | dialect
            field.seed=1            | field.seed
            instructionsField=style | instructionsField
            retryUncertain=true     | retryUncertain
            """)
    void refusesItsOwnOptionsWithAnotherBackend(String option, String named) {
        assertThatThrownBy(() -> routeTo("synthesize?backend=runware&apiKey=key&" + option))
                .rootCause()
                .hasMessage(named + " is not valid: is not supported by backend=runware");
    }

    @ParameterizedTest
    @CsvSource({"PCM", "OPUS"})
    void refusesItsOwnFormatsWithAnotherBackend(String format) {
        assertThatThrownBy(() -> routeTo("synthesize?backend=runware&apiKey=key&outputFormat=" + format))
                .rootCause()
                .hasMessage(
                        "outputFormat=" + format + " (endpoint URI) is not valid: is not supported by backend=runware");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dialect=sglang            | dialect=sglang is not valid: must be one of vllm-omni, openai
            baseUrl=ftp://localhost   | baseUrl=ftp://localhost is not valid: must be one or more http or https URLs of servers, separated by commas, without a query
            audioSampleRate=16000     | audioSampleRate=16000 (endpoint URI) is not valid: must be 8000 or 24000 with backend=openai
            """)
    void refusesValuesThatAreNotValid(String option, String message) {
        assertThatThrownBy(() -> routeTo("synthesize?" + option)).rootCause().hasMessage(message);
    }

    @Test
    void requiresAnAddress() {
        component().getConfiguration().setBaseUrl(null);

        assertThatThrownBy(() -> routeTo("synthesize"))
                .rootCause()
                .hasMessageStartingWith("baseUrl is not set: must be the address of the server with backend=openai");
    }

    private void routeTo(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("qwen-tts:" + uri);
            }
        });
    }
}
