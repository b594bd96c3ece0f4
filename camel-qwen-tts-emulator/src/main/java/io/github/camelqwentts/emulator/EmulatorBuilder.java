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
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Settings that all emulators have, and that take effect at the start.
 *
 * @param <B> the builder of the emulator
 */
abstract class EmulatorBuilder<B extends EmulatorBuilder<B>> {

    ServerSettings server = ServerSettings.DEFAULT;
    SpeechEngine engine = new FreeTtsEngine();

    @Nullable
    String apiKey;

    Duration latency = Duration.ZERO;
    int most = Integer.MAX_VALUE;

    /** Port to listen on. Defaults to 0, a free port. */
    public B port(int port) {
        server = server.withPort(port);
        return self();
    }

    /** The address to listen on; 127.0.0.1 by default. */
    public B host(String host) {
        server = server.withHost(Objects.requireNonNull(host));
        return self();
    }

    /** The origin of web pages that may call the API, {@code *} for any; none by default. */
    public B cors(String allowedOrigin) {
        server = server.withAllowedOrigin(Objects.requireNonNull(allowedOrigin));
        return self();
    }

    /** Consumer of a log line for each request, called on a thread of the emulator. Not set by default. */
    public B log(Consumer<String> log) {
        server = server.withLog(Objects.requireNonNull(log));
        return self();
    }

    /** The engine that speaks; FreeTTS by default. */
    public B engine(SpeechEngine engine) {
        this.engine = Objects.requireNonNull(engine);
        return self();
    }

    /**
     * The only key to accept. By default any key is accepted, and one is required where the real service requires it.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public B apiKey(String apiKey) {
        if (apiKey.isBlank()) {
            throw new IllegalArgumentException("apiKey is not valid: it must not be blank");
        }
        this.apiKey = apiKey;
        return self();
    }

    /** The delay of each response, or of its first chunk of audio, on top of the work; none by default. */
    public B latency(Duration latency) {
        this.latency = Objects.requireNonNull(latency);
        return self();
    }

    /**
     * Maximum number of requests, of tasks and of audio files that are remembered. The oldest are forgotten. By default all
     * are remembered, which suits tests, but not a lasting load.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public B rememberAtMost(int count) {
        this.most = atLeastOne("rememberAtMost", count);
        return self();
    }

    @SuppressWarnings("unchecked") // each builder extends this class for itself
    private B self() {
        return (B) this;
    }

    static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + "=" + value + " is not valid: it must be at least 1");
        }
        return value;
    }
}
