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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The HTTP interface of a speech server: its routes, its key and its errors. */
final class SpeechServerApi implements Handler<HttpServerRequest> {

    private static final Duration MOST_SILENCE = Duration.ofSeconds(30);

    private final SpeechServerSettings settings;
    private final ProfileTraits traits;
    private final JobContext context;
    private final KeptConnections connections;
    private final SpeechFaultPlan faults;
    private final RequestLog<RecordedSpeechRequest> requests;

    SpeechServerApi(
            Vertx vertx,
            Workers workers,
            Workload workload,
            SpeechServerSettings settings,
            SpeechFaultPlan faults,
            RequestLog<RecordedSpeechRequest> requests) {
        this.settings = settings;
        this.traits = settings.profile().traits();
        SpeechComposer composer = new SpeechComposer(settings.engine(), settings.pace());
        this.context = new JobContext(
                vertx, workers, workload, composer, traits, settings.latency().toMillis());
        this.connections = new KeptConnections(vertx, settings.keepAlive().toMillis());
        this.faults = faults;
        this.requests = requests;
    }

    @Override
    public void handle(HttpServerRequest request) {
        connections.use(request);
        RequestBody.of(context.vertx(), request, MOST_SILENCE)
                .onSuccess(body -> serve(request, body))
                .onFailure(failure -> {
                    if (failure instanceof ApiError.Refusal refusal) {
                        refuse(
                                request,
                                new ServerError(
                                        refusal.error().status(),
                                        refusal.error().message(),
                                        null));
                        // The rest of the body is not a request.
                        request.connection().close();
                    }
                });
    }

    private void serve(HttpServerRequest request, Buffer body) {
        RecordedSpeechRequest recorded = recorded(request, body);
        requests.add(recorded);
        try {
            route(request, recorded, body);
        } catch (ServerError.Refusal e) {
            answer(request.response(), e.shapeOr(settings.errorShape()), e.error());
        } catch (RuntimeException | Error e) {
            refuse(request, new ServerError(500, "The emulator failed: " + e, null));
        }
    }

    private static RecordedSpeechRequest recorded(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new RecordedSpeechRequest(request.method().name(), request.path(), headers, body.toString());
    }

    private void route(HttpServerRequest request, RecordedSpeechRequest recorded, Buffer body) {
        String path = request.path();
        boolean voices = path.equals("/v1/audio/voices") && traits.voiceList() != ProfileTraits.VoiceList.NONE;
        boolean ready = path.equals("/ready") && traits.healthStyle() == ProfileTraits.HealthStyle.ALIVE;
        boolean speech = path.equals("/v1/audio/speech");
        if (path.startsWith("/v1/")) {
            checkKey(request);
        }
        if (!speech && !voices && !ready && !path.equals("/health") && !path.equals("/v1/models")) {
            throw new ServerError.Refusal(new ServerError(404, "Not Found", null), ErrorShape.DETAIL);
        }
        HttpMethod method = speech ? HttpMethod.POST : HttpMethod.GET;
        if (!request.method().equals(method)) {
            request.response().putHeader("Allow", method.name());
            throw new ServerError.Refusal(new ServerError(405, "Method Not Allowed", null), ErrorShape.DETAIL);
        }
        if (speech) {
            speak(request, recorded, body);
        } else if (voices) {
            answer(request.response(), 200, voices());
        } else if (path.equals("/v1/models")) {
            answer(request.response(), 200, models());
        } else {
            health(request.response(), ready);
        }
    }

    private void checkKey(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        String key = header != null && header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : "";
        boolean accepted = settings.apiKey() == null
                ? !traits.requiresKey() || !key.isBlank()
                : settings.apiKey().equals(key);
        if (!accepted) {
            throw new ServerError.Refusal(
                    new ServerError(401, "invalid_request_error", "Unauthorized", null, "invalid_api_key", null),
                    traits.keyErrorShape());
        }
    }

