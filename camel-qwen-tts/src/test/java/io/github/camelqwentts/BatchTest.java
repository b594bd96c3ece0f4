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
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RecordedRequest;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRejectedException;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class BatchTest extends SpeakingTestSupport {

    @Test
    void aCollectionIsOneRequestWithATaskEach() {
        Exchange exchange = send("qwen-tts:synthesize?outputType=base64Data", texts(20));

        assertThat(emulator().requests())
                .singleElement()
                .satisfies(request -> assertThat(request.tasks()).hasSize(20));
        assertResultsInOrder(exchange, 20);
    }

    @Test
    void moreThanABatchGoesInFurtherRequests() {
        Exchange exchange = send("qwen-tts:synthesize?outputType=base64Data&batchSize=7", texts(20));

        assertThat(emulator().requests())
                .extracting(request -> request.tasks().size())
                .containsExactlyInAnyOrder(7, 7, 6);
        assertResultsInOrder(exchange, 20);
    }

    @Test
    void anArrayIsACollectionToo() {
        Exchange exchange = send("qwen-tts:synthesize", texts(3).toArray());

        assertResultsInOrder(exchange, 3);
    }

    @Test
    void aCollectionOfOneIsAnsweredWithAList() {
        assertResultsInOrder(send("qwen-tts:synthesize", texts(1)), 1);
    }

    @Test
    void aResultThatComesTwiceIsTakenOnce() {
        emulator().inject(new Fault.DuplicateResults(), 2);

        assertResultsInOrder(send("qwen-tts:synthesize?outputType=dataURI", texts(3)), 3);
        Exchange several = send("qwen-tts:synthesize?outputType=base64Data&numberResults=3", "Hi");

        List<?> results = several.getMessage().getBody(List.class);
        assertThat(results)
                .hasSize(3)
                .extracting(result -> ((SpeechResult) result).orThrow().audioUUID())
                .doesNotHaveDuplicates();
    }

    static Stream<Arguments> oddAnswers() {
        return Stream.of(
                arguments(new Fault.ReverseResults(), "base64Data", 10),
                arguments(new Fault.UnknownFields(), "dataURI", 3));
    }

    @ParameterizedTest
    @MethodSource("oddAnswers")
    void resultsComeInTheOrderOfTheInputWhateverTheAnswer(Fault oddity, String outputType, int count) {
        emulator().inject(oddity);

        assertResultsInOrder(send("qwen-tts:synthesize?outputType=" + outputType, texts(count)), count);
    }

    @Test
    void oneFailureIsThrownAndTheGoodResultsAreInTheException() {
        emulator().inject(new Fault.TaskError("promptBlocked", "Not this one"), task -> isText(task, 1));

        Exchange exchange = send("qwen-tts:synthesize", texts(3));

        assertThat(exchange.getException()).isInstanceOfSatisfying(SpeechRejectedException.class, failure -> {
            assertThat(failure).hasMessageContaining("promptBlocked, Not this one (safety");
            assertFailedInTheMiddle(failure.getResults());
        });
        assertThat(emulator().tasksCarriedOut()).isEqualTo(2);
    }

    @Test
    void failuresStandInTheListWhereTheyMay() {
        emulator().inject(new Fault.TaskError("promptBlocked", "Not this one"), task -> isText(task, 1));

        Exchange exchange = send("qwen-tts:synthesize?continueOnError=true", texts(3));

        assertThat(exchange.getException()).isNull();
        List<SpeechResult> results = results(exchange);
        assertFailedInTheMiddle(results);
        assertThat(results.get(1).failure().getError().code()).isEqualTo("promptBlocked");
    }

    @Test
    void anErrorOfOneRequestLeavesTheOthersResults() {
        emulator().inject(new Fault.Status(400), task -> isText(task, 0));

        Exchange exchange = send("qwen-tts:synthesize?continueOnError=true&batchSize=2", texts(4));

        assertThat(results(exchange))
                .extracting(result -> result.failure() == null)
                .containsExactly(false, false, true, true);
    }

    @Test
    void aTaskThatFailsForNowIsRetriedAlone() {
        emulator().inject(new Fault.TaskError("providerError", "Not now"), 1);

        Exchange exchange = send("qwen-tts:synthesize", texts(3));

        assertResultsInOrder(exchange, 3);
        assertThat(emulator().requests())
                .filteredOn(
                        request -> request.tasks().stream().anyMatch(task -> "audioInference".equals(task.taskType())))
                .extracting(BatchTest::texts)
                .containsExactly(List.of(text(0), text(1), text(2)), List.of(text(0)));
        assertThat(tasks("getTaskDetails"))
                .as("asked for before it is sent again")
                .hasSize(1);
    }

    private void assertResultsInOrder(Exchange exchange, int count) {
        assertThat(exchange.getException()).isNull();
        List<String> expected = IntStream.range(0, count)
                .mapToObj(i -> speechTasks().stream()
                        .filter(task -> isText(task, i))
                        .findFirst()
                        .orElseThrow()
                        .taskUUID())
                .toList();
        assertThat(results(exchange)).extracting(SpeechResult::taskUUID).isEqualTo(expected);
        assertThat(results(exchange))
                .allSatisfy(
                        result -> assertThat(result.orThrow().audio().size()).isPositive());
    }

    private static void assertFailedInTheMiddle(List<SpeechResult> results) {
        assertThat(results).extracting(result -> result.failure() == null).containsExactly(true, false, true);
        assertThat(results.get(1).failure()).isInstanceOf(SpeechException.class);
    }

    @SuppressWarnings("unchecked")
    private static List<SpeechResult> results(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(BatchTest::text).toList();
    }

    private static String text(int index) {
        return "Number " + index;
    }

    private static boolean isText(RecordedTask task, int index) {
        return text(index).equals(task.at("speech", "text"));
    }

    private static List<Object> texts(RecordedRequest request) {
        return request.tasks().stream().map(task -> task.at("speech", "text")).toList();
    }
}
