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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpServer;
import io.github.camelqwentts.emulator.RecordedRequest;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Audio that the API brings to where it is wanted. */
class UploadTest extends SpeakingTestSupport {

    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private HttpServer storage;

    @BeforeEach
    void openStorage() throws IOException {
        storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        storage.createContext("/", exchange -> {
            boolean signed = "signature=good".equals(exchange.getRequestURI().getQuery());
            if (signed && exchange.getRequestMethod().equals("PUT")) {
                stored.put(
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestBody().readAllBytes());
            }
            exchange.sendResponseHeaders(signed ? 200 : 403, -1);
            exchange.close();
        });
        storage.start();
    }

    @AfterEach
    void closeStorage() {
        storage.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async"})
    void theAudioIsUploadedAndNotDownloadedToo(String deliveryMethod) {
        Exchange exchange =
                upload("outputFormat=WAV&deliveryMethod=" + deliveryMethod + "&" + QUICK_POLLS, "/one.wav", "good");

        assertThat(exchange.getException()).isNull();
        assertThat(stored.get("/one.wav")).startsWith("RIFF".getBytes(StandardCharsets.US_ASCII));
        assertThat(exchange.getMessage().getBody())
                .isEqualTo(exchange.getMessage().getHeader("CamelQwenTtsAudioUrl"))
                .isInstanceOf(String.class);
        assertThat(emulator().requests()).extracting(RecordedRequest::method).containsOnly("POST");
    }

    @Test
    void itIsDownloadedTooOnDemand() {
        Exchange exchange = upload("download=true&outputFormat=WAV", "/two.wav", "good");

        assertThat(exchange.getMessage().getBody(byte[].class)).isEqualTo(stored.get("/two.wav"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async"})
    void aFailedUploadIsAnErrorOfTheTaskAndDoesNotShowTheAddress(String deliveryMethod) {
        Exchange exchange =
                upload("maxRetries=0&deliveryMethod=" + deliveryMethod + "&" + QUICK_POLLS, "/three.mp3", "bad");

        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        SpeechUnavailableException.class,
                        failure -> assertThat(failure.getError().code()).isEqualTo("uploadFailed"))
                .message()
                .doesNotContain("signature");
        assertThat(stored).isEmpty();
    }

    private Exchange upload(String options, String path, String signature) {
        return send(
                "qwen-tts:synthesize?" + options,
                "Up.",
                Map.of("CamelQwenTtsUploadEndpoint", address(path, signature)));
    }

    private String address(String path, String signature) {
        return "http://127.0.0.1:" + storage.getAddress().getPort() + path + "?signature=" + signature;
    }
}