    private void speak(HttpServerRequest request, RecordedSpeechRequest recorded, Buffer body) {
        String type = request.getHeader("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new ServerError(traits.invalidStatus(), "The Content-Type must be application/json", null).refusal();
        }
        if (!settings.ready().get()) {
            throw new ServerError(503, "The model is loading", null).refusal();
        }
        SpeechOrder order = SpeechOrderReader.read(traits, settings.models(), settings.voices(), jsonObject(body));
        boolean reused = connections.isReused(request);
        List<SpeechFault> strikes = faults.strike(recorded, fault -> canStrike(fault, order, reused));
        for (SpeechFault fault : strikes) {
            if (fault instanceof SpeechFault.StaleConnection
                    || (fault instanceof SpeechFault.NoAnswer none && !none.afterWork())) {
                request.connection().close();
                return;
            }
            if (fault instanceof SpeechFault.Error error && !error.afterWork()) {
                answer(request.response(), error);
                return;
            }
        }
        context.workload().enter(new SpeechJob(context, request, order, strikes));
    }

    private static boolean canStrike(SpeechFault fault, SpeechOrder order, boolean reused) {
        if (fault instanceof SpeechFault.SseErrorAfter || fault instanceof SpeechFault.SseWithoutEnd) {
            return order.delivery() == Delivery.SSE;
        }
        return reused || !(fault instanceof SpeechFault.StaleConnection);
    }

    private JsonObject jsonObject(Buffer body) {
        try {
            return new JsonObject(body);
        } catch (DecodeException | ClassCastException e) {
            throw new ServerError(traits.invalidStatus(), "The body must be a JSON object", null).refusal();
        }
    }

    private JsonObject voices() {
        JsonArray voices = new JsonArray();
        Set<String> names = new LinkedHashSet<>(settings.voices());
        if (traits.hasDefaultVoiceInList()) {
            names.add("default");
        }
        for (String voice : names) {
            voices.add(
                    traits.voiceList() == ProfileTraits.VoiceList.NAMES
                            ? voice
                            : new JsonObject()
                                    .put("id", voice)
                                    .put("name", voice)
                                    .put("language", "Auto")
                                    .put("description", "A voice of the emulator"));
        }
        JsonObject answer = new JsonObject().put("voices", voices);
        return traits.voiceList() == ProfileTraits.VoiceList.NAMES
                ? answer.put("uploaded_voices", new JsonArray())
                : answer.put("languages", new JsonArray().add("Auto"));
    }

    private JsonObject models() {
        JsonArray models = new JsonArray();
        for (String model : settings.models()) {
            models.add(new JsonObject()
                    .put("id", model)
                    .put("object", "model")
                    .put("created", 1_780_000_000)
                    .put("owned_by", "emulator"));
        }
        return new JsonObject().put("object", "list").put("data", models);
    }

    private void health(HttpServerResponse response, boolean readiness) {
        boolean healthy = !context.workload().isDead() && settings.ready().get();
        switch (traits.healthStyle()) {
            case STATUS ->
                answer(
                        response,
                        healthy ? 200 : 503,
                        new JsonObject().put("status", healthy ? "healthy" : "unhealthy"));
            case EMPTY -> response.setStatusCode(healthy ? 200 : 503).end();
            case MODEL_LOADED ->
                answer(response, 200, new JsonObject().put("status", "ok").put("model_loaded", healthy));
            default ->
                answer(
                        response,
                        healthy || !readiness ? 200 : 503,
                        readiness
                                ? new JsonObject().put("ready", healthy)
                                : new JsonObject().put("alive", true).put("phase", healthy ? "serving" : "loading"));
        }
    }

    private void refuse(HttpServerRequest request, ServerError error) {
        answer(request.response(), settings.errorShape(), error);
    }

    static void answer(HttpServerResponse response, SpeechFault.Error fault) {
        ServerError error = new ServerError(
                fault.status(),
                ServerError.typeOf(fault.status() < 400 ? 400 : fault.status()),
                fault.message(),
                null,
                fault.code(),
                fault.retryAfter());
        answer(response, fault.shape(), error);
    }

    static void answer(HttpServerResponse response, ErrorShape shape, ServerError error) {
        if (response.closed()) {
            return;
        }
        if (error.retryAfter() != null) {
            response.putHeader("Retry-After", error.retryAfter());
        }
        response.setStatusCode(error.status())
                .putHeader("Content-Type", shape.contentType())
                .end(shape.body(error));
    }

    private static void answer(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }
}
