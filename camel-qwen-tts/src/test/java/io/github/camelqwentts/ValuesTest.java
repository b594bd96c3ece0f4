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

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Values are taken as people write them, or refused with their header. */
class ValuesTest extends SilentTestSupport {

    private static final String URI = "qwen-tts:synthesize";

    @SuppressWarnings("UnnecessaryStringBuilder") // one of the types that a value may have
    static Stream<Arguments> speeds() {
        return Stream.of(
                arguments(1.05f, "1.05"),
                arguments(1.1f, "1.1"),
                arguments(1.15f, "1.15"),
                arguments(0.9f, "0.9"),
                arguments((double) 1.05f, "1.05"),
                arguments(0.1 * 3, "0.3"),
                arguments(new BigDecimal("1.050"), "1.05"),
                arguments(2, "2.0"),
                arguments(2L, "2.0"),
                arguments(" 1.25 ", "1.25"),
                arguments(new StringBuilder("1.25"), "1.25"),
                arguments("1.25".getBytes(StandardCharsets.UTF_8), "1.25"));
    }

    @ParameterizedTest
    @MethodSource("speeds")
    void acceptsASpeedAsAnyNumberOrText(Object speed, String sent) {
        assertThat(sent("Speed", speed, "speech", "speed")).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,05", "fast", "", " ", "1.05f", "0x1p0", "NaN", "Infinity", "1 000", "1.005", "1e400"})
    void refusesASpeedThatIsNotANumber(String speed) {
        assertRefused("Speed", speed, "speed", "must be");
    }

    static Stream<Object> wrongSpeeds() {
        return Stream.of(
                Double.NaN, Float.POSITIVE_INFINITY, 1.005, 0.24f, 4.01, new BigDecimal("1e999999999"), 'c', true);
    }

    @ParameterizedTest
    @MethodSource("wrongSpeeds")
    void refusesASpeedOutOfRangeOrOfAnotherType(Object speed) {
        assertRefused("Speed", speed, "speed", "must be");
    }

    @ParameterizedTest
    @ValueSource(floats = {1.05f, 1.1f, 2.37f, 3.99f})
    void requestAcceptsASpeedThatIsAFloat(float speed) {
        assertThat(SpeechRequest.builder().speed(speed).build().speed())
                .isEqualTo(Double.valueOf(Float.toString(speed)));
    }

    static Stream<Arguments> wholeNumbers() {
        return Stream.of(
                arguments(2.0, "2"),
                arguments(new BigDecimal("2"), "2"),
                arguments((short) 2, "2"),
                arguments(" 2 ", "2"));
    }

    @ParameterizedTest
    @MethodSource("wholeNumbers")
    void acceptsWholeNumbers(Object number, String sent) {
        assertThat(sent("NumberResults", number, "numberResults")).isEqualTo(sent);
    }

    static Stream<Object> notWholeNumbers() {
        return Stream.of(2.7, 2.7f, new BigDecimal("2.7"), "2.7", 1L << 40, "two", "", true, "2,0");
    }

    @ParameterizedTest
    @MethodSource("notWholeNumbers")
    void refusesNumbersThatAreNotWhole(Object number) {
        assertRefused("NumberResults", number, "numberResults", "must be a whole number");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "' TRUE ',true", "False,false"})
    void acceptsBooleansAsText(String flag, String sent) {
        assertThat(sent("IncludeCost", flag, "includeCost")).isEqualTo(sent);
    }

    static Stream<Object> notBooleans() {
        return Stream.of("yes", "1", 1, "", List.of(true));
    }

    @ParameterizedTest
    @MethodSource("notBooleans")
    void refusesNonBooleans(Object flag) {
        assertRefused("IncludeCost", flag, "includeCost", "must be true or false");
    }

