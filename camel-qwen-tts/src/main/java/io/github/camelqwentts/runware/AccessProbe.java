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
package io.github.camelqwentts.runware;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.runware.wire.TaskWriter;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.transport.CallScope;

/**
 * Checks whether the API accepts the key, free of charge: it looks up a task that does not exist, and only accepted
 * requests get that response.
 */
final class AccessProbe {

    /** Maximum time; short, because health checks wait for the outcome. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private AccessProbe() {}

    /** Starts the probe; it fails with a {@link SpeechException} if the API cannot be used. */
    static CompletableFuture<Void> start(RunwareApi api, CallScope call) {
        String nobodys = UUID.randomUUID().toString();
        return api.exchange(
                        spools -> TaskWriter.detailsTasks(List.of(nobodys), spools),
                        api.limits(1, false),
                        call,
                        RunwareApi.AnswerReader.NONE)
                .thenAccept(AccessProbe::requireAccess);
    }

    private static void requireAccess(ApiResponse reply) {
        SpeechError refusal = reply.envelope() == null
                ? reply.error()
                : reply.envelope().errors().stream()
                        .filter(error -> error.kind() != Kind.NOT_FOUND)
                        .findFirst()
                        .orElse(null);
        if (refusal != null) {
            throw SpeechException.of(refusal, reply.cause());
        }
    }
}
