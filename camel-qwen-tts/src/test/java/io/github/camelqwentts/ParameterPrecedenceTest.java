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

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each parameter of the API, set in all four places. The options come from the generated metadata, so that one without
 * a row here, a header or a mapping fails.
 */
class ParameterPrecedenceTest extends SpeakingTestSupport {

    private static final String CUSTOM = SpeechRequest.CUSTOM_VOICE;
    private static final String BASE = SpeechRequest.BASE;

    private static final Map<String, String> CLONING =
            Map.of("model", BASE, "referenceAudio", base64("sample"), "transcript", "words");

    private static final Map<String, Row> ROWS = new LinkedHashMap<>();

    private int endpoints;

    static {
        row(
                "model",
                Map.of(),
                SpeechRequest.Builder::model,
                text -> text,
                at("model"),
                CUSTOM,
                CUSTOM + "-a",
                CUSTOM + "-b",
                CUSTOM + "-c");
        row(
                "voice",
                Map.of(),
                SpeechRequest.Builder::voice,
                Voice::of,
                at("speech", "voice"),
                "vivian",
                "ryan",
                "sohee",
                "eric");
        row(
                "language",
                Map.of(),
                SpeechRequest.Builder::language,
                (Function<String, Language>) Language::of,
                at("speech", "language"),
                "English",
                "German",
                "French",
                "Korean");
        row(
                "speed",
                Map.of(),
                SpeechRequest.Builder::speed,
                Double::valueOf,
                at("speech", "speed"),
                "0.5",
                "1.25",
                "2.0",
                "4.0");
        row(
                "positivePrompt",
                Map.of(),
                SpeechRequest.Builder::positivePrompt,
                text -> text,
                at("positivePrompt"),
                "calm",
                "happy",
                "sad",
                "loud");
        row(
                "maxNewTokens",
                Map.of(),
                SpeechRequest.Builder::maxNewTokens,
                Integer::valueOf,
                at("settings", "maxNewTokens"),
                "100",
                "200",
                "300",
                "400");
        // No more than three types exist, so one stands twice, where its neighbours differ.
        row(
                "outputType",
                Map.of(),
                SpeechRequest.Builder::outputType,
                OutputType::of,
                at("outputType"),
                "URL",
                "base64Data",
                "dataURI",
                "URL");
        row(
                "outputFormat",
                Map.of(),
                SpeechRequest.Builder::outputFormat,
                OutputFormat::of,
                at("outputFormat"),
                "MP3",
                "WAV",
                "FLAC",
                "MP3");
        row(
                "audioSampleRate",
                Map.of(),
                SpeechRequest.Builder::audioSampleRate,
                Integer::valueOf,
                at("audioSettings", "sampleRate"),
                "16000",
                "22050",
                "24000",
                "44100");
        row(
                "audioBitrate",
                Map.of(),
                SpeechRequest.Builder::audioBitrate,
                Integer::valueOf,
                at("audioSettings", "bitrate"),
                "32",
                "64",
                "96",
                "128");
        row(
                "audioChannels",
                Map.of(),
                SpeechRequest.Builder::audioChannels,
                Integer::valueOf,
                at("audioSettings", "channels"),
                "1",
                "2",
                "1",
                "2");
        row(
                "numberResults",
                Map.of(),
                SpeechRequest.Builder::numberResults,
                Integer::valueOf,
                at("numberResults"),
                "1",
                "2",
                "3",
                "4");
        row("ttl", Map.of(), SpeechRequest.Builder::ttl, Integer::valueOf, at("ttl"), "60", "61", "62", "63");
        row(
                "includeCost",
                Map.of(),
                SpeechRequest.Builder::includeCost,
                Boolean::valueOf,
                at("includeCost"),
                "true",
                "false",
                "true",
                "false");
        row(
                "uploadEndpoint",
                Map.of(),
                SpeechRequest.Builder::uploadEndpoint,
                text -> text,
                at("uploadEndpoint"),
                "http://127.0.0.1:1/a",
                "http://127.0.0.1:1/b",
                "http://127.0.0.1:1/c",
                "http://127.0.0.1:1/d");
        row(
                "webhookUrl",
                Map.of(),
                SpeechRequest.Builder::webhookURL,
                text -> text,
                at("webhookURL"),
                "http://127.0.0.1:1/a",
                "http://127.0.0.1:1/b",
                "http://127.0.0.1:1/c",
                "http://127.0.0.1:1/d");
        row(
                "deliveryMethod",
                Map.of(),
                SpeechRequest.Builder::deliveryMethod,
                DeliveryMethod::of,
                at("deliveryMethod"),
                "sync",
                "async",
                "sync",
                "async");
        row(
                "referenceAudio",
                CLONING,
                SpeechRequest.Builder::referenceAudio,
                ReferenceAudio::ofText,
                at("inputs", "audio"),
                base64("one"),
                base64("two"),
                base64("three"),
                base64("four"));
        row(
                "transcript",
                CLONING,
                SpeechRequest.Builder::transcript,
                text -> text,
                at("settings", "transcript"),
                "one",
                "two",
                "three",
                "four");
        row(
                "xVectorOnly",
                CLONING,
                SpeechRequest.Builder::xVectorOnly,
                Boolean::valueOf,
                at("settings", "xVectorOnly"),
                "true",
                "false",
                "true",
                "false");
    }