    static Stream<Arguments> languages() {
        return Stream.of(
                arguments("English", "English"),
                arguments(" english ", "English"),
                arguments("en", "English"),
                arguments("EN", "English"),
                arguments("eng", "English"),
                arguments("en-US", "English"),
                arguments("en_GB", "English"),
                arguments("zh", "Chinese"),
                arguments("zh-CN", "Chinese"),
                arguments("zh_Hans", "Chinese"),
                arguments("zh_CN_#Hans", "Chinese"),
                arguments("cmn-Hans-CN", "Chinese"),
                arguments("ja", "Japanese"),
                arguments("jpn", "Japanese"),
                arguments("ko-KR", "Korean"),
                arguments("ger", "German"),
                arguments("deu", "German"),
                arguments("fre", "French"),
                arguments("ru", "Russian"),
                arguments("pt-BR", "Portuguese"),
                arguments("es-419", "Spanish"),
                arguments("it", "Italian"),
                arguments("AUTO", "Auto"),
                arguments(Locale.US, "English"),
                arguments(Locale.SIMPLIFIED_CHINESE, "Chinese"),
                arguments(Locale.ROOT, "Auto"));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void acceptsALanguageAsNameCodeTagOrLocale(Object language, String sent) throws Exception {
        assertThat(sent("Language", language, "speech", "language")).isEqualTo(sent);

        SpeechRequest.Builder request = SpeechRequest.builder().text("Hi");
        if (language instanceof Locale locale) {
            request.language(locale);
        } else {
            request.language((String) language);
            send(URI + "?language=RAW(" + language + ")", "Hi");
        }
        send(URI, request.build());
        assertThat(speechTasks())
                .allSatisfy(task -> assertThat(task.at("speech", "language")).isEqualTo(sent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xx", "nl", "Klingon", "", "e", "en US", "1", "yue"})
    void refusesALanguageThatTheModelDoesNotSpeak(String language) {
        assertRefused("Language", language, "language", "must be one of Auto, Chinese, English");
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("Voice", "Uncle Fu", "uncle_fu"),
                arguments("Voice", " ONO-ANNA ", "ono_anna"),
                arguments("Voice", Voice.RYAN, "ryan"),
                arguments("Voice", "vivian".getBytes(StandardCharsets.UTF_8), "vivian"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void acceptsNamesInAnyCaseWithAnySeparators(String header, Object value, String sent) {
        assertThat(sent(header, value, "speech", "voice")).isEqualTo(sent);
    }

    @Test
    void acceptsConstantsAndUrisInHeaders() {
        assertThat(sent("OutputFormat", OutputFormat.WAV, "outputFormat")).isEqualTo("WAV");
        assertThat(sent("OutputType", "BASE64_DATA", "outputType")).isEqualTo("base64Data");
        assertThat(sent("Model", " VoiceDesign ", Map.of(QwenTtsConstants.POSITIVE_PROMPT, " calm "), "positivePrompt"))
                .isEqualTo("calm");
        assertThat(sent("UploadEndpoint", java.net.URI.create("http://127.0.0.1:1/a"), "uploadEndpoint"))
                .isEqualTo("http://127.0.0.1:1/a");
    }

    @Test
    void blankStyleClearsTheEndpointsStyle() {
        send(URI + "?positivePrompt=sad", "Hi", Map.of(QwenTtsConstants.POSITIVE_PROMPT, " "));

        assertThat(speechTasks().get(0).at("positivePrompt")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"getResponse", "getTaskDetails"})
    void acceptsATaskIdAsUuid(String operation) {
        UUID id = UUID.randomUUID();
        send("qwen-tts:" + operation, id);
        send("qwen-tts:" + operation, " " + id + "\n");
        send("qwen-tts:" + operation, "ignored", Map.of(QwenTtsConstants.TASK_UUID, id));

        assertThat(emulator().requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.tasks())
                        .allSatisfy(task -> assertThat(task.taskUUID()).isEqualTo(id.toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"getResponse", "getTaskDetails"})
    void namesTheTaskIdThatIsRefused(String operation) {
        assertThat(send("qwen-tts:" + operation, null).getException())
                .hasMessage("taskUUID is not set: must be in the body or the header CamelQwenTtsTaskUuid");
        assertThat(send("qwen-tts:" + operation, java.util.Arrays.asList(UUID.randomUUID(), null))
                        .getException())
                .hasMessageStartingWith("taskUUID (element 1 of the body) is not set: ");
        assertThat(send("qwen-tts:" + operation, null, Map.of(QwenTtsConstants.TASK_UUID, List.of()))
                        .getException())
                .hasMessage("taskUUID (header CamelQwenTtsTaskUuid) is not valid: must not be an empty list");
        assertThat(send("qwen-tts:" + operation, "1234").getException())
                .hasMessage("taskUUID=1234 (body) is not valid: must be a UUID of version 4");
    }

    @Test
    void namesTheSourceOfEachMistake() {
        assertThat(send(URI, "Hi", Map.of(QwenTtsConstants.SPEED, 9)).getException())
                .hasMessage(
                        "speed=9 (header CamelQwenTtsSpeed) is not valid: must be between 0.25 and 4 in steps of 0.01");
        SpeechRequest request = SpeechRequest.builder().text("Hi").ttl(60).build();
        assertThat(send(URI + "?outputType=dataURI", request).getException())
                .hasMessage("ttl=60 (field ttl of the body) is not valid: must be set with outputType=URL only");
        assertThat(send(URI + "?outputType=dataURI", List.of("Hi", request)).getException())
                .hasMessageStartingWith("ttl=60 (field ttl of element 1 of the body) is not valid:");
        assertThat(send(URI + "?ttl=60", "Hi", Map.of(QwenTtsConstants.OUTPUT_TYPE, "dataURI"))
                        .getException())
                .hasMessageStartingWith("ttl=60 (endpoint URI) is not valid:");
        component().getConfiguration().setTtl(61);
        assertThat(send(URI + "?maxRetries=0", "Hi", Map.of(QwenTtsConstants.OUTPUT_TYPE, "dataURI"))
                        .getException())
                .hasMessageStartingWith("ttl=61 (component) is not valid:");
    }

    private String sent(String header, Object value, String... path) {
        return sent(header, value, Map.of(), path);
    }

    private String sent(String header, Object value, Map<String, Object> others, String... path) {
        Map<String, Object> headers = new java.util.HashMap<>(others);
        headers.put("CamelQwenTts" + header, value);
        int before = speechTasks().size();
        Exchange exchange = send(URI + "?continueOnError=true&maxRetries=0", List.of("Hi"), headers);

        assertThat(exchange.getException()).isNull();
        return String.valueOf(speechTasks().get(before).at(path));
    }

    private void assertRefused(String header, Object value, String option, String rule) {
        Exchange exchange = send(URI, "Hi", Map.of("CamelQwenTts" + header, value));

        assertThat(exchange.getException()).isInstanceOfSatisfying(InvalidSpeechRequestException.class, mistake -> {
            assertThat(mistake.getOption()).isEqualTo(option);
            assertThat(mistake.getSource()).isEqualTo("header CamelQwenTts" + header);
            assertThat(mistake.getRule()).contains(rule);
        });
        assertThat(emulator().requests()).isEmpty();
    }
}
