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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Text is accepted in every form and charset; other content is refused before it is charged. */
class TextDecodingTest extends SilentTestSupport {

    private static final String URI = "qwen-tts:synthesize";
    private static final String WORDS = "Grüße, 世界 😀";

    static Stream<Arguments> encoded() {
        return Stream.of(
                arguments("UTF-8", "\uFEFF"),
                arguments("UTF-8", ""),
                arguments("UTF-16BE", "\uFEFF"),
                arguments("UTF-16LE", "\uFEFF"),
                arguments("UTF-32BE", "\uFEFF"),
                arguments("UTF-32LE", "\uFEFF"));
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void byteOrderMarkTellsTheCharsetAndIsNotSpoken(String charset, String mark, @TempDir Path directory)
            throws Exception {
        byte[] bytes = (mark + WORDS + "\r\n").getBytes(Charset.forName(charset));

        assertSpoken(bytes);
        assertSpoken(ByteBuffer.wrap(bytes));
        assertSpoken(new ByteArrayInputStream(bytes));
        assertSpoken(Files.write(directory.resolve("text.txt"), bytes));
        assertSpoken(directory.resolve("text.txt").toFile());
        assertSpoken(mark + WORDS);
        assertSpoken(new StringReader(mark + WORDS));
    }

    static Stream<Consumer<Exchange>> declarations() {
        return Stream.of(
                exchange -> exchange.setProperty(ExchangePropertyKey.CHARSET_NAME, "windows-1252"),
                exchange -> exchange.getMessage().setHeader(Exchange.CHARSET_NAME, "windows-1252"),
                exchange -> exchange.getMessage().setHeader("Content-Type", "text/plain;charset=windows-1252"),
                exchange ->
                        exchange.getMessage().setHeader("content-type", "text/plain; Charset=\"Windows-1252\"; x=y"));
    }

    @ParameterizedTest
    @MethodSource("declarations")
    void usesTheDeclaredCharset(Consumer<Exchange> declaration) {
        Exchange exchange = template.request(URI, sent -> {
            sent.getMessage().setBody("Grüße für 5 €".getBytes("windows-1252"));
            declaration.accept(sent);
        });

        assertThat(exchange.getException()).isNull();
        assertThat(speechTasks().get(0).at("speech", "text")).isEqualTo("Grüße für 5 €");
    }

    @Test
    void usesTheCharsetOfAFileEndpoint(@TempDir Path directory) throws Exception {
        Files.write(directory.resolve("a.txt"), "Grüße".getBytes(StandardCharsets.ISO_8859_1));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + directory + "?initialDelay=0&charset=ISO-8859-1").to(URI);
            }
        });

        await().atMost(Duration.ofSeconds(20)).until(() -> !speechTasks().isEmpty());

        assertThat(speechTasks().get(0).at("speech", "text")).isEqualTo("Grüße");
    }

    @Test
    void unknownCharsetIsRefused() {
        Exchange exchange =
                send(URI, "Hello".getBytes(StandardCharsets.UTF_8), Map.of(Exchange.CHARSET_NAME, "no-such-charset"));

        assertThat(exchange.getException())
                .isInstanceOf(InvalidSpeechRequestException.class)
                .hasMessage(
                        "charset=no-such-charset (CamelCharsetName) is not valid: must be a charset that Java supports");
    }

    static Stream<byte[]> notTexts() throws IOException {
        return Stream.of(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'},
                new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F'},
                "GIF89a\u0001\u0000\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1),
                "%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3".getBytes(StandardCharsets.ISO_8859_1),
                "Grüße".getBytes(StandardCharsets.ISO_8859_1),
                "Hello".getBytes(StandardCharsets.UTF_16LE),
                new byte[] {'a', 0, 'b'},
                new byte[] {(byte) 0xC3},
                gzip("Hello"));
    }

    @ParameterizedTest
    @MethodSource("notTexts")
    void bytesThatAreNotTextAreRefused(byte[] bytes) {
        for (Object body : List.of(bytes, new ByteArrayInputStream(bytes))) {
            Exchange exchange = send(URI, body);

            assertThat(exchange.getException())
                    .isInstanceOf(InvalidSpeechRequestException.class)
                    .message()
                    .startsWith("text (body) is not valid: is ")
                    .contains("Content-");
        }
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void pictureIsRefusedInACharsetThatHasEveryByte() {
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13};

        assertThat(send(URI, picture, Map.of(Exchange.CHARSET_NAME, "ISO-8859-1"))
                        .getException())
                .isInstanceOf(InvalidSpeechRequestException.class);
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void declaredGzipIsUnpacked() throws Exception {
        send(URI, gzip(WORDS), Map.of("Content-Encoding", "gzip"));

        assertThat(speechTasks().get(0).at("speech", "text")).isEqualTo(WORDS);
    }

    @Test
    void endlessStreamIsRefused() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'a';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                Arrays.fill(buffer, offset, offset + length, (byte) 'a');
                return length;
            }
        };

        assertThat(send(URI, endless).getException())
                .isInstanceOf(InvalidSpeechRequestException.class)
                .hasMessageStartingWith("text (body) is not valid: must have at most ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "\u00A0",
                "\u200B\u200C",
                "\uFEFF",
                "\u2060\u00AD",
                "\u3000",
                "\u3164",
                "\u200E \u202A"
            })
    void treatsInvisibleTextAsBlank(String text) {
        assertThat(send(URI, text).getException()).hasMessage("text (body) is not valid: must not be blank");
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void blanksAroundATextDoNotCount() {
        String full = "a".repeat(2000);
        component().getConfiguration().setLongText("reject");

        assertSpokenAs(full, full + "\n");
        assertSpokenAs(full, "\uFEFF \u00A0\r\n" + full + "\r\n\t\u2003\u200B");
        assertSpokenAs("a\n\nb", "\n a\n\nb \n");
        assertThat(send(URI, full + "b\n").getException())
                .hasMessage("text (body) is not valid: has 2001 characters,"
                        + " must have at most 2000 characters (Unicode code points)");
    }

    private void assertSpoken(Object body) {
        assertSpokenAs(WORDS, body);
    }

    private void assertSpokenAs(String text, Object body) {
        int before = speechTasks().size();
        Exchange exchange = send(URI, body);

        assertThat(exchange.getException()).isNull();
        assertThat(speechTasks().get(before).at("speech", "text")).isEqualTo(text);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
