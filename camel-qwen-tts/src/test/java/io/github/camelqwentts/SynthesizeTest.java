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
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioSystem;

import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRejectedException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SynthesizeTest extends SpeakingTestSupport {

    private static final String WORDS = "One two three four five six seven.";

    @ParameterizedTest
    @ValueSource(strings = {"URL", "base64Data", "dataURI"})
    void theBodyIsTheAudioWhateverTheWayItCame(String outputType) throws Exception {
        Exchange exchange = send("qwen-tts:synthesize?outputFormat=WAV&outputType=" + outputType, WORDS);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isInstanceOf(StreamCache.class);
        AudioFileFormat wav = AudioSystem.getAudioFileFormat(
                new ByteArrayInputStream(exchange.getMessage().getBody(byte[].class)));
        assertThat(wav.getFormat().getSampleRate()).isEqualTo(24_000);
        assertThat(wav.getFormat().getChannels()).isOne();
        assertThat(wav.getFrameLength()).isGreaterThan(24_000);
    }

    @ParameterizedTest
    @CsvSource({"MP3, audio/mpeg", "WAV, audio/wav", "FLAC, audio/flac"})
    void theHeadersTellAboutTheResult(String format, String contentType) {
        Exchange exchange = send("qwen-tts:synthesize?includeCost=true&outputFormat=" + format, WORDS);

        RecordedTask task = speechTasks().get(0);
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("Content-Type", contentType)
                .containsEntry("CamelQwenTtsTaskUuid", task.taskUUID())
                .containsKeys("CamelQwenTtsAudioUuid", "CamelQwenTtsSeed")
                .hasEntrySatisfying(
                        "CamelQwenTtsAudioUrl", url -> assertThat((String) url).startsWith("http://127.0.0.1"))
                .hasEntrySatisfying(
                        "CamelQwenTtsCost",
                        cost -> assertThat((BigDecimal) cost).isPositive());
    }

    @Test
    void whatNobodySetIsNotSent() {
        send("qwen-tts:synthesize", WORDS);

        RecordedTask task = speechTasks().get(0);
        assertThat(task.json())
                .isEqualTo("{\"taskType\":\"audioInference\",\"taskUUID\":\"" + task.taskUUID()
                        + "\",\"model\":\"alibaba:qwen@3-tts-1.7b-customvoice\",\"speech\":{\"text\":\"" + WORDS
                        + "\",\"voice\":\"auto\"}}");
    }

    @Test
    void theHeadersOfAnEarlierResultDoNotSurvive() {
        Exchange exchange = send(
                "qwen-tts:synthesize?outputType=base64Data",
                WORDS,
                Map.of("CamelQwenTtsAudioUrl", "http://old", "CamelQwenTtsCost", BigDecimal.TEN, "mine", 1));

        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("mine", 1)
                .doesNotContainKeys("CamelQwenTtsAudioUrl", "CamelQwenTtsCost");
    }

    @Test
    void severalResultsAreAListWithASeedEach() {
        Exchange exchange = send("qwen-tts:synthesize?numberResults=20&includeCost=true", "Hi");

        List<?> results = exchange.getMessage().getBody(List.class);
        assertThat(results)
                .hasSize(20)
                .allSatisfy(result -> assertThat(
                                ((SpeechResult) result).orThrow().audio().size())
                        .isPositive());
        assertThat(results)
                .extracting(result -> ((SpeechResult) result).orThrow().seed())
                .doesNotHaveDuplicates();
        assertThat(exchange.getMessage().getHeader("CamelQwenTtsCost", BigDecimal.class))
                .isPositive();
        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    @Test
    void withoutDownloadTheBodyIsTheUrl() {
        Exchange exchange = send("qwen-tts:synthesize?download=false", WORDS);

        assertThat(exchange.getMessage().getBody())
                .isEqualTo(exchange.getMessage().getHeader("CamelQwenTtsAudioUrl"));
        assertThat(emulator().requests()).hasSize(1);
    }

    @Test
    void aRouteGoesOnWithTheAudio() throws Exception {
        routeTo("qwen-tts:synthesize?voice=vivian&language=English&outputFormat=MP3");
        MockEndpoint out = context.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMessageCount(1);
        out.expectedHeaderReceived("Content-Type", OutputFormat.MP3.contentType());

        template.sendBody("direct:in", WORDS);

        MockEndpoint.assertIsSatisfied(context, 10, TimeUnit.SECONDS);
    }

    @Test
    void theVoiceIsDesignedByThePrompt() {
        Exchange exchange = send(
                "qwen-tts:synthesize?model=" + SpeechRequest.VOICE_DESIGN,
                WORDS,
                Map.of(QwenTtsConstants.POSITIVE_PROMPT, "An old sailor"));

        assertThat(exchange.getException()).isNull();
        assertThat(speechTasks().get(0).at("speech", "voice")).isEqualTo("design");
    }

    @Test
    void aDesignedVoiceNeedsAPrompt() {
        Exchange exchange = send("qwen-tts:synthesize?model=" + SpeechRequest.VOICE_DESIGN, WORDS);

        assertRefused(exchange, "positivePrompt is not set", "must describe the voice");
    }

    static Stream<Object> samples() {
        return Stream.of(
                new byte[] {1, 2, 3, 4},
                new ByteArrayInputStream(new byte[] {1, 2, 3, 4}),
                "AQIDBA==",
                "data:audio/wav;base64,AQIDBA==",
                "https://example.org/sample.wav");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aClonedVoiceTakesItsSampleInEveryForm(Object sample) {
        Exchange exchange = send(
                "qwen-tts:synthesize?model=" + SpeechRequest.BASE,
                WORDS,
                Map.of(QwenTtsConstants.REFERENCE_AUDIO, sample, QwenTtsConstants.TRANSCRIPT, "What the sample says"));

        assertThat(exchange.getException()).isNull();
        RecordedTask task = speechTasks().get(0);
        assertThat(task.at("inputs", "audio")).isEqualTo(sample instanceof String text ? text : "AQIDBA==");
        assertThat(task.at("settings", "transcript")).isEqualTo("What the sample says");
        assertThat(task.at("speech", "voice")).isEqualTo("clone");
    }

    @Test
    void aVoiceThatWasDesignedCanBeCloned() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:clone")
                        .to("qwen-tts:synthesize?model=voicedesign&positivePrompt=An old sailor&outputFormat=WAV")
                        .setHeader(QwenTtsConstants.REFERENCE_AUDIO, body())
                        .setBody(constant("Ahoy"))
                        .to("qwen-tts:synthesize?model=base&xVectorOnly=true");
            }
        });

        Exchange exchange = send("direct:clone", WORDS);

        assertThat(exchange.getException()).isNull();
        byte[] sample = Base64.getDecoder().decode((String) speechTasks().get(1).at("inputs", "audio"));
        assertThat(sample).startsWith("RIFF".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aClonedVoiceTakesItsSampleFromAFile(@TempDir Path directory) throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Path sample = Files.write(directory.resolve("sample.wav"), bytes);
        String uri = "qwen-tts:synthesize?xVectorOnly=true&model=" + SpeechRequest.BASE;

        send(uri, WORDS, Map.of(QwenTtsConstants.REFERENCE_AUDIO, sample));
        send(uri, WORDS, Map.of(QwenTtsConstants.REFERENCE_AUDIO, sample.toFile()));
        send(uri + "&referenceAudio=file:" + sample, WORDS);

        assertThat(speechTasks())
                .hasSize(3)
                .allSatisfy(task -> assertThat(task.at("inputs", "audio"))
                        .isEqualTo(Base64.getEncoder().encodeToString(bytes)));
        assertThat(emulator().tasksCarriedOut()).isEqualTo(3);
    }

    @Test
    void aHeaderCannotMakeUsReadALocalFile(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");

        Exchange exchange = send(
                "qwen-tts:synthesize?xVectorOnly=true&maxRetries=0&model=" + SpeechRequest.BASE,
                WORDS,
                Map.of(QwenTtsConstants.REFERENCE_AUDIO, "file:" + secret));

        assertThat(exchange.getException())
                .hasMessage("referenceAudio (header CamelQwenTtsReferenceAudio) is not valid:"
                        + " must be a URL, base64 or a data URI");
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void aSampleThatCannotBeReadIsRefusedBeforeAnythingIsSent() throws Exception {
        InputStream broken = InputStream.nullInputStream();
        broken.close();

        Exchange exchange = send(
                "qwen-tts:synthesize?xVectorOnly=true&model=" + SpeechRequest.BASE,
                WORDS,
                Map.of(QwenTtsConstants.REFERENCE_AUDIO, broken));

        assertRefused(exchange, "referenceAudio is not valid: must be readable");
    }

    @Test
    void whatTheServerRefusesIsARejection() {
        Exchange exchange = send("qwen-tts:synthesize?outputFormat=OGG", WORDS);

        assertThat(exchange.getException())
                .isInstanceOf(SpeechRejectedException.class)
                .hasMessageContaining(speechTasks().get(0).taskUUID())
                .hasMessageContaining("unsupportedOutputFormat")
                .hasMessageContaining("validation, parameter outputFormat, HTTP 400, see https://");
    }

    @Test
    void theNinePresetVoicesAreListed() {
        Exchange exchange = send("qwen-tts:listVoices", null);

        List<?> voices = exchange.getMessage().getBody(List.class);
        assertThat(voices)
                .extracting(voice -> ((Voice) voice).wireName())
                .containsExactly("vivian", "serena", "uncle_fu", "dylan", "eric", "ryan", "aiden", "ono_anna", "sohee");
        assertThat(voices).allSatisfy(each -> {
            Voice voice = (Voice) each;
            assertThat(voice.gender()).isIn("female", "male");
            assertThat(voice.nativeLanguage()).isIn("Chinese", "English", "Japanese", "Korean");
            assertThat(voice.description()).isNotBlank();
        });
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void aClientFromTheRegistryTakesThePlaceOfOurs() {
        SpeechResult spoken = SpeechResult.Spoken.builder("t", OutputFormat.MP3)
                .audioURL("https://example.org/a")
                .build();
        context.getRegistry()
                .bind("mine", (SpeechClient) requests -> CompletableFuture.completedFuture(List.of(spoken)));

        Exchange exchange = send("qwen-tts:synthesize?speechClient=#mine", WORDS);

        assertThat(exchange.getMessage().getBody()).isEqualTo("https://example.org/a");
        assertThat(emulator().requests()).isEmpty();
    }
}
