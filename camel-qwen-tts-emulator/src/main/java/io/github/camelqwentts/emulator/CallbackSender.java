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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Sends audio to upload endpoints, and results to webhooks. */
final class CallbackSender {

    private static final int CONNECTIONS = 64;
    private static final int NO_ANSWER = 0;

    private final Vertx vertx;
    private final HttpClient http;
    private final List<Duration> webhookRetries;
    private final Queue<WebhookDelivery> deliveries = new ConcurrentLinkedQueue<>();

    /** @param webhookRetries delays between the attempts at a delivery; after the last attempt it is given up */
    CallbackSender(Vertx vertx, List<Duration> webhookRetries) {
        this.vertx = vertx;
        this.http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS));
        this.webhookRetries = webhookRetries;
    }

    /** All completed attempts at deliveries so far. */
    List<WebhookDelivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** Forgets the attempts so far. */
    void clearDeliveries() {
        deliveries.clear();
    }

    /** PUTs all audio of a task; fails with the refusal that the task then ends with. */
    Future<List<ResultFactory.Result>> upload(
            RecordedTask recorded, SpeechTask task, List<ResultFactory.Result> results) {
        if (task.uploadEndpoint() == null) {
            return Future.succeededFuture(results);
        }
        RequestOptions put = new RequestOptions()
                .setMethod(HttpMethod.PUT)
                .setAbsoluteURI(task.uploadEndpoint())
                .putHeader("Content-Type", task.encoder().contentType());
        List<Future<?>> puts = new ArrayList<>();
        for (ResultFactory.Result result : results) {
            puts.add(http.request(put)
                    .compose(request -> request.send(Buffer.buffer(result.audio())))
                    .compose(response -> response.statusCode() / 100 == 2
                            ? Future.succeededFuture()
                            : Future.failedFuture("HTTP status " + response.statusCode())));
        }
        return Future.all(puts)
                .map(results)
                .recover(failure -> Future.failedFuture(new ApiError.Refusal(ApiError.of(
                        recorded, "uploadFailed", "The upload failed: " + failure.getMessage(), "uploadEndpoint"))));
    }

    /** Posts an envelope for each result, and retries until it is accepted. */
    void postResults(String webhookUrl, List<JsonObject> items, boolean twice) {
        for (JsonObject item : items) {
            Buffer envelope =
                    new JsonObject().put("data", new JsonArray().add(item)).toBuffer();
            String taskUUID = item.getString("taskUUID");
            String audioUUID = item.getString("audioUUID");
            post(webhookUrl, envelope, taskUUID, audioUUID, 0);
            if (twice) {
                post(webhookUrl, envelope, taskUUID, audioUUID, 0);
            }
        }
    }

    /** Posts an envelope with an error. */
    void postError(String webhookUrl, String taskUUID, ApiError error) {
        Buffer envelope = new JsonObject()
                .put("errors", new JsonArray().add(error.toJson()))
                .toBuffer();
        post(webhookUrl, envelope, taskUUID, null, 0);
    }

    private void post(String webhookUrl, Buffer envelope, String taskUUID, @Nullable String audioUUID, int attempt) {
        http.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setAbsoluteURI(webhookUrl)
                        .putHeader("Content-Type", "application/json"))
                .compose(request -> request.send(envelope))
                .map(response -> response.statusCode())
                .otherwise(NO_ANSWER)
                .onSuccess(status -> {
                    deliveries.add(new WebhookDelivery(taskUUID, audioUUID, status));
                    if (status / 100 != 2 && attempt < webhookRetries.size()) {
                        vertx.setTimer(
                                Math.max(1, webhookRetries.get(attempt).toMillis()),
                                timer -> post(webhookUrl, envelope, taskUUID, audioUUID, attempt + 1));
                    }
                });
    }
}
