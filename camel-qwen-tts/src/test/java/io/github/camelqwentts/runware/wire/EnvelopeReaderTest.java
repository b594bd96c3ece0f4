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
package io.github.camelqwentts.runware.wire;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;

import io.github.camelqwentts.audio.BadAudioException;
import io.github.camelqwentts.runware.wire.Envelope.Item;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpoolWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class EnvelopeReaderTest {

    private static final int THRESHOLD = 1_000;
    private static final AnswerLimits LIMITS = AnswerLimits.ofResults(20, 100_000_000);

    @TempDir
    private Path directory;

    @Test
    void everythingOfAResultIsRead() throws IOException {
        Item item = read("""
                {"data":[{"taskType":"audioInference","taskUUID":"t","audioUUID":"a","audioURL":"https://x/a.wav",
                "cost":0.0004,"seed":12345678901,"status":"success"}]}""").items().get(0);

        assertThat(item)
                .usingRecursiveComparison()
                .isEqualTo(new Item(
                        "audioInference",
                        "t",
                        "a",
                        "https://x/a.wav",
                        new BigDecimal("0.0004"),
                        12345678901L,
                        "success",
                        null,
                        null));
    }

    @Test
    void nullIsAsGoodAsAbsent() throws IOException {
        Item item = read("""
                {"errors":null,"data":[{"taskUUID":"t","audioUUID":null,"audioURL":"u","cost":null,"seed":null,
                "error":null,"audioBase64Data":null,"audioDataURI":null}]}""").items().get(0);

        assertThat(item).isEqualTo(new Item(null, "t", null, "u", null, null, null, null, null));
    }

    @Test
    void unknownFieldsArePassedOverWithWhatIsInThem() throws IOException {
        Envelope envelope = read("""
                {"x":{"data":[{"taskUUID":"wrong","audioURL":"wrong"}]},"data":[7,"x",[],
                {"y":[{"audioURL":"wrong"}],"taskUUID":"t","audioURL":"u","z":{"taskUUID":"wrong"}}],
                "errors":["x",{"code":"invalidVoice","message":"m","w":{"code":"wrong"}}]}""");

        assertThat(envelope.items()).containsExactly(new Item(null, "t", null, "u", null, null, null, null, null));
        assertThat(envelope.errors())
                .containsExactly(new SpeechError(Kind.VALIDATION, "invalidVoice", "m", null, null, null, 200));
    }

    @Test
    void valuesOfTheWrongTypeAreAbsent() throws IOException {
        assertThat(read("{\"data\":[{\"taskUUID\":\"t\",\"audioURL\":{},\"cost\":\"a lot\",\"seed\":1.5,"
                                + "\"audioUUID\":[1],\"audioBase64Data\":3}]}")
                        .items())
                .containsExactly(new Item(null, "t", null, null, null, null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, THRESHOLD, 6_143, 6_144, 6_145, 200_000})
    void base64IsDecodedByteForByte(int size) throws IOException {
        byte[] audio = random(size);
        String base64 = Base64.getEncoder().encodeToString(audio);

        Envelope envelope = read("{\"data\":[{\"audioBase64Data\":\"" + base64
                + "\"},{\"audioDataURI\":\"data:audio/wav;base64," + base64 + "\"},{\"audioBase64Data\":\""
                + base64.replace("/", "\\/").replace("=", "") + "\"},{\"audioDataURI\":\"data:audio\\/wav;base64,"
                + base64.replace("/", "\\/") + "\",\"audioUUID\":\"behind\"},{\"audioBase64Data\":\""
                + base64.replace("A", "\\u0041").replace("/", "\\u002F") + "\"}]}");

        assertThat(envelope.items()).hasSize(5).allSatisfy(item -> {
            assertThat(bytes(item.audio())).isEqualTo(audio);
            assertThat(item.audio().inMemory()).isEqualTo(size <= THRESHOLD);
        });
        assertThat(envelope.items().get(3).audioUUID()).isEqualTo("behind");
        envelope.discard();
        assertNothingLeft();
    }

    @Test
    void audioBeyondTheParsersLimitForTextIsDecoded() throws IOException {
        byte[] audio = random(16_500_000);
        String base64 = Base64.getEncoder().encodeToString(audio);
        assertThat(base64).hasSizeGreaterThan(20_000_000);

        for (String field : new String[] {"audioBase64Data\":\"", "audioDataURI\":\"data:audio/mpeg;base64,"}) {
            Envelope envelope = read("{\"data\":[{\"" + field + base64 + "\"}]}");

            assertThat(bytes(envelope.items().get(0).audio())).isEqualTo(audio);
            envelope.discard();
        }
        assertNothingLeft();
    }

    @Test
    void audioBeyondTheLimitIsAProblemOfItsItemAlone() throws IOException {
        String large = Base64.getEncoder().encodeToString(random(THRESHOLD * 3));
        AnswerLimits limits = AnswerLimits.ofResults(2, THRESHOLD * 2);
        Spool answer = spool("{\"data\":[{\"audioBase64Data\":\"" + large
                + "\",\"taskUUID\":\"t\"},{\"audioBase64Data\":\"QUJD\"}]}");

        Envelope envelope = EnvelopeReader.read(answer, 200, spools(), limits, text -> text);

        assertThat(envelope.items().get(0).problem()).hasMessageContaining("maxAudioSize=2000");
        assertThat(envelope.items().get(0).taskUUID()).isEqualTo("t");
        assertThat(bytes(envelope.items().get(1).audio())).asString().isEqualTo("ABC");
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audioBase64Data\":\"A",
                "audioBase64Data\":\"A!",
                "audioBase64Data\":\"AAAA\\b",
                "audioBase64Data\":\"AAAA\\\\",
                "audioBase64Data\":\"AAAA\\\\\\\"AAA",
                "audioBase64Data\":\"AAAA\\u005c",
                "audioBase64Data\":\"AA\\\"AA",
                "audioBase64Data\":\"AA\u00e4A",
                "audioBase64Data\":\"=AAA",
                "audioDataURI\":\"data:audio/wav;base64",
                "audioDataURI\":\"data:audio/wav,AAAA",
                "audioDataURI\":\"",
                "audioDataURI\":\"file:///etc/passwd,AAAA"
            })
    void failsOnlyTheItemWhoseAudioIsNotBase64(String field) throws IOException {
        Envelope envelope = read("{\"data\":[{\"" + field + "\",\"taskUUID\":\"t\"},{\"taskUUID\":\"u\"}]}");

        assertThat(envelope.items().get(0).problem()).isInstanceOf(BadAudioException.class);
        assertThat(envelope.items().get(0).isResult()).isTrue();
        assertThat(envelope.items().get(1).problem()).isNull();
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100, 5_000, 6_143, 6_144, 12_288, 200_000})
    void base64MayBeWrittenInOtherWays(int size) throws IOException {
        byte[] audio = random(size);
        String mime = Base64.getMimeEncoder().encodeToString(audio);
        String base64 = Base64.getEncoder().encodeToString(audio);
        String url = Base64.getUrlEncoder().encodeToString(audio);

        for (String variant : new String[] {
            mime,
            mime.replace("\r\n", "\\r\\n"),
            mime.replace("\r\n", "\\n"),
            mime.replace("\r\n", "\\\\n"),
            mime.replace("\r\n", "\\u000A"),
            mime.replace("\r\n", " \\t"),
            base64 + "\\n",
            url,
            Base64.getUrlEncoder().withoutPadding().encodeToString(audio),
            url.replace("-", "\\u002d"),
            base64.replace("/", "\\\\/"),
            base64.replace("/", "\\\\\\/"),
            base64.replace("/", "\\\\u002F"),
            base64.replace("/", "\\u005c/"),
            "\\n" + mime.replace("\r\n", "\\n").replace('+', '-').replace("=", "")
        }) {
            for (String field : new String[] {"audioBase64Data\":\"", "audioDataURI\":\"data:audio/wav;base64,"}) {
                Envelope envelope = read("{\"data\":[{\"" + field + variant + "\",\"taskUUID\":\"t\"}]}");

                assertThat(bytes(envelope.items().get(0).audio())).isEqualTo(audio);
                assertThat(envelope.items().get(0).taskUUID()).isEqualTo("t");
                envelope.discard();
            }
        }
        assertNothingLeft();
    }

    @Test
    void anErrorInDetailsBelongsToTheirTask() throws IOException {
        Envelope envelope =
                read("{\"data\":[{\"response\":{\"errors\":[{\"code\":\"promptBlocked\",\"message\":\"m\"}]},"
                        + "\"taskUUID\":\"t\"}]}");

        assertThat(envelope.errorOf("t").kind()).isEqualTo(Kind.SAFETY);
        assertThat(envelope.errorOf("other")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01e999999999004", "1e999999999", "1e-999999999", "\"dear\"", "\"1e999999999\"", "true"})
    void whatIsNoPriceIsNoCost(String cost) throws IOException {
        Item item = read("{\"data\":[{\"cost\":" + cost + ",\"audioUUID\":\"a\"}]}").items().stream()
                .findFirst()
                .orElse(null);

        assertThat(item == null ? null : item.cost()).isNull();
    }

    @Test
    void anItemMayBeAnError() throws IOException {
        Envelope envelope = read("""
                {"data":[{"taskUUID":"1","status":"error","error":{"code":"promptBlocked","message":"m"}},
                {"status":"error","taskUUID":"2"},{"taskUUID":"3","status":"processing"}]}""");

        assertThat(envelope.errorOf("1").code()).isEqualTo("promptBlocked");
        assertThat(envelope.errorOf("2").message()).isEqualTo("The API gives no reason");
        assertThat(envelope.isInProgress("3")).isTrue();
        assertThat(envelope.items()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "null",
                "\"data\"",
                "<html>",
                "{",
                "{\"data\"",
                "{\"data\":[",
                "{\"data\":[{",
                "{\"data\":[{\"response\":{",
                "{\"errors\":[{\"code\":\"a\"",
                "{\"data\":[{\"audioBase64Data\":\"AAAA",
                "{\"data\":[{\"audioDataURI\":\"data:audio/wav;base64,AAAA",
                "{\"data\":[]}{\"data\":[]}",
                "{\"data\":[]} x"
            })
    void whatIsNoWholeEnvelopeIsRefusedAndLeavesNothing(String answer) {
        String large = Base64.getEncoder().encodeToString(random(THRESHOLD * 2));
        assertThatIOException().isThrownBy(() -> read(answer));
        if (answer.startsWith("{\"data\":[{")) {
            assertThatIOException()
                    .isThrownBy(() ->
                            read(answer.replace("{\"data\":[", "{\"data\":[{\"audioBase64Data\":\"" + large + "\"},")));
        }
        assertNothingLeft();
    }

    @Test
    void theKeyIsTakenOutOfErrors() throws IOException {
        Envelope envelope = EnvelopeReader.read(
                spool("{\"errors\":[{\"code\":\"SECRET\",\"message\":\"No SECRET\",\"parameter\":\"SECRET\","
                        + "\"documentation\":\"https://x/SECRET\"}]}"),
                401,
                spools(),
                LIMITS,
                text -> text == null ? null : text.replace("SECRET", "***"));

        assertThat(envelope.errors().toString()).doesNotContain("SECRET").contains("No ***");
    }

    private Envelope read(String json) throws IOException {
        try (Spool answer = spool(json)) {
            return EnvelopeReader.read(answer, 200, spools(), LIMITS, text -> text);
        }
    }

    /** Always in memory, so that whatever is found in the directory was left by the reader. */
    private Spool spool(String json) throws IOException {
        SpoolWriter writer = new SpoolWriter(new SpoolSettings(Integer.MAX_VALUE, () -> null), Long.MAX_VALUE, -1);
        writer.write(json.getBytes(StandardCharsets.UTF_8));
        return writer.toSpool();
    }

    private SpoolSettings spools() {
        return new SpoolSettings(THRESHOLD, directory::toFile);
    }

    private void assertNothingLeft() {
        assertThat(directory.toFile().listFiles(File::isFile)).isEmpty();
    }

    private static byte[] bytes(Spool audio) throws IOException {
        try (InputStream in = audio.open()) {
            return in.readAllBytes();
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
