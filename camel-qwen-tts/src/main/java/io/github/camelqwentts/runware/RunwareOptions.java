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

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

import io.github.camelqwentts.speech.Checks;
import io.github.camelqwentts.transport.CallSettings;
import io.github.camelqwentts.transport.CallSettingsBuilder;
import io.github.camelqwentts.transport.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * Options of a client for Runware. Build them with {@link #builder()}.
 *
 * @since 1.0
 */
public final class RunwareOptions {

    /** The address of the API. */
    public static final String DEFAULT_BASE_URL = "https://api.runware.ai/v1";

    /** Maximum size of one audio in bytes. */
    public static final long DEFAULT_MAX_AUDIO_SIZE = CallSettings.DEFAULT_MAX_AUDIO_SIZE;

    private final String apiKey;
    private final URI baseUrl;
    private final CallSettings calls;
    private final Duration resendDelay;
    private final @Nullable Boolean download;
    private final int batchSize;
    private final PollSchedule pollSchedule;

    private RunwareOptions(String apiKey, CallSettings calls, Builder builder) {
        this.apiKey = apiKey;
        this.calls = calls;
        baseUrl = builder.baseUrl;
        resendDelay = builder.resendDelay;
        download = builder.download;
        batchSize = builder.batchSize;
        pollSchedule = builder.pollSchedule;
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    String apiKey() {
        return apiKey;
    }

    /** Identifies a task among those of all APIs and accounts. */
    SingleFlight.Key taskKey(String taskUUID) {
        return new SingleFlight.Key(baseUrl, apiKey.hashCode(), taskUUID);
    }

    URI baseUrl() {
        return baseUrl;
    }

    /** Maximum time of a whole call. */
    public Duration callTimeout() {
        return calls.callTimeout();
    }

    CallSettings calls() {
        return calls;
    }

    Duration resendDelay() {
        return resendDelay;
    }

    /** @param uploaded whether the API uploads the audio to an endpoint of the task */
    boolean downloads(boolean uploaded) {
        return download == null ? !uploaded : download;
    }

    int batchSize() {
        return batchSize;
    }

    PollSchedule pollSchedule() {
        return pollSchedule;
    }

    /**
     * Collects the options; each setter documents its default.
     *
     * @since 1.0
     */
    public static final class Builder extends CallSettingsBuilder<Builder> {

        private @Nullable String apiKey;
        private URI baseUrl = URI.create(DEFAULT_BASE_URL);
        private Duration resendDelay = Duration.ofSeconds(5);
        private @Nullable Boolean download;
        private int batchSize = 20;
        private PollSchedule pollSchedule = PollSchedule.DEFAULT;

        private Builder() {}

        /** Key of the account that is charged; required. */
        public Builder apiKey(String apiKey) {
            this.apiKey = apiKey;
            return this;
        }

        /** The address of the API, {@value RunwareOptions#DEFAULT_BASE_URL} by default. */
        public Builder baseUrl(String baseUrl) {
            URI uri;
            try {
                uri = new URI(baseUrl);
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("baseUrl is not valid: must be an http or https URL");
            }
            if ((!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) || uri.getHost() == null) {
                throw new IllegalArgumentException(
                        "baseUrl=" + Redaction.maskUrls(baseUrl) + " is not valid: must be an http or https URL");
            }
            this.baseUrl = uri;
            return this;
        }

        /**
         * Minimum delay before a task is sent again after an unclear failure, during which it is looked up; 5 seconds by
         * default.
         */
        public Builder resendDelay(Duration resendDelay) {
            if (resendDelay.isNegative()) {
                throw new IllegalArgumentException(
                        "resendDelay=" + resendDelay + " is not valid: must not be negative");
            }
            this.resendDelay = resendDelay;
            return this;
        }

        /**
         * Whether audio that is returned as a URL is downloaded. By default it is, unless the task has an upload
         * endpoint.
         */
        public Builder download(@Nullable Boolean download) {
            this.download = download;
            return this;
        }

        /** Maximum number of tasks in one request; 20 by default. */
        public Builder batchSize(int batchSize) {
            Checks.positive("batchSize", batchSize);
            this.batchSize = batchSize;
            return this;
        }

        /** When to poll for asynchronous tasks; {@link PollSchedule#DEFAULT} by default. */
        public Builder pollSchedule(PollSchedule pollSchedule) {
            this.pollSchedule = pollSchedule;
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws IllegalArgumentException if there is no key
         */
        public RunwareOptions build() {
            if (apiKey == null || apiKey.isBlank()) {
                throw new IllegalArgumentException("apiKey is not set: a Runware API key is required");
            }
            return new RunwareOptions(apiKey, callSettings(), this);
        }
    }
}
