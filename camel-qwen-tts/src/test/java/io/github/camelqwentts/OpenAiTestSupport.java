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

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.emulator.OpenAiSpeechEmulatorExtension;
import io.github.camelqwentts.emulator.RecordedSpeechRequest;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** A Camel context whose component speaks to a fresh emulator of a speech server, with short delays. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
abstract class OpenAiTestSupport {

    static final String KEY = "sk-secret-77b2e1c4f0";

    @RegisterExtension
    final OpenAiSpeechEmulatorExtension server = new OpenAiSpeechEmulatorExtension(this::configure);

    CamelContext context;
    ProducerTemplate template;

    @BeforeEach
    void startContext() throws Exception {
        context = new DefaultCamelContext();
        QwenTtsConfiguration defaults =
                context.getComponent("qwen-tts", QwenTtsComponent.class).getConfiguration();
        defaults.setBackend("openai");
        defaults.setBaseUrl(emulator().baseUrl());
        defaults.setOutputFormat("WAV");
        defaults.setRetryDelay(Duration.ofMillis(10));
        defaults.setMaxRetryDelay(Duration.ofMillis(50));
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stopContext() {
        context.stop();
    }

    /** Changes the settings of the emulator before it starts. */
    OpenAiSpeechEmulator.Builder configure(OpenAiSpeechEmulator.Builder settings) {
        return settings;
    }

    QwenTtsComponent component() {
        return context.getComponent("qwen-tts", QwenTtsComponent.class);
    }

    OpenAiSpeechEmulator emulator() {
        return server.emulator();
    }

    Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.request("qwen-tts:" + uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    Exchange speak(String options, Object body) {
        return send("synthesize" + (options.isEmpty() ? "" : "?" + options), body, Map.of());
    }

    static byte[] audio(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(byte[].class);
    }

    static SpeechError error(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(SpeechException.class);
        return exchange.getException(SpeechException.class).getError();
    }

    /** The requests for speech, in the order of their arrival. */
    List<RecordedSpeechRequest> speeches() {
        return emulator().requests().stream()
                .filter(request -> request.path().equals("/v1/audio/speech"))
                .toList();
    }

    RecordedSpeechRequest onlySpeech() {
        assertThat(speeches()).hasSize(1);
        return speeches().get(0);
    }
}
