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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelqwentts.audio.WavFile;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import io.vertx.core.json.JsonObject;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What comes as audio and is none, or is not the audio that was asked for: a failure however it came, and bought once. */
class BadAudioTest extends SpeakingTestSupport {

    private static final byte[] WAV = WavFile.silence(24_000);

    private static final Map<String, byte[]> BAD = Map.of(
            "empty",
            new byte[0],
            "a page",
            bytes("<!DOCTYPE html><html><body>Sign in</body></html>"),
            "JSON",
            bytes("{\"errors\":[{\"code\":\"x\"}]}"),
            "cut",
            Arrays.copyOf(WAV, 5_000),
            "a header alone",
            Arrays.copyOf(WAV, 44),
            "FLAC",
            bytes("fLaC" + "x".repeat(500)),
            "MP3",
            mp3());

    @AutoClose
    private final ScriptedApi api = new ScriptedApi();

    static Stream<Arguments> everyBadAudioInEveryWay() {
        return BAD.keySet().stream()
                .flatMap(bad -> Stream.of("URL", "base64Data", "dataURI").map(type -> Arguments.of(bad, type)));
    }

    @ParameterizedTest
    @MethodSource("everyBadAudioInEveryWay")
    void isAFailureOfTheProviderAndNotBoughtTwice(String bad, String outputType) {
        api.serve(200, BAD.get(bad));
        api.on("audioInference", tasks -> results(tasks, outputType, BAD.get(bad)));
        api.on("getTaskDetails", tasks -> details(tasks, outputType, BAD.get(bad)));

        Exchange exchange = speak("synthesize?outputType=" + outputType);

        assertIsProviderFailure(exchange);
        assertThat(api.tasks("audioInference")).hasSize(1);
        assertThat(api.downloads()).isEqualTo(outputType.equals("URL") ? 4 : 0);
    }

