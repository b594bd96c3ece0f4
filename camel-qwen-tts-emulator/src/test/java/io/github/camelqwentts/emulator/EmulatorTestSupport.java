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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Speaks to the emulator as any HTTP client would. */
@Timeout(60)
abstract class EmulatorTestSupport {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @RegisterExtension
    final RunwareEmulatorExtension runware = new RunwareEmulatorExtension(this::configure);

    RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings;
    }

    RunwareEmulator emulator() {
        return runware.emulator();
    }

    HttpResponse<byte[]> post(String body) throws IOException, InterruptedException {
        return post(emulator().url(), body);
    }

    static HttpResponse<byte[]> post(String url, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer key")
                .POST(BodyPublishers.ofString(body)));
    }

    static HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofByteArray());
    }

    JsonObject answer(JsonObject... tasks) throws IOException, InterruptedException {
        JsonArray body = new JsonArray();
        for (JsonObject task : tasks) {
            body.add(task);
        }
        return json(post(body.encode()));
    }

    byte[] audio(JsonObject task) throws IOException, InterruptedException {
        JsonObject answer = answer(task.put("outputType", "base64Data"));
        return Base64.getDecoder()
                .decode(answer.getJsonArray("data").getJsonObject(0).getString("audioBase64Data"));
    }

    static JsonObject json(HttpResponse<byte[]> response) {
        assertThat(response.body())
                .as(() -> response.statusCode() + ", headers "
                        + response.headers().map() + ", " + response.body().length + " bytes")
                .endsWith((byte) '}');
        return new JsonObject(Buffer.buffer(response.body()));
    }

    static JsonObject task(String text) {
        return new JsonObject()
                .put("taskType", "audioInference")
                .put("taskUUID", UUID.randomUUID().toString())
                .put("model", "alibaba:qwen@3-tts-1.7b-customvoice")
                .put("speech", new JsonObject().put("text", text).put("voice", "ryan"));
    }

    static JsonObject details(String taskUUID) {
        return new JsonObject().put("taskType", "getTaskDetails").put("taskUUID", taskUUID);
    }
}
