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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Routes around the endpoint, each tried with audio in memory and in a file, with stream caching on and off. Where a user
 * would read the audio, {@link #hear} reads it and recognizes the text that it was made of.
 */
@ParameterizedClass
@EnumSource(AudioInRoutes.Keeping.class)
abstract class AudioInRoutes extends SpeakingTestSupport {

    static final String SPEAK = "qwen-tts:synthesize?outputFormat=WAV";

    /** How a text sounds, told by a client without a route. The same text sounds the same in all tests. */
    private static final Map<String, byte[]> SPOKEN = new ConcurrentHashMap<>();

    private static final int SAMPLE_RATE = 24_000;
    private static final int SAMPLES = 6_000;

    @Parameter
    Keeping keeping;

    @TempDir
    Path directory;

    /** The texts whose audio was heard, in the order of their reading. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    final Processor hear =
            exchange -> heard.add(listen(exchange, exchange.getMessage().getBody()));

    private final CountDownLatch said = new CountDownLatch(1);

    /** A step that waits until the exchange of {@link #say} is over. */
    final Processor awaitEndOfSay = exchange -> said.await();

    enum Keeping {
        IN_MEMORY(1_000_000, true),
        IN_MEMORY_WITHOUT_STREAM_CACHING(1_000_000, false),
        IN_A_FILE(1_000, true),
        IN_A_FILE_WITHOUT_STREAM_CACHING(1_000, false);

        final int threshold;
        final boolean streamCaching;

        Keeping(int threshold, boolean streamCaching) {
            this.threshold = threshold;
            this.streamCaching = streamCaching;
        }
    }

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(utterance -> tone(utterance.text().hashCode()));
    }

    @Override
    protected void prepare(CamelContext made) {
        // Half of the time of these tests would go into JMX.
        made.disableJMX();
        made.setStreamCaching(keeping.streamCaching);
        made.getStreamCachingStrategy().setSpoolDirectory(directory.toFile());
        QwenTtsComponent component = component(made);
        component.getConfiguration().setSpoolThreshold(keeping.threshold);
    }

    /** Sends a message into the route. */
    Exchange say(Object body) {
        Exchange done = send("direct:in", body);
        said.countDown();
        assertThat(done.getException()).isNull();
        return done;
    }

    /** Asserts that a step which follows the endpoint leaves the audio whole for the next one. */
    void assertHeardAfter(BiFunction<RouteBuilder, RouteDefinition, ProcessorDefinition<?>> step) throws Exception {
        assertHeardOnce(r -> step.apply(r, r.from("direct:in").to(SPEAK)).process(hear));
    }

    /** Asserts that routes let the audio of one text be heard one time. */
    void assertHeardOnce(LambdaRouteBuilder routes) throws Exception {
        assertHeardTimes(1, routes);
    }

    void assertHeardTwice(LambdaRouteBuilder routes) throws Exception {
        assertHeardTimes(2, routes);
    }

    void assertHeardThrice(LambdaRouteBuilder routes) throws Exception {
        assertHeardTimes(3, routes);
    }

    private void assertHeardTimes(int times, LambdaRouteBuilder routes) throws Exception {
        routes(routes);

        say("One");

        assertHeard(Collections.nCopies(times, "One").toArray(String[]::new));
    }

    void assertHeard(String... texts) {
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(heard).containsExactlyInAnyOrder(texts));
    }

    /** A step that fails after it has read the audio. */
    void readAndFail(Exchange exchange) {
        assertThat(exchange.getMessage().getBody(byte[].class)).isNotEmpty();
        throw new IllegalStateException("no");
    }

    /** Reads the audio of each element of a list. */
    void hearEach(Exchange exchange) throws Exception {
        hearEach(exchange, exchange.getMessage().getBody(List.class));
    }

    void hearEach(Exchange exchange, Iterable<?> audios) throws Exception {
        for (Object audio : audios) {
            heard.add(listen(exchange, audio));
        }
    }

    /** Recognizes audio as a route step reads it: as a stream that it does not close, and then as bytes. */
    String listen(Exchange exchange, Object audio) throws Exception {
        forgetWhatNobodyHolds();
        byte[] streamed = context.getTypeConverter()
                .mandatoryConvertTo(InputStream.class, exchange, audio)
                .readAllBytes();
        byte[] bytes = context.getTypeConverter().mandatoryConvertTo(byte[].class, exchange, audio);
        assertThat(bytes).isEqualTo(streamed);
        return recognize(bytes);
    }

    /** The text that was spoken, or a description of other content. */
    String recognize(byte[] audio) throws Exception {
        for (String text : List.of("One", "Two", "Three")) {
            if (Arrays.equals(audio, spoken(text))) {
                return text;
            }
        }
        return audio.length + " bytes of something else";
    }

    /** Gives a file that is not held any longer the chance to go before it is read. */
    static void forgetWhatNobodyHolds() {
        System.gc();
    }

    private byte[] spoken(String text) throws Exception {
        byte[] audio = SPOKEN.get(text);
        if (audio == null) {
            SpeechResult result = component()
                    .createSpeechClient()
                    .synthesize(List.of(SpeechRequest.of(text).toBuilder()
                            .outputFormat(OutputFormat.WAV)
                            .build()))
                    .get(20, TimeUnit.SECONDS)
                    .get(0);
            try (InputStream in = result.orThrow().audio().open()) {
                audio = in.readAllBytes();
            }
            assertThat(audio).hasSizeGreaterThan(SAMPLES).startsWith('R', 'I', 'F', 'F');
            SPOKEN.put(text, audio);
        }
        return audio;
    }

    private static Pcm tone(int seed) {
        byte[] samples = new byte[SAMPLES * 2];
        double frequency = 200 + Math.floorMod(seed, 1_000);
        for (int i = 0; i < SAMPLES; i++) {
            short sample = (short) (8_000 * Math.sin(2 * Math.PI * frequency * i / SAMPLE_RATE));
            samples[2 * i] = (byte) sample;
            samples[2 * i + 1] = (byte) (sample >> 8);
        }
        return new Pcm(samples, SAMPLE_RATE, 1);
    }
}
