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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The same key with the same content is bought once, by any sender at any time. */
class IdempotencyKeyTest extends SpeakingTestSupport {

    private static final String BASE =
            "qwen-tts:synthesize?outputFormat=WAV&xVectorOnly=true&model=" + SpeechRequest.BASE;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async"})
    void anotherProcessGetsTheAudioOfTheFirst(String deliveryMethod) throws Exception {
        String uri = "qwen-tts:synthesize?deliveryMethod=" + deliveryMethod + "&" + QUICK_POLLS;
        Exchange first = send(uri, "Once.", key("order-17"));

        Exchange second = sendElsewhere(uri, "Once.", key("order-17"));

        assertThat(second.getException()).isNull();
        assertThat(second.getMessage().getBody(byte[].class))
                .isEqualTo(first.getMessage().getBody(byte[].class));
        assertThat(emulator().tasksCarriedOut()).isOne();
        assertThat(speechTasks()).hasSize(1);
    }

    @Test
    void aRepeatedSubmitGetsTheIdAndBuysNothing() {
        Exchange first = send("qwen-tts:submit", "Once.", key("order-17"));
        Exchange second = send("qwen-tts:submit", "Once.", key("order-17"));

        assertThat(first.getMessage().getBody()).isEqualTo(second.getMessage().getBody());
        assertThat(speechTasks()).hasSize(1);
    }

    @Test
    void theFirstMessageWithAKeyCostsOneMoreRequest() {
        send("qwen-tts:synthesize?outputType=base64Data", "Once.", key("order-17"));

        assertThat(emulator().requests())
                .extracting(request -> request.tasks().get(0).taskType())
                .containsExactly("getTaskDetails", "audioInference");
    }

    @Test
    void messagesWithoutAKeyAreBoughtOneByOneAndCostNoMoreRequest() {
        send("qwen-tts:synthesize?outputType=base64Data", "Once.");
        send("qwen-tts:synthesize?outputType=base64Data", "Once.");

        assertThat(speechTasks()).extracting(RecordedTask::taskUUID).hasSize(2).doesNotHaveDuplicates();
        assertThat(emulator().requests()).hasSize(2);
    }

    @Test
    void otherTextIsAnotherTask() {
        send("qwen-tts:synthesize", "One.", key("order-17"));
        send("qwen-tts:synthesize", "Two.", key("order-17"));

        assertThat(spoken()).containsExactly("One.", "Two.");
    }

    @Test
    void anotherKeyIsAnotherTask() {
        send("qwen-tts:synthesize", "Once.", key("order-17"));
        send("qwen-tts:synthesize", "Once.", key("order-18"));

        assertThat(spoken()).containsExactly("Once.", "Once.");
    }

    @SuppressWarnings("UnnecessaryStringBuilder") // one of the types that a value may have
    static List<Object> keys() {
        return List.of(
                "ID:c3f1-414e",
                4711,
                4711L,
                UUID.fromString("c232ab00-9414-11ec-b3c8-9f6bdeced846"),
                new StringBuilder("order-17"),
                new byte[] {'1', '7'},
                List.of("shop", 17));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void anyObjectThatBecomesATextIsAKey(Object key) {
        send("qwen-tts:submit", "Once.", key(key));
        Exchange second = send("qwen-tts:submit", "Once.", key(key));

        assertThat(second.getException()).isNull();
        assertThat(speechTasks()).hasSize(1);
    }

    static List<Object> noKeys() {
        return List.of("", " \t", new Object(), new int[] {17});
    }

    @ParameterizedTest
    @MethodSource("noKeys")
    void aKeyThatIdentifiesNothingIsRefusedBeforeAnythingIsSent(Object key) {
        Exchange exchange = send("qwen-tts:submit", "Once.", key(key));

        assertRefused(exchange, "idempotencyKey (header CamelQwenTtsIdempotencyKey) is not valid");
    }

    @Test
    void equalElementsOfOneListAreBoughtEachAndFoundEach() {
        List<String> texts = List.of("Same.", "Same.", "Other.", "Same.");

        List<?> first =
                send("qwen-tts:synthesize", texts, key("order-17")).getMessage().getBody(List.class);
        List<?> second =
                send("qwen-tts:synthesize", texts, key("order-17")).getMessage().getBody(List.class);

        assertThat(spoken()).containsExactlyElementsOf(texts);
        assertThat(speechTasks()).extracting(RecordedTask::taskUUID).doesNotHaveDuplicates();
        assertThat(uuids(second)).isEqualTo(uuids(first));
    }

    @Test
    void findsATextFromASingleMessageOrAList() {
        send("qwen-tts:synthesize", "One.", key("order-17"));

        send("qwen-tts:synthesize", List.of("Two.", "One."), key("order-17"));

        assertThat(spoken()).containsExactly("One.", "Two.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRepeatedSplitBuysOnlyWhatIsMissing(boolean parallel) throws Exception {
        List<String> audio = new ArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:lines")
                        .split(body().tokenize("\n"))
                        .parallelProcessing(parallel)
                        .to("qwen-tts:synthesize")
                        .process(part -> {
                            synchronized (audio) {
                                audio.add(part.getMessage().getHeader("CamelQwenTtsAudioUuid", String.class));
                            }
                        });
            }
        });
        send("direct:lines", "One.\nTwo.", key("order-17"));

