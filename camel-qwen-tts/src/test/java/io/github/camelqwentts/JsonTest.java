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

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.runware.RunwareRules;
import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What marshal().json() makes of voices and results. */
class JsonTest extends SilentTestSupport {

    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeEach
    void addRoutes() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:voices").to("qwen-tts:listVoices").marshal().json();
                from("direct:speak")
                        .to("qwen-tts:synthesize?includeCost=true&continueOnError=true&maxRetries=0")
                        .marshal()
                        .json();
                from("direct:body").marshal().json();
            }
        });
    }

    @Test
    void voicesAreListedWithTheirNamesGendersAndLanguages() throws Exception {
        JsonNode voices = json("direct:voices", null);

        assertThat(voices).hasSize(9);
        assertThat(voices.get(0))
                .isEqualTo(JSON.valueToTree(Map.of(
                        "name", "vivian",
                        "gender", "female",
                        "language", "Chinese",
                        "description", "Female voice, native speaker of Chinese")));
        assertThat(voices.findValuesAsText("name")).contains("uncle_fu", "ono_anna");
    }

    @Test
    void writesResultsWithoutTheAudio() throws Exception {
        emulator()
                .inject(
                        new Fault.TaskError("promptBlocked", "Not this one"),
                        task -> "Two".equals(task.at("speech", "text")));

        JsonNode results = json("direct:speak", Arrays.asList("One", "Two", " "));

        JsonNode spoken = results.get(0);
        assertThat(spoken.get("status").asText()).isEqualTo("success");
        assertThat(spoken.get("taskUUID").asText()).hasSize(36);
        assertThat(spoken.get("audioUUID").asText()).hasSize(36);
        assertThat(spoken.get("audioURL").asText()).startsWith("http");
        assertThat(spoken.get("cost").isNumber()).isTrue();
        assertThat(spoken.get("format").asText()).isEqualTo("MP3");
        assertThat(spoken.get("duration").asLong()).isPositive();
        assertThat(spoken.has("audio")).isFalse();
        assertThat(spoken.has("error")).isFalse();
        JsonNode failed = results.get(1);
        assertThat(failed.get("status").asText()).isEqualTo("error");
        assertThat(failed.get("error").get("kind").asText()).isEqualTo("safety");
        assertThat(failed.get("error").get("code").asText()).isEqualTo("promptBlocked");
        assertThat(failed.get("error").get("message").asText()).isEqualTo("Not this one");
        assertThat(results.get(2).get("error").get("kind").asText()).isEqualTo("validation");
        assertThat(results.toString()).doesNotContain("stackTrace").doesNotContain("suppressed");
    }

    @Test
    void pendingResultsAndErrorsAreWritten() throws Exception {
        assertThat(json("direct:body", SpeechResult.pending("id", OutputFormat.WAV)))
                .isEqualTo(JSON.readTree("{\"status\":\"processing\",\"taskUUID\":\"id\",\"format\":\"WAV\"}"));
        assertThat(json("direct:body", SpeechError.of(Kind.RATE_LIMIT, "later", null)))
                .isEqualTo(JSON.readTree("{\"kind\":\"rateLimit\",\"message\":\"later\"}"));
        assertThat(json("direct:body", List.of(Language.AUTO, OutputFormat.OGG)))
                .isEqualTo(JSON.readTree("[\"Auto\",\"OGG\"]"));
    }

    @Test
    void voicesAreReadByTheirNames() throws Exception {
        assertThat(JSON.readValue("\"uncle_fu\"", Voice.class)).isEqualTo(Voice.UNCLE_FU);
    }

    @Test
    void requestsAreReadAsPeopleWriteThem() throws Exception {
        SpeechRequest read = JSON.readValue("""
                {"text": "Hi", "model": "base", "voice": "Clone", "language": "en-US", "speed": 1.2,
                 "outputFormat": "mp3", "outputType": "base64data", "deliveryMethod": "Async",
                 "audioSettings": {"bitrate": 64}, "referenceAudio": "https://example.org/a.wav", "transcript": "Words"}
                """, SpeechRequest.class);

        assertThat(RunwareRules.complete(read).model()).isEqualTo(SpeechRequest.BASE);
        assertThat(read.voice()).isEqualTo(Voice.CLONE);
        assertThat(read.language()).isEqualTo(Language.ENGLISH);
        assertThat(read.outputFormat()).isEqualTo(OutputFormat.MP3);
        assertThat(read.outputType()).isEqualTo(OutputType.BASE64_DATA);
        assertThat(read.deliveryMethod()).isEqualTo(DeliveryMethod.ASYNC);
        assertThat(read.audioSettings().bitrate()).isEqualTo(64);
        assertThat(read.referenceAudio().text()).isEqualTo("https://example.org/a.wav");
    }

    @Test
    void requestsAreReadAsTheyAreWritten() throws Exception {
        SpeechRequest request = SpeechRequest.builder()
                .text("Hi")
                .voice(Voice.UNCLE_FU)
                .language(Language.GERMAN)
                .outputFormat(OutputFormat.WAV)
                .numberResults(2)
                .build();

        assertThat(JSON.readValue(JSON.writeValueAsString(request), SpeechRequest.class))
                .isEqualTo(request);
    }

    @Test
    void requestsInJsonAreSpoken() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:json").unmarshal().json(SpeechRequest.class).to("qwen-tts:synthesize");
            }
        });

        template.requestBody("direct:json", "{\"text\":\"Hi\",\"voice\":\"ryan\",\"language\":\"de\"}");

        assertThat(speechTasks().get(0).at("speech", "language")).isEqualTo("German");
        assertThat(speechTasks().get(0).at("speech", "voice")).isEqualTo("ryan");
    }

    private JsonNode json(String uri, Object body) throws Exception {
        byte[] json = template.requestBody(uri, body, byte[].class);
        return JSON.readTree(json);
    }
}
