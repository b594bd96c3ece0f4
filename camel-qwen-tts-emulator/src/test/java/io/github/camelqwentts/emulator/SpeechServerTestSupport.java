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
package io.github.camelqwentts.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Speaks to a speech server as any HTTP client would. */
@Timeout(60)
abstract class SpeechServerTestSupport {

    static final int FRAME = 3840;

    /** Engine of 30 frames of samples that are all different from their neighbours, so borders cannot be mixed up. */
    static final SpeechEngine THIRTY_FRAMES = utterance -> samples(30 * FRAME);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<OpenAiSpeechEmulator> started = new ArrayList<>();

    @AfterEach
    void closeEmulators() {
        started.forEach(OpenAiSpeechEmulator::close);
    }

    static Pcm samples(int bytes) {
        ByteBuffer samples = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bytes / 2; i++) {
            samples.putShort((short) (i * 37));
        }
        return new Pcm(samples.array(), SpeechEngine.SAMPLE_RATE, 1);
    }

    static OpenAiSpeechEmulator.Builder builder() {
        return OpenAiSpeechEmulator.builder().engine(THIRTY_FRAMES);
    }

    OpenAiSpeechEmulator start(OpenAiSpeechEmulator.Builder settings) {
        OpenAiSpeechEmulator emulator = settings.build().start();
        started.add(emulator);
        return emulator;
    }

    OpenAiSpeechEmulator start(SpeechServerProfile profile) {
        return start(builder().profile(profile));
    }

    /** The body of a request with the fields that some server requires. */
    static JsonObject speech(OpenAiSpeechEmulator emulator, String format) {
        return new JsonObject()
                .put("input", "Hello")
                .put("model", emulator.profile().traits().models().get(0))
                .put("voice", emulator.profile().traits().defaultVoice())
                .put("response_format", format);
    }

    static HttpRequest.Builder request(OpenAiSpeechEmulator emulator, String path) {
        return HttpRequest.newBuilder(URI.create(emulator.baseUrl() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer secret");
    }

    static HttpRequest post(OpenAiSpeechEmulator emulator, JsonObject body) {
        return request(emulator, "/v1/audio/speech")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()))
                .build();
    }

    HttpResponse<byte[]> speak(OpenAiSpeechEmulator emulator, JsonObject body)
            throws IOException, InterruptedException {
        return http.send(post(emulator, body), BodyHandlers.ofByteArray());
    }

    HttpResponse<InputStream> open(OpenAiSpeechEmulator emulator, JsonObject body)
            throws IOException, InterruptedException {
        return http.send(post(emulator, body), BodyHandlers.ofInputStream());
    }

    CompletableFuture<HttpResponse<byte[]>> speakLater(OpenAiSpeechEmulator emulator, JsonObject body) {
        return http.sendAsync(post(emulator, body), BodyHandlers.ofByteArray());
    }

    <T> CompletableFuture<HttpResponse<T>> later(HttpRequest request, BodyHandler<T> handler) {
        return http.sendAsync(request, handler);
    }

    HttpResponse<byte[]> get(OpenAiSpeechEmulator emulator, String path) throws IOException, InterruptedException {
        return http.send(request(emulator, path).build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofByteArray());
    }

    static JsonObject json(HttpResponse<byte[]> response) {
        assertThat(response.body())
                .as("body of status " + response.statusCode())
                .endsWith((byte) '}');
        return new JsonObject(Buffer.buffer(response.body()));
    }

    static String contentType(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }
}
