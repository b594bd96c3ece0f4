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
package io.github.camelqwentts.runware;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.github.camelqwentts.runware.wire.AnswerLimits;
import io.github.camelqwentts.runware.wire.Envelope;
import io.github.camelqwentts.runware.wire.Envelope.Item;
import io.github.camelqwentts.runware.wire.EnvelopeReader;
import io.github.camelqwentts.runware.wire.TaskUuids;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.transport.Redaction;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpoolWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** The shapes of an answer beside the usual one, and its bounds. */
class AnswerShapesTest {

    private static final SpoolSettings SPOOLS = new SpoolSettings(Integer.MAX_VALUE, () -> null);
    private static final AnswerLimits LIMITS = AnswerLimits.ofResults(1, 100_000_000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "taskType        | \"x\"     | null    | \"\"",
                "taskUUID        | \"t\"     | null    | 7",
                "audioUUID       | \"a\"     | null    | [\"b\"]",
                "audioURL        | \"u\"     | null    | {\"url\":\"v\"}",
                "cost            | 0.5       | null    | \"free\"",
                "seed            | 7         | null    | 1.5",
                "status          | \"success\" | null  | false",
                "audioBase64Data | \"QUJD\"  | null    | \"\"",
                "audioDataURI    | \"data:audio/wav;base64,QUJD\" | null | \"data:audio/wav;base64,\""
            })
    void nothingLaterErasesAValue(String field, String value, String nothing, String other) throws IOException {
        String once = "{\"data\":[{\"taskUUID\":\"t\",\"" + field + "\":" + value;
        Item item = only(read(once + "}]}"));

        for (String more : new String[] {nothing, other, nothing + ",\"" + field + "\":" + other}) {
            Item again = only(read(once + ",\"" + field + "\":" + more + "}]}"));

            assertThat(again).usingRecursiveComparison().ignoringFields("audio").isEqualTo(item);
            assertThat(text(again)).isEqualTo(text(item));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"audioDataURI\":\"data:audio/wav;base64,QUJD\",\"audioBase64Data\":null",
                "\"audioBase64Data\":null,\"audioDataURI\":\"data:audio/wav;base64,QUJD\"",
                "\"audioBase64Data\":\"\",\"audioDataURI\":\"data:audio/wav;base64,QUJD\"",
                "\"audioBase64Data\":\"QUJD\",\"audioDataURI\":\"\",\"audioURL\":null",
                "\"audioBase64Data\":\"QUJD\",\"audioBase64Data\":\"!\"",
                "\"audioBase64Data\":\"!\",\"audioBase64Data\":\"QUJD\""
            })
    void audioIsFoundInWhicheverFieldHasIt(String fields) throws IOException {
        Item item = only(read("{\"data\":[{\"taskUUID\":\"t\"," + fields + "}]}"));

        assertThat(text(item)).isEqualTo("ABC");
        assertThat(item.problem()).isNull();
    }

    @Test
    void aUrlBeatsAudioThatIsEmpty() throws IOException {
        Item item = only(read("{\"data\":[{\"audioBase64Data\":\"\",\"audioURL\":\"u\"}]}"));

        assertThat(item.audio()).isNull();
        assertThat(item.audioURL()).isEqualTo("u");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\":[{\"code\":\"invalidVoice\",\"message\":\"No\",\"taskUUID\":\"t\"}]}",
                "{\"errors\":{\"code\":\"invalidVoice\",\"message\":\"No\",\"taskUUID\":\"t\"}}",
                "{\"error\":{\"code\":\"invalidVoice\",\"message\":\"No\"},\"taskUUID\":\"t\"}",
                "{\"taskUUID\":\"t\",\"data\":null,\"error\":{\"code\":\"invalidVoice\",\"message\":\"No\"}}",
                "{\"error\":[{\"code\":\"invalidVoice\",\"message\":\"No\"}],\"taskUUID\":\"t\",\"errors\":null}",
                "{\"data\":[{\"taskUUID\":\"t\",\"error\":{\"code\":\"invalidVoice\",\"message\":\"No\"},\"error\":null}]}",
                "{\"data\":[{\"errors\":[{\"code\":\"invalidVoice\",\"message\":\"No\"}],\"taskUUID\":\"t\"}]}",
                "{\"data\":{\"error\":{\"code\":\"invalidVoice\",\"message\":\"No\"},\"taskUUID\":\"t\"}}",
                "{\"data\":[{\"response\":{\"error\":{\"code\":\"invalidVoice\",\"message\":\"No\"}},\"taskUUID\":\"t\"}]}",
                "{\"data\":[{\"response\":[{\"data\":[],\"error\":{\"code\":\"invalidVoice\",\"message\":\"No\"}}],"
                        + "\"taskUUID\":\"t\"}]}"
            })
    void anErrorMayStandAloneWhereverErrorsMay(String answer) throws IOException {
        Envelope envelope = read(answer);

        assertThat(envelope.errors())
                .containsExactly(new SpeechError(Kind.VALIDATION, "invalidVoice", "No", null, "t", null, 200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"data\":[{\"audioURL\":\"u\"}],\"error\":null}]",
                "[{\"data\":[],\"error\":null},null,{\"data\":[{\"audioURL\":\"u\",\"taskUUID\":\"t\"}],\"error\":null}]",
                "{\"data\":{\"audioURL\":\"u\"},\"errors\":[]}",
                "{\"data\":[{\"audioURL\":\"u\"}],\"error\":null}"
            })
    void detailsHaveOneResponseOrSeveral(String response) throws IOException {
        for (String request : new String[] {"[{\"audioURL\":\"wrong\"}]", "{\"audioURL\":\"wrong\"}"}) {
            assertResultInDetails("{\"taskType\":\"getTaskDetails\",\"request\":" + request + ",\"response\":"
                    + response + ",\"taskUUID\":\"t\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"taskUUID\":\"t\",\"response\":{\"data\":[{\"audioURL\":\"u\"}]},\"taskType\":\"getTaskDetails\"}",
                "{\"response\":{\"data\":[{\"audioURL\":\"u\",\"taskUUID\":\"t\"}]},\"taskUUID\":\"t\",\"taskType\":\"getTaskDetails\"}",
                "{\"taskType\":\"getTaskDetails\",\"response\":{\"data\":[{\"audioURL\":\"u\"}]},\"taskUUID\":\"t\","
                        + "\"request\":{\"data\":[{\"audioURL\":\"wrong\"}]}}"
            })
    void detailsHoldTheEnvelopeOfLongAgo(String item) throws IOException {
        assertResultInDetails(item);
    }

    private static void assertResultInDetails(String details) throws IOException {
        Envelope envelope = read("{\"data\":[" + details + "]}");

        assertThat(envelope.knows("t")).isTrue();
        assertThat(envelope.items())
                .filteredOn(Item::isResult)
                .containsExactly(new Item(null, "t", null, "u", null, null, null, null, null));
    }

    @Test
    void attributesAFailureInDetailsToItsTask() throws IOException {
        Envelope envelope = read("{\"data\":[{\"response\":{\"data\":[{\"status\":\"error\"}]},\"taskUUID\":\"t\"}]}");

        assertThat(envelope.failed()).containsExactly("t");
        assertThat(envelope.errorOf("t")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "speech.voice"         | speech.voice
            ["speech.voice"]       | speech.voice
            ["a",null,"b",{"c":1}] | a, b
            []                     | `null`
            7                      | `null`
            """)
    void anErrorNamesOneParameterOrSeveral(String parameter, String expected) throws IOException {
        SpeechError error = read("{\"errors\":[{\"code\":\"c\",\"message\":\"m\",\"parameter\":" + parameter + "}]}")
                .errors()
                .get(0);

        assertThat(String.valueOf(error.parameter())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"processing", "pending", "PENDING", "Processing"})
    void pendingIsInProgress(String status) throws IOException {
        assertThat(read("{\"data\":[{\"taskUUID\":\"t\",\"status\":\"" + status + "\"}]}")
                        .isInProgress("t"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0004", "\"0.0004\"", "4e-4", "\" 0.0004 \""})
    void aCostIsANumberOrText(String cost) throws IOException {
        assertThat(only(read("{\"data\":[{\"taskUUID\":\"t\",\"cost\":" + cost + "}]}"))
                        .cost())
                .isEqualByComparingTo(new BigDecimal("0.0004"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TaskUUID", "taskUUID", "conflict", "conflictTaskUUID"})
    void aSecretThatIsANameChangesNeitherCodeNorParameter(String secret) throws IOException {
        Envelope envelope = EnvelopeReader.read(
                spool("{\"errors\":[{\"code\":\"conflictTaskUUID\",\"parameter\":\"taskUUID\",\"message\":\"Is "
                        + secret + "\"}]}"),
                400,
                SPOOLS,
                LIMITS,
                Redaction.of().withUrls(List.of("https://example.org/hook?by=" + secret)));

        assertThat(TaskUuids.saysInUse(envelope.errors().get(0))).isTrue();
        assertThat(envelope.errors().get(0).message()).isEqualTo("Is ***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "task", "dup", "UUID", "timeout"})
    void aShortSecretIsNotHiddenInACode(String secret) throws IOException {
        Envelope envelope = EnvelopeReader.read(
                spool("{\"errors\":[{\"code\":\"duplicateTaskUUID\",\"message\":\"" + secret + "\"}]}"),
                200,
                SPOOLS,
                LIMITS,
                Redaction.of(secret));

        assertThat(envelope.errors().get(0).code()).isEqualTo("duplicateTaskUUID");
        assertThat(envelope.errors().get(0).message()).isEqualTo("***");
        assertThat(envelope.errors().get(0).kind()).isEqualTo(Kind.VALIDATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[%s]}",
                "{\"errors\":[%s]}",
                "{\"x\":[%s]}",
                "{\"data\":[{\"x\":[%s]}]}",
                "{\"data\":[{\"response\":[%s]}]}",
                "{\"data\":[{\"response\":{\"data\":[%s]}}]}",
                "{\"data\":[{\"error\":{\"parameter\":[%s]}}]}"
            })
    void anAnswerWithFarTooManyItemsIsRefusedEarly(String shape) throws IOException {
        assertRefusedWithin(3_000_000, shape.formatted("{},".repeat(2_000_000) + "{}"));
    }

    @Test
    void namesOfFieldsDoNotFillTheMemory() throws IOException {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 500_000; i++) {
            fields.append("\"field").append(i).append("\":1,");
        }

        assertRefusedWithin(60_000_000, "{" + fields + "\"data\":[]}");
    }

    @Test
    void boundsTheLengthOfTexts() throws IOException {
        String endless = "x".repeat(500_000);
        Envelope envelope = read("{\"data\":[{\"taskUUID\":\"" + endless + "\",\"audioURL\":\"" + endless
                + "\",\"audioUUID\":\"a\"}],\"errors\":[{\"code\":\"" + endless + "\",\"message\":\"" + endless
                + "\"}]}");

        assertThat(only(envelope)).isEqualTo(new Item(null, null, "a", null, null, null, null, null, null));
        assertThat(envelope.errors().get(0).code()).isNull();
        assertThat(envelope.errors().get(0).message()).hasSizeLessThan(10_000);
    }

    private static Item only(Envelope envelope) {
        assertThat(envelope.items()).hasSize(1);
        return envelope.items().get(0);
    }

    private static String text(Item item) throws IOException {
        if (item.audio() == null) {
            return null;
        }
        try (InputStream in = item.audio().open()) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static void assertRefusedWithin(long allocatedBytes, String content) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Spool answer = spool(content);
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThatIOException()
                .isThrownBy(() ->
                        EnvelopeReader.read(answer, 0, SPOOLS, AnswerLimits.ofPost(Long.MAX_VALUE), text -> text));

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(allocatedBytes);
    }

    private static Envelope read(String json) throws IOException {
        return EnvelopeReader.read(spool(json), 200, SPOOLS, LIMITS, text -> text);
    }

    private static Spool spool(String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        SpoolWriter writer = new SpoolWriter(SPOOLS, Long.MAX_VALUE, bytes.length);
        writer.write(bytes);
        return writer.toSpool();
    }
}
