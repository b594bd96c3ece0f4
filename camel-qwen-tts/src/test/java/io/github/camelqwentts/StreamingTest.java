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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.speech.SpeechRejectedException;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Where audio is held, how often it can be read, and that nothing of it stays behind. */
class StreamingTest extends SpeakingTestSupport {

    private static final String WORDS = "Large enough for a file.";
    private static final String TO_FILE = "qwen-tts:synthesize?outputFormat=WAV&spoolThreshold=1000&outputType=";

    @TempDir
    private Path directory;

    private Path spool;

    @Override
    protected void prepare(CamelContext made) {
        spool = directory.resolve("spool");
        assertThat(spool.toFile().mkdir()).isTrue();
        made.getStreamCachingStrategy().setSpoolDirectory(spool.toFile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"URL", "base64Data", "dataURI"})
    void audioPastTheThresholdIsInAFileUntilNobodyCanReachIt(String outputType) throws Exception {
        assertSpooled(1, TO_FILE + outputType);
        MockEndpoint.resetMocks(context);
        awaitNoFiles(spool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"URL", "base64Data", "dataURI"})
    void audioUpToTheThresholdIsInMemory(String outputType) throws Exception {
        assertSpooled(0, "qwen-tts:synthesize?outputFormat=WAV&outputType=" + outputType);
    }

    /** Asserts the number of files with the audio of a message in its route. */
    private void assertSpooled(int files, String uri) throws Exception {
        route(
                exchange -> {
                    assertThat(exchange.getMessage().getBody(StreamCache.class).inMemory())
                            .isEqualTo(files == 0);
                    assertThat(spooledIn(spool)).hasSize(files);
                },
                uri);

        assertThat(send("direct:in", WORDS).getException()).isNull();
    }

    @Test
    void theBodyCanBeReadAgain() throws Exception {
        route(
                exchange -> {
                    StreamCache body = exchange.getMessage().getBody(StreamCache.class);
                    byte[] first = read(body);
                    body.reset();
                    byte[] second = read(body);
                    assertThat(first).hasSize((int) body.length()).isEqualTo(second);
                },
                TO_FILE + "URL");

        assertThat(send("direct:in", WORDS).getException()).isNull();
    }

