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
package io.github.camelqwentts.openai;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.TaskListener;
import io.github.camelqwentts.speech.Voice;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.SpooledResponse;
import org.jspecify.annotations.Nullable;

/** Queries the voices and the health of servers, by requests that are free of charge and not retried. */
final class ServerQueries {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LIMIT = 1024 * 1024;

    private final OpenAiApi api;

    ServerQueries(OpenAiApi api) {
        this.api = api;
    }

    /** {@return the voices; completes with null if no server lists voices} */
    CompletableFuture<@Nullable List<Voice>> listVoices() {
        return api.transport()
                .calls()
                .run(TIMEOUT, TaskListener.NONE, call -> ofAny(this::voicesOf, call), voices -> {});
    }

    /** Succeeds if one of the servers is healthy and accepts the key. */
    CompletableFuture<Void> checkAccess() {
        return api.transport()
                .calls()
                .run(TIMEOUT, TaskListener.NONE, call -> ofAny(this::checkAccess, call), checked -> {});
    }

    /** Queries one server after the other until one responds. */
    private <T> CompletableFuture<T> ofAny(Question<T> question, CallScope call) {
        List<URI> servers = api.servers().baseUrls();
        CompletableFuture<T> answer = question.ask(servers.get(0), call);
        for (URI next : servers.subList(1, servers.size())) {
            answer = answer.handle((value, failure) ->
                            failure == null ? CompletableFuture.completedFuture(value) : question.ask(next, call))
                    .thenCompose(asked -> asked);
        }
        return answer;
    }

    private CompletableFuture<@Nullable List<Voice>> voicesOf(URI baseUrl, CallScope call) {
        return ask(URI.create(baseUrl + "/audio/voices"), call).thenApply(answer -> {
            if (answer.isMissing()) {
                return null;
            }
            answer.requireSuccess();
            return voices(answer.json());
        });
    }

    private CompletableFuture<Void> checkAccess(URI baseUrl, CallScope call) {
        URI health = URI.create(baseUrl.toString().replaceFirst("/v\\d+\\w*$", "/health"));
        return ask(health, call)
                .thenCompose(answer -> {
                    answer.requireHealth();
                    return ask(URI.create(baseUrl + "/models"), call);
                })
                .thenAccept(answer -> {
                    if (!answer.isMissing()) {
                        answer.requireSuccess();
                    }
                });
    }

    private CompletableFuture<ShortAnswer> ask(URI uri, CallScope call) {
        return api.get(uri, LIMIT, call)
                .handleAsync(
                        (response, failure) -> {
                            if (failure != null) {
                                throw ShortAnswer.failure(failure);
                            }
                            return read(response);
                        },
                        api.transport().worker());
    }

    private ShortAnswer read(SpooledResponse response) {
        try (InputStream in = response.body().open()) {
            ErrorReport report = response.isSuccess() ? null : ErrorReport.read(response.body());
            return new ShortAnswer(
                    response.status(),
                    report == null ? JsonTree.read(in, LIMIT) : null,
                    report == null ? null : report.withMessage(String.valueOf(api.redact(report.message()))));
        } catch (IOException e) {
            // An empty or plain body with a good status is a valid response, too.
            return new ShortAnswer(response.status(), null, null);
        } finally {
            response.body().close();
        }
    }

    /** Presets are listed as names or objects, uploaded voices as objects. */
    private static @Nullable List<Voice> voices(@Nullable Object json) {
        Map<?, ?> body = JsonTree.map(json);
        List<Voice> voices = new ArrayList<>();
        Stream.concat(JsonTree.list(body.get("voices")).stream(), JsonTree.list(body.get("uploaded_voices")).stream())
                .map(ServerQueries::name)
                .filter(name -> name != null
                        && !name.isBlank()
                        && !name.toLowerCase(Locale.ROOT).equals("default"))
                .map(Voice::of)
                .filter(voice -> !voices.contains(voice))
                .forEach(voices::add);
        return voices.isEmpty() ? null : voices;
    }

    private static @Nullable String name(@Nullable Object item) {
        if (item instanceof String name) {
            return name;
        }
        Map<?, ?> voice = JsonTree.map(item);
        Object name = voice.get("id") == null ? voice.get("name") : voice.get("id");
        return name == null ? null : name.toString();
    }

    @FunctionalInterface
    private interface Question<T> {

        /** Fails with a {@link SpeechException}. */
        CompletableFuture<T> ask(URI baseUrl, CallScope call);
    }
}