    @Test
    void everyParameterInTheMetadataHasARow() {
        assertThat(ROWS.keySet()).containsExactlyInAnyOrderElementsOf(Metadata.parameters());
    }

    @TestFactory
    Stream<DynamicTest> theNearestSettingWins() {
        return Metadata.parameters().stream()
                .map(option -> DynamicTest.dynamicTest(option, () -> assertNearestWins(option, ROWS.get(option))));
    }

    private void assertNearestWins(String option, Row row) {
        assertThat(sent(option, row, 1)).as("component").isEqualTo(row.values.get(0));
        assertThat(sent(option, row, 2)).as("endpoint over component").isEqualTo(row.values.get(1));
        assertThat(sent(option, row, 3)).as("header over endpoint").isEqualTo(row.values.get(2));
        assertThat(sent(option, row, 4)).as("field over header").isEqualTo(row.values.get(3));
    }

    /** Sets the option in that many places, the component first, and returns what reached the API. */
    private String sent(String option, Row row, int places) {
        QwenTtsComponent component = component();
        QwenTtsConfiguration untouched = component.getConfiguration().copy();
        component.getConfiguration().setMaxRetries(0);
        Map<String, String> endpoint = new HashMap<>(row.companions);
        endpoint.remove(option);
        Map<String, Object> headers = new HashMap<>();
        SpeechRequest.Builder request = SpeechRequest.builder().text("Hi " + option + places);
        PropertyBindingSupport.build().bind(context, component, option, row.values.get(0));
        if (places > 1) {
            endpoint.put(option, row.values.get(1));
        }
        if (places > 2) {
            headers.put(Metadata.headerOf(option), row.values.get(2));
        }
        if (places > 3) {
            row.setField(request, row.values.get(3));
        }
        // Another number each time, or Camel would take the endpoint that it made with the component's last settings.
        StringBuilder uri = new StringBuilder("qwen-tts:synthesize?continueOnError=true&batchSize=" + ++endpoints);
        endpoint.forEach((name, value) ->
                uri.append('&').append(name).append("=RAW(").append(value).append(')'));
        try {
            send(uri.toString(), List.of(request.build()), headers);
        } finally {
            component.setConfiguration(untouched);
        }
        RecordedTask task = speechTasks().stream()
                .filter(sent -> ("Hi " + option + places).equals(sent.at("speech", "text")))
                .findFirst()
                .orElseThrow();
        return String.valueOf(task.at(row.path));
    }

    private static <T> void row(
            String option,
            Map<String, String> companions,
            BiConsumer<SpeechRequest.Builder, T> field,
            Function<String, T> parse,
            String[] path,
            String... values) {
        ROWS.put(
                option,
                new Row(
                        companions,
                        (request, value) -> field.accept(request, parse.apply(value)),
                        path,
                        List.of(values)));
    }

    private static String[] at(String... path) {
        return path;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private record Row(
            Map<String, String> companions,
            BiConsumer<SpeechRequest.Builder, String> field,
            String[] path,
            List<String> values) {

        void setField(SpeechRequest.Builder request, String value) {
            field.accept(request, value);
        }
    }
}
