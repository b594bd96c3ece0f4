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

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.ScriptedVoice.Utterance;
import io.github.camelqwentts.narration.StreamedText;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechStreamException;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A message goes on when the first audio has arrived. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StreamTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String SPEAK = "qwen-tts:synthesize?speechClient=#voice&stream=true&outputFormat=WAV";
    private static final byte[] CHUNK = new byte[96_000];

    @TempDir
    private Path spool;

    @TempDir
    private Path directory;

    private final ExecutorService listeners = Executors.newCachedThreadPool();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private Future<Object> requested;
    private ScriptedVoice voice;
    private CamelContext context;
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        voice = new ScriptedVoice(spool);
        context = new DefaultCamelContext();
        context.getRegistry().bind("voice", voice);
        context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
        voice.close();
        listeners.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void continuesWhileTheModelStillSpeaks(boolean streamCaching) throws Exception {
        context.setStreamCaching(streamCaching);
        route(SPEAK, "mock:out");
        MockEndpoint out = context.getEndpoint("mock:out", MockEndpoint.class);
        out.setExpectedMessageCount(1);

        template.asyncSendBody("direct:in", "Hello");
        Utterance utterance = beginNext(1920);

        MockEndpoint.assertIsSatisfied(context, 30, TimeUnit.SECONDS);
        Exchange exchange = out.getExchanges().get(0);
        assertThat(utterance.over()).isNotDone();
        assertThat(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("audio/wav");
        assertThat(exchange.getMessage().getHeader(QwenTtsConstants.AUDIO_FORMAT))
                .isEqualTo("WAV");
        assertThat(exchange.getMessage().getHeader(QwenTtsConstants.DURATION)).isNull();
        InputStream in = exchange.getMessage().getBody(InputStream.class);
        assertThat(in.readNBytes(44 + 3840)).startsWith(ScriptedVoice.HEADER);
        utterance.speak(CHUNK);
        assertThat(in.readNBytes(CHUNK.length)).hasSameSizeAs(CHUNK);
        utterance.end();
        assertThat(in.read()).isEqualTo(-1);
        assertThat(exchange.getMessage().getBody(byte[].class)).hasSize(44 + 3840 + CHUNK.length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fillsAFileWhileTheModelSpeaks(boolean streamCaching) throws Exception {
        context.setStreamCaching(streamCaching);
        route(SPEAK, "file:" + directory + "?fileName=hello.wav&doneFileName=done");
        Future<Object> sent = template.asyncRequestBody("direct:in", "Hello");
        Utterance utterance = beginNext(1920);
        utterance.speak(CHUNK);
        assertThat(sent.isDone()).isFalse();

        utterance.end();

        sent.get(1, TimeUnit.MINUTES);
        assertThat(directory.resolve("hello.wav")).hasSize(44 + 3840 + CHUNK.length);
        assertThat(directory.resolve("done")).exists();
    }

    @Test
    void failsTheStepThatReadsBrokenAudio() throws Exception {
        route(SPEAK, "file:" + directory + "?fileName=hello.wav&doneFileName=done");
        Future<Object> sent = template.asyncRequestBody("direct:in", "Hello");
        Utterance utterance = beginNext(1920);

        utterance.fail(SpeechException.of(SpeechError.of(Kind.PROVIDER, "out of memory", null)));

        assertThatThrownBy(() -> sent.get(1, TimeUnit.MINUTES))
                .satisfies(failure -> assertThat(causes(failure))
                        .anySatisfy(cause -> assertThat(cause)
                                .isInstanceOfSatisfying(
                                        SpeechStreamException.class,
                                        broken -> assertThat(broken.getError().kind())
                                                .isEqualTo(Kind.PROVIDER))));
        assertThat(directory.resolve("done")).doesNotExist();
    }

    @Test
    void failsTheExchangeBeforeTheFirstAudio() throws Exception {
        route(SPEAK, "mock:out");
        Future<Object> sent = template.asyncRequestBody("direct:in", "Hello");

        voice.next()
                .begun()
                .completeExceptionally(SpeechException.of(SpeechError.of(Kind.SERVER_ERROR, "no memory", null)));

        assertThatThrownBy(() -> sent.get(1, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(SpeechUnavailableException.class);
    }

    @Test
    void doesNotReadABodyThatIsLogged() throws Exception {
        context.setStreamCaching(true);
        context.setMessageHistory(true);
        route(SPEAK, "log:speech?showAll=true");
        Future<Object> sent = template.asyncRequestBody("direct:in", "Hello");

        voice.next().begin(1920);

        assertThat(sent.get(1, TimeUnit.MINUTES)).isInstanceOf(StreamCache.class);
    }

    @Test
    void servesTwoHundredListenersOfOneAudio() throws Exception {
        Utterance utterance = speak();
        Object body = requested.get(1, TimeUnit.MINUTES);
        List<Future<byte[]>> heard = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            InputStream in = context.getTypeConverter().convertTo(InputStream.class, body);
            heard.add(listeners.submit(in::readAllBytes));
        }

        for (int i = 0; i < 10; i++) {
            utterance.speak(CHUNK);
        }
        utterance.end();

        byte[] first = heard.get(0).get(1, TimeUnit.MINUTES);
        assertThat(first).hasSize(44 + 3840 + 10 * CHUNK.length);
        for (Future<byte[]> listener : heard) {
            assertThat(Arrays.equals(listener.get(1, TimeUnit.MINUTES), first)).isTrue();
        }
    }

    @Test
    void keepsABodyThatIsStillReadInParallel() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(SPEAK).multicast().parallelProcessing().to("direct:a", "direct:b");
                from("direct:a").to("file:" + directory + "?fileName=a.wav");
                from("direct:b").to("file:" + directory + "?fileName=b.wav");
            }
        });
        Future<Object> sent = template.asyncRequestBody("direct:in", "Hello");
        Utterance utterance = beginNext(1920);
        utterance.speak(CHUNK);
        utterance.end();

        sent.get(1, TimeUnit.MINUTES);

        assertThat(Files.readAllBytes(directory.resolve("a.wav")))
                .isEqualTo(Files.readAllBytes(directory.resolve("b.wav")))
                .hasSize(44 + 3840 + CHUNK.length);
    }

    @Test
    void stopsTheModelWhenTheListenerCloses() throws Exception {
        Utterance utterance = speak();
        InputStream in = requestedAudio();

        in.close();

        assertThat(utterance.over()).failsWithin(LONG);
    }

    @Test
    void stopsTheModelWhenNobodyCanReachTheAudio() throws Exception {
        CompletableFuture<Void> over = speak().over();
        requested.get(1, TimeUnit.MINUTES);
        requested = null;

        await().atMost(LONG).until(() -> {
            System.gc();
            return over.isCompletedExceptionally();
        });
    }

    @Test
    void givesABufferOnlyWhenTheAudioIsWhole() throws Exception {
        Utterance utterance = speak();
        Object body = requested.get(1, TimeUnit.MINUTES);
        assertThat(context.getTypeConverter().tryConvertTo(ByteBuffer.class, body))
                .isNull();

        utterance.end();

        assertThat(context.getTypeConverter().tryConvertTo(ByteBuffer.class, body))
                .isNotNull();
        assertThat(((StreamCache) body).length()).isEqualTo(44 + 3840);
    }

    @Test
    void measuresTheTimeToTheFirstAudioAndTheSecondsOfAudio() throws Exception {
        Utterance utterance = speak();
        requested.get(1, TimeUnit.MINUTES);
        assertThat(meters.get("camel.qwen.tts.first.audio").timer().count()).isEqualTo(1);
        assertThat(meters.find("camel.qwen.tts.audio").counter()).isNull();

        utterance.speak(CHUNK);
        utterance.end();

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                meters.get("camel.qwen.tts.audio").counter().count())
                        .isEqualTo(2.08));
        assertThat(meters.get("camel.qwen.tts.tasks")
                        .tag("kind", "none")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void rejectsAList() {
        route(SPEAK, "mock:out");

        assertThatThrownBy(() -> template.requestBody("direct:in", List.of("one", "two")))
                .hasRootCauseMessage("stream=true is not valid: must be false for a body with a list");
    }

    @ParameterizedTest
    @CsvSource({
        "outputFormat=FLAC, 'outputFormat=FLAC '",
        "outputFormat=OGG, 'outputFormat=OGG '",
        "subtitles=SRT, 'subtitles=SRT '",
        "joinResults=true, 'joinResults=true '",
        "numberResults=2, 'numberResults=2 '",
        "download=false, 'download=false '",
        "uploadEndpoint=https://example.org/a, uploadEndpoint",
        "webhookUrl=https://example.org/b, webhookUrl",
    })
    void rejectsWhatCannotBeStreamedAtTheStart(String option, String named) {
        assertThatExceptionOfType(FailedToCreateRouteException.class)
                .isThrownBy(() -> route("qwen-tts:synthesize?apiKey=x&stream=true&" + option, "mock:out"))
                .havingRootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .withMessageContaining(named)
                .withMessageContaining("with stream=true");
    }

    @Test
    void rejectsOtherOperationsAtTheStart() {
        assertThatExceptionOfType(FailedToCreateRouteException.class)
                .isThrownBy(() -> route("qwen-tts:submit?apiKey=x&stream=true", "mock:out"))
                .havingRootCause()
                .withMessageContaining("stream=true")
                .withMessageContaining("synthesize only");
    }

    @Test
    void streamsALongTextPieceByPiece() throws Exception {
        requestPieces(2);
        Utterance first = voice.next();
        assertThat(first.request().text()).isEqualTo("First sentence.");
        Utterance second = voice.next();
        second.begin(24_000);
        second.end();
        assertThat(requested.isDone()).isFalse();

        first.begin(2400);
        InputStream in = requestedAudio();
        assertThat(in.readNBytes(44)).isEqualTo(ScriptedVoice.HEADER);
        assertThat(in.readNBytes(4000)).hasSize(4000);
        first.end();
        assertThat(in.readNBytes(4800 - 4000 + 40_000)).hasSize(40_800);
        Background.run(this::speakTheRest);

        assertThat(in.readAllBytes()).isNotEmpty();
    }

    @Test
    void holdsNoThreadWhilePiecesArrive() throws Exception {
        List<Utterance> begun = new ArrayList<>();
        List<InputStream> bodies = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            requestPieces(1);
            begun.add(beginNext(2400));
            bodies.add(requestedAudio());
        }

        await().atMost(LONG)
                .until(() -> Thread.getAllStackTraces().values().stream()
                        .flatMap(Arrays::stream)
                        .noneMatch(call -> call.getClassName().equals(StreamedText.class.getName())));

        for (int i = 0; i < 50; i++) {
            begun.get(i).speak(CHUNK);
            assertThat(bodies.get(i).readNBytes(CHUNK.length)).hasSize(CHUNK.length);
        }
    }

    @Test
    void stopsAllPiecesWhenTheListenerCloses() throws Exception {
        requestPieces(3);
        Utterance first = beginNext(2400);
        Utterance second = beginNext(2400);
        Utterance third = voice.next();
        InputStream in = requestedAudio();

        in.close();

        assertThat(first.over()).failsWithin(LONG);
        assertThat(second.over()).failsWithin(LONG);
        assertThat(third.begun()).failsWithin(LONG).withThrowableOfType(CancellationException.class);
    }

    @Test
    void failsAtAPieceThatFails() throws Exception {
        requestPieces(1);
        Utterance first = beginNext(2400);
        InputStream in = requestedAudio();
        first.end();

        voice.next()
                .begun()
                .completeExceptionally(SpeechException.of(SpeechError.of(Kind.RATE_LIMIT, "too many", null)));

        assertThat(in.readNBytes(44 + 4800)).hasSize(44 + 4800);
        assertThatExceptionOfType(SpeechStreamException.class)
                .isThrownBy(in::read)
                .withMessageContaining("piece 2 of ")
                .satisfies(failure -> assertThat(failure.getError().kind()).isEqualTo(Kind.RATE_LIMIT));
    }

    private void speakTheRest() {
        try {
            while (true) {
                Utterance next = voice.next();
                next.begin(2400);
                next.end();
            }
        } catch (InterruptedException | AssertionError e) {
            // There is no more text.
        }
    }

    private Utterance speak() throws InterruptedException {
        requested = template.asyncRequestBody(SPEAK, "Hello");
        return beginNext(1920);
    }

    private Utterance beginNext(int samples) throws InterruptedException {
        Utterance utterance = voice.next();
        utterance.begin(samples);
        return utterance;
    }

    /** Requests a text of several pieces. */
    private void requestPieces(int parallelPieces) {
        requested = template.asyncRequestBody(
                SPEAK + "&maxPieceLength=40&pieceGap=0&parallelPieces=" + parallelPieces,
                "First sentence. The second one is a bit longer than the first. And this is the last of them all.");
    }

    private InputStream requestedAudio() throws Exception {
        return context.getTypeConverter().convertTo(InputStream.class, requested.get(1, TimeUnit.MINUTES));
    }

    private void route(String speak, String next) throws RuntimeException {
        try {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").to(speak).to(next);
                }
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
