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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelqwentts.runware.RunwareRules;
import io.github.camelqwentts.speech.AudioSettings;
import io.github.camelqwentts.speech.ChangedRequests;
import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TaskIdsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, SpeechRequest.Builder> CONTENT = ChangedRequests.bySound(TaskIdsTest::request);
    private static final Map<String, SpeechRequest.Builder> DELIVERY = new HashMap<>();

    static {
        CONTENT.put("outputType", request().outputType(OutputType.BASE64_DATA));
        CONTENT.put("numberResults", request().numberResults(2));
        CONTENT.put("referenceAudio", request().referenceAudio(ReferenceAudio.ofText("https://host/sample.wav")));

        DELIVERY.put("taskUUID", request());
        DELIVERY.put("ttl", request().ttl(60));
        DELIVERY.put("includeCost", request().includeCost(true));
        DELIVERY.put("uploadEndpoint", request().uploadEndpoint("https://host/key?signature=1"));
        DELIVERY.put("webhookURL", request().webhookURL("https://host/results?token=1"));
        DELIVERY.put("deliveryMethod", request().deliveryMethod(DeliveryMethod.ASYNC));
    }

    @Test
    void idsStayTheSameFromOneVersionToTheNext() {
        assertThat(id("order-17", request())).isEqualTo("1c5d194b-b3f8-494d-8729-a7a686b7f1d7");
        assertThat(id(
                        "order-17",
                        request()
                                .voice(Voice.VIVIAN)
                                .language(Language.ENGLISH)
                                .speed(1.25)
                                .outputFormat(OutputFormat.WAV)))
                .isEqualTo("a535260e-004b-43ab-a971-78f149b71cab");
    }

    @Test
    void idsHaveTheFormOfVersion4() {
        for (int i = 0; i < 1_000; i++) {
            UUID id = UUID.fromString(id("key " + i, request()));

            assertThat(id.version()).isEqualTo(4);
            assertThat(id.variant()).isEqualTo(2);
        }
    }

    @Test
    void everyPartOfTheContentMakesAnotherId() {
        List<String> ids = new ArrayList<>(List.of(id("key", request())));
        CONTENT.values().forEach(request -> ids.add(id("key", request)));
        ids.add(id("key", request().audioSettings(new AudioSettings(null, 24, null))));
        ids.add(id("key", request().audioSettings(new AudioSettings(null, null, 1))));

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void deliveryMakesNoOtherId() {
        String id = id("key", request());

        assertThat(DELIVERY.values())
                .allSatisfy(request -> assertThat(id("key", request)).isEqualTo(id));
    }

    @Test
    void everyParameterIsEitherContentOrDelivery() {
        List<String> decided = new ArrayList<>(CONTENT.keySet());
        decided.addAll(DELIVERY.keySet());

        assertThat(decided)
                .containsExactlyInAnyOrderElementsOf(
                        JSON.convertValue(request().build(), Map.class).keySet());
    }

    @Test
    void theDefaultsThatTheClientFillsInAreTheSameContent() {
        assertThat(id(
                        "key",
                        request()
                                .model(SpeechRequest.CUSTOM_VOICE)
                                .voice(Voice.AUTO)
                                .numberResults(1)))
                .isEqualTo(id("key", RunwareRules.check(SpeechRequest.of("Hello.")).toBuilder()));
    }

    @Test
    void distinguishesKeyFromText() {
        assertThat(Set.of(
                        id("ab", SpeechRequest.builder().text("c")),
                        id("a", SpeechRequest.builder().text("bc"))))
                .hasSize(2);
    }

    @Test
    void equalRequestsOfOneListGetIdsByTheirOrder() {
        SpeechRequest same = request().build();

        List<String> three = ids(List.of(same, same, same));

        assertThat(three).doesNotHaveDuplicates();
        assertThat(ids(List.of(same, request().text("Other.").build(), same)))
                .containsSubsequence(three.get(0), three.get(1));
        assertThat(three.get(0)).isEqualTo(id("key", request()));
    }

    /** With the defaults of the backend, which has checked it. */
    private static SpeechRequest.Builder request() {
        return SpeechRequest.builder()
                .text("Hello.")
                .model(SpeechRequest.CUSTOM_VOICE)
                .voice(Voice.AUTO);
    }

    private static String id(String key, SpeechRequest.Builder request) {
        return TaskIds.assign(key, List.of(request.build()), 1_000_000).get(0).taskUUID();
    }

    private static List<String> ids(List<SpeechRequest> requests) {
        return TaskIds.assign("key", requests, 1_000_000).stream()
                .map(SpeechRequest::taskUUID)
                .toList();
    }
}
