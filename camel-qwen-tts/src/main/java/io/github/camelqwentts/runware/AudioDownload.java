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

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.ZipException;

import io.github.camelqwentts.audio.AudioCheck;
import io.github.camelqwentts.audio.BadAudioException;
import io.github.camelqwentts.runware.wire.ErrorKinds;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.PrivateAddressGuard.PrivateAddressException;
import io.github.camelqwentts.transport.Retries;
import io.github.camelqwentts.transport.RetryAfter;
import io.github.camelqwentts.transport.RetryDecision;
import io.github.camelqwentts.transport.RetryableOperation;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpooledResponse;
import io.github.camelqwentts.transport.TransportException;

/** Downloads and checks the audio behind a result's URL. Retries failed downloads and bad audio. */
final class AudioDownload implements RetryableOperation {

    private static final int NOT_FOUND = 404;

    private final Spoken result;
    private final AudioCheck check;
    private final RunwareClient client;
    private final CallScope call;

    /** A cancelled download has ended while its response may still wait for a worker; late audio is deleted. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean collected;
    private int attempts;
    private Spoken spoken;
    private SpeechException failure;

    private AudioDownload(Spoken result, AudioCheck check, RunwareClient client, CallScope call) {
        this.result = result;
        this.check = check;
        this.client = client;
        this.call = call;
    }

    /** {@return the result with its audio, or with what went wrong; never fails} */
    static CompletableFuture<SpeechResult> start(
            Spoken result, AudioCheck check, RunwareClient client, CallScope call) {
        AudioDownload download = new AudioDownload(result, check, client, call);
        return client.retries().run(download, call).handle((done, stopped) -> download.outcome(stopped));
    }

    @Override
    public CompletableFuture<RetryDecision> tryOnce(int attempt) {
        attempts = attempt;
        URI api = client.options().baseUrl();
        URI source;
        try {
            source = new URI(result.audioURL());
        } catch (URISyntaxException e) {
            // Without the cause, which repeats a URL that may be signed.
            return CompletableFuture.completedFuture(fail(Kind.UNKNOWN, "The audio's address is not a URL", null));
        }
        if (!HttpTransport.mayDownload(source, api)) {
            return CompletableFuture.completedFuture(
                    fail(Kind.UNKNOWN, "The audio's address is neither https nor on the API's own host", null));
        }
        return client.transport()
                .get(source, api, client.options().maxAudioSize(), call)
                .handleAsync(this::settle, client.transport().worker());
    }

    private RetryDecision settle(SpooledResponse answer, Throwable broken) {
        if (broken != null) {
            return settleWithout(broken);
        }
        if (answer.isSuccess()) {
            return settle(answer);
        }
        answer.body().close();
        boolean redirected = answer.status() / 100 == 3;
        Kind kind = redirected ? Kind.UNKNOWN : ErrorKinds.of(null, answer.status());
        String why = redirected
                ? "The audio's download was led astray to where it may not go"
                : "The audio cannot be downloaded";
        failure = SpeechException.of(new SpeechError(kind, null, why, null, result.taskUUID(), null, answer.status()));
        // A store that has just got a file may not serve it everywhere yet.
        return answer.status() == NOT_FOUND || ErrorKinds.isRetryable(kind)
                ? new RetryDecision.Failed(failure, RetryAfter.parse(answer.retryAfter(), client.clock()))
                : RetryDecision.DONE;
    }

    private RetryDecision settle(SpooledResponse answer) {
        Spool whole;
        try {
            whole = answer.decodedBody(
                    client.transport().spools(), client.options().maxAudioSize());
        } catch (IOException e) {
            boolean broken = e instanceof EOFException || e instanceof ZipException;
            return fail(broken ? Kind.PROVIDER : Kind.UNKNOWN, "The audio cannot be read: " + e.getMessage(), e);
        }
        try {
            keep(check.accept(result, whole));
            return RetryDecision.DONE;
        } catch (IOException e) {
            whole.close();
            return fail(e instanceof BadAudioException ? Kind.PROVIDER : Kind.UNKNOWN, e.getMessage(), e);
        }
    }

    private RetryDecision settleWithout(Throwable broken) {
        if (broken instanceof TransportException transport) {
            return fail(transport.timeout() ? Kind.TIMEOUT : Kind.CONNECTION, transport.getMessage(), transport);
        }
        if (broken instanceof CancellationException) {
            return fail(Kind.CONNECTION, "The download was cancelled", broken);
        }
        return broken instanceof PrivateAddressException
                ? fail(Kind.UNKNOWN, "The audio's address may not be asked: " + broken.getMessage(), broken)
                : fail(Kind.UNKNOWN, "The audio could not be stored: " + broken.getMessage(), broken);
    }

    private RetryDecision fail(Kind kind, String message, Throwable cause) {
        failure = SpeechException.of(SpeechError.of(kind, message, result.taskUUID()), cause);
        return ErrorKinds.isRetryable(kind) ? new RetryDecision.Failed(failure, null) : RetryDecision.DONE;
    }

    private void keep(Spoken whole) {
        lock.lock();
        try {
            if (collected) {
                whole.audio().close();
                return;
            }
            spoken = whole;
        } finally {
            lock.unlock();
        }
    }

    private SpeechResult outcome(Throwable stopped) {
        lock.lock();
        try {
            collected = true;
            if (spoken != null) {
                return spoken;
            }
            return result.failed(
                    failure == null
                            ? RunwareClient.stopped(result.taskUUID(), stopped)
                            : Retries.counted(failure, attempts));
        } finally {
            lock.unlock();
        }
    }
}
