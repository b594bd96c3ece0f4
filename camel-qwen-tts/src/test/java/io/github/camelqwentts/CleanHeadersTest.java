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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Headers that described the text do not describe the audio. */
class CleanHeadersTest extends SilentTestSupport {

    private static final String URI = "qwen-tts:synthesize";

    private static final String[] ABOUT_THE_TEXT = {
        "content-encoding",
        "Content-Length",
        "Content-MD5",
        "Content-Language",
        "Content-Disposition",
        "Content-Transfer-Encoding",
        "Transfer-Encoding",
        "ETag",
        "Last-Modified",
        "CamelCharsetName",
        "CamelFileContentType",
        "CamelAwsS3ContentMD5",
        "CamelAwsS3ContentLength",
        "CamelAwsS3ContentType",
        "CamelAzureStorageBlobContentEncoding"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                URI,
                URI + "?download=false",
                URI + "?numberResults=2",
                "qwen-tts:submit",
            })
    void headersOfTheTextDoNotGoOutWithTheResult(String uri) {
        Exchange exchange = send(uri, "Hello", headersOfText());

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKeys(ABOUT_THE_TEXT);
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("Subject", "kept")
                .containsEntry("JMSType", "kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"getResponse", "getTaskDetails", "getTaskDetails?includeDetails=true"})
    void headersOfTheTextDoNotGoOutWithALaterResult(String operation) {
        String task = send("qwen-tts:submit", "Hello").getMessage().getBody(String.class);
        // The details of a task are there after it was executed.
        send("qwen-tts:getResponse?pollUntilDone=true", task);

        Exchange exchange = send("qwen-tts:" + operation, task, headersOfText());

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKeys(ABOUT_THE_TEXT);
    }

    @Test
    void charsetOfTheTextIsNotTheAudios() {
        Exchange exchange = template.request(URI, sent -> {
            sent.getMessage().setBody("Grüße".getBytes(StandardCharsets.ISO_8859_1));
            sent.setProperty(ExchangePropertyKey.CHARSET_NAME, "ISO-8859-1");
        });

        assertThat(exchange.getProperty(ExchangePropertyKey.CHARSET_NAME)).isNull();
    }

    @Test
    void audioTypeThatWasSetForAStoreIsKept() {
        Exchange exchange = send(URI, "Hello", Map.of("CamelAwsS3ContentType", "audio/mpeg"));

        assertThat(exchange.getMessage().getHeader("CamelAwsS3ContentType")).isEqualTo("audio/mpeg");
    }

    @Test
    void contentTypeIsAnAudioTypeOnlyIfTheBodyIsAudio() {
        Map<String, Object> before = Map.of("Content-Type", "text/csv");

        assertThat(contentType(URI, "Hello", before)).isEqualTo("audio/mpeg");
        assertThat(contentType(URI + "?outputFormat=FLAC", "Hello", before)).isEqualTo("audio/flac");
        assertThat(contentType(URI + "?download=false", "Hello", before)).isEqualTo("text/plain");
        assertThat(contentType(URI, List.of("Hello"), before)).isNull();
        assertThat(contentType(URI + "?numberResults=2", "Hello", before)).isNull();
        assertThat(contentType("qwen-tts:submit", "Hello", before)).isEqualTo("text/plain");
        String task = send(URI, "Hello").getMessage().getHeader(QwenTtsConstants.TASK_UUID, String.class);
        assertThat(contentType("qwen-tts:getTaskDetails", task, before)).isEqualTo("audio/mpeg");
        assertThat(contentType("qwen-tts:getTaskDetails?download=false", task, before))
                .isEqualTo("text/plain");
        assertThat(contentType("qwen-tts:getTaskDetails?includeDetails=true", task, before))
                .isEqualTo("application/json");
        assertThat(contentType("qwen-tts:getTaskDetails", List.of(task), before))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "hello.txt, hello.wav",
        "hello, hello.wav",
        "hello.WAV, hello.wav",
        "sub/dir.v1/hello, sub/dir.v1/hello.wav",
        "sub\\dir\\hello.txt, sub\\dir\\hello.wav",
        "Chapter 1.2, Chapter 1.2.wav",
        "Chapter 1.2.md, Chapter 1.2.wav",
        ".hidden, .hidden.wav",
        "a/.hidden, a/.hidden.wav",
        "archive.tar.gz, archive.tar.wav",
        "Grüße.txt, Grüße.wav",
        "'${date:now:yyyy}.txt', '${date:now:yyyy}.wav'"
    })
    void fileNameTakesTheExtensionOfTheAudio(String before, String after) {
        Exchange exchange = send(URI + "?outputFormat=WAV", "Hello", Map.of(Exchange.FILE_NAME, before));

        assertThat(exchange.getMessage().getHeader(Exchange.FILE_NAME)).isEqualTo(after);
    }

    @Test
    void keepsTheFileNameIfTheBodyIsNotAudio() {
        Map<String, Object> named = Map.of(Exchange.FILE_NAME, "hello.txt");

        assertThat(send(URI + "?download=false", "Hello", named).getMessage().getHeader(Exchange.FILE_NAME))
                .isEqualTo("hello.txt");
        assertThat(send(URI, List.of("Hello"), named).getMessage().getHeader(Exchange.FILE_NAME))
                .isEqualTo("hello.txt");
        assertThat(send(URI, "Hello").getMessage().getHeader(Exchange.FILE_NAME))
                .isNull();
    }

    @Test
    void filesThatAreSpokenBecomeAudioFiles(@TempDir Path directory) throws Exception {
        Path in = directory.resolve("in");
        Path out = directory.resolve("out");
        Files.createDirectories(in.resolve("sub.d"));
        Files.writeString(in.resolve("hello.txt"), "Hello");
        Files.writeString(in.resolve("sub.d/noextension"), "Hello again");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + in + "?initialDelay=0&recursive=true")
                        .to(URI + "?outputFormat=WAV")
                        .to("file:" + out);
            }
        });

        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.isDirectory(out) && files(out).size() == 2);

        assertThat(files(out)).containsExactlyInAnyOrder("hello.wav", "sub.d/noextension.wav");
        assertThat(files(in)).containsExactlyInAnyOrder(".camel/hello.txt", "sub.d/.camel/noextension");
    }

    private Object contentType(String uri, Object body, Map<String, Object> headers) {
        Exchange exchange = send(uri, body, headers);
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getHeader("Content-Type");
    }

    private static Map<String, Object> headersOfText() {
        Map<String, Object> headers = new HashMap<>(Map.of("Subject", "kept", "JMSType", "kept"));
        for (String header : ABOUT_THE_TEXT) {
            headers.put(header, "of the text");
        }
        return headers;
    }

    private static List<String> files(Path directory) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .toList();
        }
    }
}
