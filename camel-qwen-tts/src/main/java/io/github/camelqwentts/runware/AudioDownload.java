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
import java.time.Duration;
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
    private int failures;
    private Spoken spoken;
    private SpeechException failure;
    private Duration retryAfter;
    private boolean mayAppear;
    private boolean wantsAnother;

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
        return call.step(client.retries().run(download)).handle((done, stopped) -> download.outcome(stopped));
    }

    @Override
    public CompletableFuture<Void> tryOnce() {
        retryAfter = null;
        mayAppear = false;
        URI api = client.options().baseUrl();
        URI source;
        try {
            source = new URI(result.audioURL());
        } catch (URISyntaxException e) {
            // Without the cause, which repeats a URL that may be signed.
            return fail(Kind.UNKNOWN, "The audio's address is not a URL", null);
        }
        if (!HttpTransport.mayDownload(source, api)) {
            return fail(Kind.UNKNOWN, "The audio's address is neither https nor on the API's own host", null);
        }
        return client.transport()
                .get(source, api, client.options().maxAudioSize(), call)
                .handleAsync(this::settle, client.transport().worker());
    }

    @Override
    public boolean wantsAnother() {
        return wantsAnother;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }

    @Override
    public SpeechException lastFailure() {
        return failure;
    }

    private Void settle(SpooledResponse answer, Throwable broken) {
        if (broken != null) {
            settleWithout(broken);
        } else if (answer.isSuccess()) {
            settle(answer);
        } else {
            answer.body().close();
            retryAfter = RetryAfter.parse(answer.retryAfter(), client.clock());
            Kind kind = answer.status() / 100 == 3 ? Kind.UNKNOWN : ErrorKinds.of(null, answer.status());
            // A store that has just got a file may not serve it everywhere yet.
            mayAppear = answer.status() == NOT_FOUND;
            String why = answer.status() / 100 == 3
                    ? "The audio's download was led astray to where it may not go"
                    : "The audio cannot be downloaded";
            fail(new SpeechError(kind, null, why, null, result.taskUUID(), null, answer.status()), null);
        }
        return null;
    }

    private void settle(SpooledResponse answer) {
        Spool whole;
        try {
            whole = answer.decodedBody(
                    client.transport().spools(), client.options().maxAudioSize());
        } catch (IOException e) {
            boolean broken = e instanceof EOFException || e instanceof ZipException;
            fail(broken ? Kind.PROVIDER : Kind.UNKNOWN, "The audio cannot be read: " + e.getMessage(), e);
            return;
        }
        try {
            keep(check.accept(result, whole));
        } catch (IOException e) {
            whole.close();
            fail(e instanceof BadAudioException ? Kind.PROVIDER : Kind.UNKNOWN, e.getMessage(), e);
        }
    }

    private void settleWithout(Throwable broken) {
        if (broken instanceof TransportException transport) {
            fail(transport.timeout() ? Kind.TIMEOUT : Kind.CONNECTION, transport.getMessage(), transport);
        } else if (broken instanceof CancellationException) {
            fail(Kind.CONNECTION, "The download was cancelled", broken);
        } else if (broken instanceof PrivateAddressException astray) {
            fail(Kind.UNKNOWN, "The audio's address may not be asked: " + astray.getMessage(), astray);
        } else {
            fail(Kind.UNKNOWN, "The audio could not be stored: " + broken.getMessage(), broken);
        }
    }

    private CompletableFuture<Void> fail(Kind kind, String message, Throwable cause) {
        fail(SpeechError.of(kind, message, result.taskUUID()), cause);
        return CompletableFuture.completedFuture(null);
    }

    private void fail(SpeechError error, Throwable cause) {
        failures++;
        failure = Retries.counted(SpeechException.of(error, cause), failures);
        wantsAnother =
                (mayAppear || ErrorKinds.isRetryable(error.kind())) && client.mayTryAgain(failures, retryAfter, call);
    }

    private void keep(Spoken whole) {
        lock.lock();
        try {
            if (collected) {
                whole.audio().close();
                return;
            }
            spoken = whole;
            failure = null;
            wantsAnother = false;
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
            return result.failed(failure == null ? RunwareClient.stopped(result.taskUUID(), stopped) : failure);
        } finally {
            lock.unlock();
        }
    }
}