        Exchange exchange = send("direct:lines", "One.\nTwo.\nThree.", key("order-17"));

        assertThat(exchange.getException()).isNull();
        assertThat(spoken()).containsExactlyInAnyOrder("One.", "Two.", "Three.");
        assertThat(audio).hasSize(5);
        assertThat(audio.stream().distinct()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inferenceError", "rateLimitExceeded", "contentPolicyViolation"})
    void aTaskThatFailedIsSentAgainWithItsKey(String code) {
        emulator().inject(new Fault.TaskError(code, "Not now"), task -> "audioInference".equals(task.taskType()));
        assertThat(send("qwen-tts:synthesize?maxRetries=0", "Once.", key("order-17"))
                        .getException())
                .isNotNull();
        emulator().clearFaults();

        Exchange second = send("qwen-tts:synthesize?maxRetries=0", "Once.", key("order-17"));

        assertThat(second.getException()).isNull();
        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    @Test
    void aSendersIdInTheBodyWinsOverTheKey() {
        String own = UUID.randomUUID().toString();

        send(
                "qwen-tts:submit",
                SpeechRequest.builder().text("Once.").taskUUID(own).build(),
                key("order-17"));

        assertThat(speechTasks()).extracting(RecordedTask::taskUUID).containsExactly(own);
    }

    @Test
    void deliveryMayDifferFromOneAttemptToTheNext() {
        send("qwen-tts:synthesize?includeCost=true", "Once.", key("order-17"));

        Exchange second = send("qwen-tts:synthesize?ttl=600", "Once.", key("order-17"));

        assertThat(second.getException()).isNull();
        assertThat(speechTasks()).hasSize(1);
    }

    @Test
    void referenceAudioCountsByItsBytes() throws Exception {
        byte[] sample = sample();
        Path file = Files.write(directory.resolve("sample.wav"), sample);
        byte[] other = sample.clone();
        other[other.length - 1]++;

        List<Object> same = List.of(sample, sample.clone(), file, file.toFile(), new ByteArrayInputStream(sample));
        for (Object reference : same) {
            assertThat(send(BASE, "Once.", clone(reference)).getException()).isNull();
        }
        assertThat(cloned()).isOne();

        send(BASE, "Once.", clone(other));
        assertThat(cloned()).isEqualTo(2);
    }

    @Test
    void aStreamOfReferenceAudioServesAllElementsOfAList() throws Exception {
        List<String> texts =
                IntStream.range(0, 3).mapToObj(i -> "Text " + i + ".").toList();

        Exchange exchange = send(BASE, texts, clone(new ByteArrayInputStream(sample())));

        assertThat(exchange.getException()).isNull();
        assertThat(cloned()).isEqualTo(3);
    }

    @Test
    @SuppressWarnings("InputStreamSlowMultibyteRead") // the test reads little
    void referenceAudioWithoutEndIsReadUpToMaxAudioSizeOnly() {
        AtomicLong read = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                read.incrementAndGet();
                return 1;
            }
        };
        String uri = "qwen-tts:synthesize?model=alibaba:qwen@3-tts-1.7b-base&voice=clone&xVectorOnly=true"
                + "&maxAudioSize=100000";

        Exchange refused = send(
                uri, "Once.", Map.of("CamelQwenTtsIdempotencyKey", "order-17", "CamelQwenTtsReferenceAudio", endless));

        assertThat(refused.getException(InvalidSpeechRequestException.class))
                .hasMessageContaining("referenceAudio")
                .hasRootCauseMessage("The content is larger than maxAudioSize=100000 bytes");
        assertThat(read.get()).isLessThan(200_000);
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void referenceAudioThatCannotBeReadIsRefused() {
        Exchange exchange =
                send(BASE, "Once.", clone(directory.resolve("missing.wav").toFile()));

        assertRefused(exchange, "referenceAudio");
    }

    private byte[] sample() {
        return send(
                        "qwen-tts:synthesize?outputFormat=WAV",
                        "A sample that lasts for more than three seconds, surely it does.")
                .getMessage()
                .getBody(byte[].class);
    }

    private long cloned() {
        return speechTasks().stream()
                .filter(task -> SpeechRequest.BASE.equals(task.at("model")))
                .count();
    }

    private List<Object> spoken() {
        return speechTasks().stream().map(task -> task.at("speech", "text")).toList();
    }

    private static List<String> uuids(List<?> results) {
        return results.stream()
                .map(result -> ((SpeechResult) result).orThrow().audioUUID())
                .toList();
    }

    private static Map<String, Object> key(Object key) {
        return Map.of("CamelQwenTtsIdempotencyKey", key);
    }

    private static Map<String, Object> clone(Object reference) {
        return Map.of("CamelQwenTtsIdempotencyKey", "order-17", "CamelQwenTtsReferenceAudio", reference);
    }
}