    @ParameterizedTest
    @MethodSource("everyBadAudioInEveryWay")
    void isAFailureOfTheProviderIfItIsPolled(String bad, String outputType) {
        api.serve(200, BAD.get(bad));
        api.on("audioInference", BadAudioTest::acknowledge);
        api.on("getResponse", tasks -> results(tasks, outputType, BAD.get(bad)));

        assertIsProviderFailure(speak("synthesize?deliveryMethod=async&outputType=" + outputType));

        assertThat(api.tasks("audioInference")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"getTaskDetails", "getResponse", "getResponse?pollUntilDone=true"})
    void isAFailureOfTheProviderIfItIsFetchedLater(String operation) {
        api.on("getTaskDetails", tasks -> details(tasks, "base64Data", BAD.get("cut")));
        api.on("getResponse", tasks -> results(tasks, "base64Data", BAD.get("cut")));

        assertIsProviderFailure(send(endpoint(operation), UUID.randomUUID().toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"URL", "base64Data", "dataURI"})
    void isFetchedAgainAndMayBeWholeThen(String outputType) {
        api.serve(200, BAD.get("cut")).serve(200, bytes("<html>")).serve(200, WAV);
        api.on("audioInference", tasks -> results(tasks, outputType, BAD.get("cut")));
        api.on("getTaskDetails", tasks -> details(tasks, outputType, WAV));

        assertIsWhole(speak("synthesize?outputType=" + outputType));

        assertThat(api.tasks("audioInference")).hasSize(1);
        assertThat(api.tasks("getTaskDetails")).hasSize(outputType.equals("URL") ? 0 : 1);
    }

    @Test
    void isPolledAgainAndMayBeWholeThen() {
        AtomicInteger polls = new AtomicInteger();
        api.on("audioInference", BadAudioTest::acknowledge);
        api.on(
                "getResponse",
                tasks -> results(tasks, "base64Data", polls.getAndIncrement() == 0 ? BAD.get("empty") : WAV));

        assertIsWhole(speak("synthesize?deliveryMethod=async&outputType=base64Data"));
    }

    @Test
    void doesNotFailTheOtherResults() {
        api.on(
                "audioInference",
                tasks -> "{\"data\":["
                        + result(tasks.get(0), "base64Data", WAV)
                        + "," + result(tasks.get(0), "base64Data", BAD.get("JSON")) + "]}");
        api.on("getTaskDetails", tasks -> details(tasks, "base64Data", BAD.get("cut")));

        List<?> results = speak("synthesize?outputType=base64Data&numberResults=2&continueOnError=true")
                .getMessage()
                .getBody(List.class);

        assertThat(results).hasSize(2);
        assertThat(((SpeechResult) results.get(0)).failure()).isNull();
        assertThat(((SpeechResult) results.get(1)).failure().getError().kind()).isEqualTo(Kind.PROVIDER);
    }

    @Test
    void isNotCheckedIfItIsNotDownloaded() {
        api.on("audioInference", tasks -> results(tasks, "URL", null));

        Exchange exchange = speak("synthesize?download=false");

        assertThat(exchange.getMessage().getBody()).isEqualTo(api.audioUrl());
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("CamelQwenTtsAudioFormat", "WAV")
                .doesNotContainKey("CamelQwenTtsDuration");
    }

    @Test
    void aFileThatIsNotThereYetIsFetchedAgain() {
        api.serve(404, bytes("Not found")).serve(404, new byte[0]).serve(200, WAV);
        api.on("audioInference", tasks -> results(tasks, "URL", null));

        assertIsWhole(speak("synthesize"));

        assertThat(api.downloads()).isEqualTo(3);
    }

    @Test
    void derivesTheFormatOfAnUnknownRequestFromItsAudio() {
        api.serve(200, mp3());
        api.on("getTaskDetails", tasks -> details(tasks, "URL", null));

        Exchange exchange = send(endpoint("getTaskDetails"), UUID.randomUUID().toString());

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("CamelQwenTtsAudioFormat", "MP3")
                .containsEntry("Content-Type", "audio/mpeg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64Data", "dataURI", "URL"})
    void maxAudioSizeLimitsOneAudioAndNotAWholeAnswer(String outputType) {
        byte[] large = WavFile.silence(100_000);
        api.serve(200, large);
        api.on("audioInference", tasks -> results(tasks, outputType, large));
        List<String> texts = IntStream.range(0, 20).mapToObj(i -> "Text " + i).toList();

        Exchange exchange =
                send(endpoint("synthesize?outputFormat=WAV&maxAudioSize=1000000&outputType=" + outputType), texts);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(List.class)).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {150_000, 20_000_000})
    void audioBeyondMaxAudioSizeFailsAlone(int size) {
        AtomicInteger count = new AtomicInteger();
        api.on(
                "audioInference",
                tasks -> "{\"data\":["
                        + tasks.stream()
                                .map(task -> result(
                                        task,
                                        "base64Data",
                                        count.getAndIncrement() == 3 ? WavFile.silence(size) : WavFile.silence(90_000)))
                                .collect(Collectors.joining(","))
                        + "]}");
        List<String> texts = IntStream.range(0, 20).mapToObj(i -> "Text " + i).toList();

        List<?> results = send(
                        endpoint("synthesize?outputFormat=WAV&maxAudioSize=100000&outputType=base64Data"
                                + "&continueOnError=true"),
                        texts)
                .getMessage()
                .getBody(List.class);

        assertThat(results).hasSize(20);
        assertThat(results)
                .map(result -> ((SpeechResult) result).failure())
                .filteredOn(failure -> failure != null)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("larger than maxAudioSize=100000"));
        assertThat(((SpeechResult) results.get(3)).failure()).isNotNull();
        assertThat(api.tasks("audioInference")).hasSize(20);
        assertThat(api.tasks("getTaskDetails")).isEmpty();
    }

    private Exchange speak(String operation) {
        return send(
                endpoint(operation + "&outputFormat=WAV".replaceFirst("&", operation.contains("?") ? "&" : "?")),
                "Hello");
    }

    private String endpoint(String operation) {
        return "qwen-tts:" + operation + (operation.contains("?") ? "&" : "?") + "baseUrl=" + api.url()
                + "&pollInitialDelay=10ms&pollInterval=10ms&pollMaxInterval=10ms";
    }

    private static void assertIsProviderFailure(Exchange exchange) {
        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        SpeechUnavailableException.class,
                        failure -> assertThat(failure.getError().kind()).isEqualTo(Kind.PROVIDER));
    }

    private static void assertIsWhole(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(byte[].class)).isEqualTo(WAV);
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("CamelQwenTtsDuration", 500L)
                .containsEntry("CamelQwenTtsAudioFormat", "WAV")
                .doesNotContainKey("CamelQwenTtsTruncated");
    }

    private static String acknowledge(List<JsonObject> tasks) {
        return "{\"data\":[{\"taskType\":\"audioInference\",\"taskUUID\":\""
                + tasks.get(0).getString("taskUUID") + "\"}]}";
    }

    private String results(List<JsonObject> tasks, String outputType, byte[] audio) {
        return "{\"data\":["
                + tasks.stream().map(task -> result(task, outputType, audio)).collect(Collectors.joining(",")) + "]}";
    }

    private String details(List<JsonObject> tasks, String outputType, byte[] audio) {
        return "{\"data\":["
                + tasks.stream()
                        .map(task -> "{\"taskType\":\"getTaskDetails\",\"taskUUID\":\"" + task.getString("taskUUID")
                                + "\",\"response\":{\"data\":[" + result(task, outputType, audio) + "]}}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private String result(JsonObject task, String outputType, byte[] audio) {
        String base64 = audio == null ? "" : Base64.getEncoder().encodeToString(audio);
        String field = switch (outputType) {
            case "URL" -> "\"audioURL\":\"" + api.audioUrl() + "\"";
            case "dataURI" -> "\"audioDataURI\":\"data:audio/wav;base64," + base64 + "\"";
            default -> "\"audioBase64Data\":\"" + base64 + "\"";
        };
        return "{\"taskType\":\"audioInference\",\"taskUUID\":\"" + task.getString("taskUUID") + "\",\"audioUUID\":\""
                + UUID.randomUUID() + "\",\"status\":\"success\"," + field + "}";
    }

    /** Ten frames of MPEG-2, 64 kbit/s at 24 kHz. */
    private static byte[] mp3() {
        ByteBuffer file = ByteBuffer.allocate(10 * 192);
        for (int frame = 0; frame < 10; frame++) {
            file.putInt(192 * frame, 0xFFF3_84C0);
        }
        return file.array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
