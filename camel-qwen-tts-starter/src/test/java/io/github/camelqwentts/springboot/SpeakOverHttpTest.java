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
package io.github.camelqwentts.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** An HTTP client receives the first sentence while the rest is spoken. */
@TestPropertySource(
        properties = {
            "camel.component.qwen-tts.api-key=any",
            "camel.component.qwen-tts.max-retries=0",
            "camel.component.qwen-tts.parallel-pieces=1"
        })
class SpeakOverHttpTest extends HttpTestSupport {

    /** Half a second at the engine's sample rate. */
    private static final int FIRST_PIECE = 44 + SpeechEngine.SAMPLE_RATE;

    private static volatile CountDownLatch rest;

    private static final RunwareEmulator EMULATOR = RunwareEmulator.builder()
            .engine(utterance -> speak(utterance.text()))
            .build()
            .start();

    @DynamicPropertySource
    static void emulator(DynamicPropertyRegistry properties) {
        properties.add("camel.component.qwen-tts.base-url", EMULATOR::url);
    }

    @BeforeEach
    void holdTheRest() {
        rest = new CountDownLatch(1);
    }

    @AfterEach
    void releaseTheRest() {
        rest.countDown();
    }

    @AfterAll
    static void stopEmulator() {
        EMULATOR.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/route", "/controller"})
    void sendsTheFirstSentenceWhileTheRestIsSpoken(String path) throws Exception {
        try (InputStream audio = request(path, "This is the rest. ")) {
            assertThat(audio.readNBytes(FIRST_PIECE)).startsWith('R', 'I', 'F', 'F');

            rest.countDown();

            assertThat(audio.readAllBytes().length).isGreaterThan(SpeechEngine.SAMPLE_RATE / 2);
        }
    }

    @Test
    void controllerBreaksTheConnectionIfTheRestFails() throws Exception {
        try (InputStream audio = request("/controller", "This one fails. ")) {
            assertThat(audio.readNBytes(FIRST_PIECE)).hasSize(FIRST_PIECE);

            rest.countDown();

            assertThatIOException().isThrownBy(audio::readAllBytes);
        }
    }

    private InputStream request(String path, String sentence) throws IOException, InterruptedException {
        return post(path, "First sentence. " + sentence.repeat(12));
    }

    private static Pcm speak(String text) {
        try {
            if (!text.startsWith("First")) {
                assertThat(rest.await(1, TimeUnit.MINUTES)).isTrue();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (text.contains("fails")) {
            throw new IllegalStateException("out of memory");
        }
        return Pcm.silence(0.5, SpeechEngine.SAMPLE_RATE);
    }

    @SpringBootApplication
    static class Application {

        @Bean
        LambdaRouteBuilder routes() {
            return route -> {
                route.from("platform-http:/route").to("direct:speak");
                route.from("direct:speak").to("qwen-tts:synthesize?stream=true&outputFormat=WAV&maxPieceLength=100");
            };
        }
    }

    // tag::controller[]
    @RestController
    static class SpeakController {

        private final ProducerTemplate template;

        SpeakController(ProducerTemplate template) {
            this.template = template;
        }

        @PostMapping("/controller")
        ResponseEntity<StreamingResponseBody> speak(@RequestBody String text, HttpServletResponse servlet) {
            InputStream audio = template.requestBody("direct:speak", text, InputStream.class);
            return ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType("audio/wav"))
                    .body(response -> {
                        try (audio) {
                            byte[] chunk = new byte[8192];
                            for (int read = audio.read(chunk); read >= 0; read = audio.read(chunk)) {
                                response.write(chunk, 0, read);
                                // Spring 7 ignores a flush of the stream.
                                servlet.flushBuffer();
                            }
                        }
                    });
        }
    }
    // end::controller[]
}
