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

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.audio.AudioCheck;
import io.github.camelqwentts.audio.BadAudioException;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.ResultSlot;
import io.github.camelqwentts.transport.RetryDecision;
import io.github.camelqwentts.transport.RetryableOperation;
import io.github.camelqwentts.transport.Spool;
import org.jspecify.annotations.Nullable;

/** Downloads and checks the audio behind a result's URL. Retries failed downloads and bad audio. */
final class AudioDownload implements RetryableOperation<SpeechResult> {

    private final Spoken result;
    private final AudioCheck check;
    private final RunwareApi api;
    private final CallScope call;
    private final ResultSlot downloaded = new ResultSlot();

    private int attempts;
    private @Nullable SpeechException failure;

    AudioDownload(Spoken result, AudioCheck check, RunwareApi api, CallScope call) {
        this.result = result;
        this.check = check;
        this.api = api;
        this.call = call;
    }

    @Override
    public CompletableFuture<RetryDecision> tryOnce(int attempt) {
        attempts = attempt;
        String taskUUID = result.taskUUID();
        URI base = api.options().baseUrl();
        URI source;
        try {
            source = new URI(Objects.requireNonNull(result.audioURL()));
        } catch (URISyntaxException e) {
            // Without the cause, which repeats a URL that may be signed.
            return CompletableFuture.completedFuture(
                    settle(AudioFetch.forbidden("Download blocked: the address of the audio is not a URL", taskUUID)));
        }
        if (!HttpTransport.mayDownload(source, base)) {
            return CompletableFuture.completedFuture(settle(
                    AudioFetch.forbidden("Download blocked: the target is neither HTTPS nor the API host", taskUUID)));
        }
        return api.transport()
                .get(source, base, api.options().calls().maxAudioSize(), call)
                .handleAsync(
                        (answer, broken) -> settle(
                                broken == null
                                        ? AudioFetch.of(answer, taskUUID, api)
                                        : AudioFetch.none(broken, taskUUID)),
                        api.transport().worker());
    }

    private RetryDecision settle(AudioFetch fetched) {
        if (fetched.failure() != null) {
            failure = fetched.failure();
            return fetched.isRetryable() ? new RetryDecision.Failed(failure, fetched.retryAfter()) : RetryDecision.DONE;
        }
        Spool audio = Objects.requireNonNull(fetched.audio());
        try {
            downloaded.put(check.accept(result, audio));
            return RetryDecision.DONE;
        } catch (IOException e) {
            audio.close();
            failure = TaskFailures.unusable(result.taskUUID(), e);
            return e instanceof BadAudioException ? new RetryDecision.Failed(failure, null) : RetryDecision.DONE;
        }
    }

    /** {@return the result with its audio, or a failed one; never fails} */
    @Override
    public CompletableFuture<SpeechResult> end(@Nullable Throwable stopped) {
        Spoken whole = downloaded.end();
        if (whole != null) {
            return CompletableFuture.completedFuture(whole);
        }
        return CompletableFuture.completedFuture(result.failed(
                failure == null ? CallScope.stopped(result.taskUUID(), stopped) : failure.withAttempts(attempts)));
    }
}