    @Test
    void everyBranchOfAMulticastReadsTheWhole() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to(TO_FILE + "URL")
                        .multicast()
                        .parallelProcessing()
                        .to("direct:a", "direct:b");
                from("direct:a").convertBodyTo(byte[].class).to("mock:out");
                from("direct:b").convertBodyTo(byte[].class).to("mock:out");
            }
        });
        MockEndpoint out = context.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMessageCount(2);

        send("direct:in", WORDS);

        MockEndpoint.assertIsSatisfied(context, 10, TimeUnit.SECONDS);
        assertThat(out.getExchanges())
                .extracting(exchange -> exchange.getMessage().getBody(byte[].class).length)
                .doesNotContain(0)
                .containsOnly(emulatorAudioSize());
        MockEndpoint.resetMocks(context);
        awaitNoFiles(spool);
    }

    @Test
    void aWireTapReadsItAfterTheExchangeThatMadeItIsDone() throws Exception {
        MockEndpoint main = context.getEndpoint("mock:main", MockEndpoint.class);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(TO_FILE + "URL").wireTap("direct:tap").to("mock:main");
                from("direct:tap")
                        .process(exchange -> await().atMost(10, TimeUnit.SECONDS)
                                .until(() -> main.getReceivedCounter() == 1
                                        && context.getInflightRepository().size() == 1))
                        .convertBodyTo(byte[].class)
                        .to("mock:out");
            }
        });
        MockEndpoint out = context.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMessageCount(1);

        send("direct:in", WORDS);

        MockEndpoint.assertIsSatisfied(context, 10, TimeUnit.SECONDS);
        assertThat(out.getExchanges().get(0).getMessage().getBody(byte[].class)).hasSize(emulatorAudioSize());
        MockEndpoint.resetMocks(context);
        awaitNoFiles(spool);
    }

    @Test
    void aSplitListGoesStraightToFiles() throws Exception {
        Path out = directory.resolve("out");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to(TO_FILE + "URL")
                        .split(body())
                        .to("file:" + out + "?fileName=${exchangeProperty.CamelSplitIndex}.wav");
            }
        });

        assertThat(send("direct:in", List.of("One.", "One two three four five."))
                        .getException())
                .isNull();
        assertThat(Files.size(out.resolve("0.wav"))).isPositive().isLessThan(Files.size(out.resolve("1.wav")));
        MockEndpoint.resetMocks(context);
        awaitNoFiles(spool);
    }

    @Test
    void whatIsSpokenInASplitBranchOutlivesTheBranch() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .split(body(), (old, fresh) -> fresh)
                        .to(TO_FILE + "URL")
                        .end()
                        .convertBodyTo(byte[].class)
                        .to("mock:out");
            }
        });
        MockEndpoint out = context.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMessageCount(1);

        assertThat(send("direct:in", List.of("One.", "Two.")).getException()).isNull();
        MockEndpoint.assertIsSatisfied(context, 10, TimeUnit.SECONDS);
        assertThat(out.getExchanges().get(0).getMessage().getBody(byte[].class)).isNotEmpty();
        MockEndpoint.resetMocks(context);
        awaitNoFiles(spool);
    }

    @Test
    void aResultBecomesAStreamBytesOrABuffer() throws Exception {
        route(
                exchange -> {
                    SpeechResult result = (SpeechResult)
                            exchange.getMessage().getBody(List.class).get(0);
                    byte[] bytes = convert(byte[].class, result);
                    assertThat(bytes).hasSize((int) result.orThrow().audio().size());
                    assertThat(convert(InputStream.class, result)).hasBinaryContent(bytes);
                    assertThat(convert(ByteBuffer.class, result)).isEqualTo(ByteBuffer.wrap(bytes));
                },
                TO_FILE + "base64Data");

        assertThat(send("direct:in", List.of("One")).getException()).isNull();
    }

    @Test
    void aFailedResultBecomesItsException() throws Exception {
        emulator().inject(new Fault.TaskError("promptBlocked", "No"));
        route(
                exchange -> {
                    SpeechResult result = (SpeechResult)
                            exchange.getMessage().getBody(List.class).get(0);
                    assertThatThrownBy(() -> convert(byte[].class, result)).hasRootCause(result.failure());
                    assertThat(result.failure()).isInstanceOf(SpeechRejectedException.class);
                },
                "qwen-tts:synthesize?continueOnError=true");

        assertThat(send("direct:in", List.of("One")).getException()).isNull();
    }

    @Test
    void failedExchangesLeaveNoFile() {
        emulator().inject(new Fault.TaskError("promptBlocked", "No"), 1);
        send(TO_FILE + "base64Data", List.of("One", "Two", "Three"));

        emulator().inject(new Fault.Truncate(30_000), 4);
        send(TO_FILE + "base64Data", WORDS);

        emulator().inject(new Fault.Download(new Fault.Truncate(20_000)), 4);
        send(TO_FILE + "URL", WORDS);

        MockEndpoint.resetMocks(context);
        awaitNoFiles(spool);
    }

    private void route(Processor inspect, String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(uri).process(exchange -> {
                    try {
                        inspect.process(exchange);
                    } catch (AssertionError e) {
                        // An Error would end the thread and never the exchange.
                        throw new IllegalStateException(e);
                    }
                });
            }
        });
    }

    private int emulatorAudioSize() {
        return send("qwen-tts:synthesize?outputFormat=WAV", WORDS).getMessage().getBody(byte[].class).length;
    }

    private <T> T convert(Class<T> type, SpeechResult result) throws Exception {
        return context.getTypeConverter().mandatoryConvertTo(type, result);
    }

    private static byte[] read(StreamCache body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.writeTo(out);
        return out.toByteArray();
    }
}
