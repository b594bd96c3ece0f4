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
package io.github.camelqwentts.transport;

import java.time.Duration;

import io.github.camelqwentts.speech.Checks;

/**
 * Collects the {@link CallSettings} as part of the options of a backend; each setter documents its default.
 *
 * @param <B> the builder of the options
 * @hidden
 */
public abstract class CallSettingsBuilder<B extends CallSettingsBuilder<B>> {

    private Duration callTimeout = Duration.ofMinutes(5);
    private int maxRetries = 3;
    private Duration retryDelay = Duration.ofSeconds(1);
    private Duration maxRetryDelay = Duration.ofSeconds(20);
    private long maxAudioSize = CallSettings.DEFAULT_MAX_AUDIO_SIZE;

    /**
     * Returns the settings so far.
     *
     * @hidden
     */
    protected final CallSettings callSettings() {
        return new CallSettings(callTimeout, new RetrySettings(maxRetries, retryDelay, maxRetryDelay), maxAudioSize);
    }

    /** Maximum time of a whole call, with its retries and downloads; 5 minutes by default. */
    public B callTimeout(Duration callTimeout) {
        Checks.positive("callTimeout", callTimeout);
        this.callTimeout = callTimeout;
        return self();
    }

    /** Maximum number of retries after a transient failure; 3 by default, 0 disables retries. */
    public B maxRetries(int maxRetries) {
        Checks.atLeast("maxRetries", maxRetries, 0);
        this.maxRetries = maxRetries;
        return self();
    }

    /** Delay before the first retry, which doubles with each retry; 1 second by default. */
    public B retryDelay(Duration retryDelay) {
        Checks.positive("retryDelay", retryDelay);
        this.retryDelay = retryDelay;
        return self();
    }

    /** Maximum delay before a retry, unless the server requests a longer one; 20 seconds by default. */
    public B maxRetryDelay(Duration maxRetryDelay) {
        Checks.positive("maxRetryDelay", maxRetryDelay);
        this.maxRetryDelay = maxRetryDelay;
        return self();
    }

    /** Maximum size of one audio in bytes; 512 MiB by default. */
    public B maxAudioSize(long maxAudioSize) {
        Checks.positive("maxAudioSize", maxAudioSize);
        this.maxAudioSize = maxAudioSize;
        return self();
    }

    @SuppressWarnings("unchecked") // each builder extends this class for itself
    private B self() {
        return (B) this;
    }
}
