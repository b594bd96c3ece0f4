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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A local speech server with OpenAI's contract, {@code POST /v1/audio/speech}, as vLLM-Omni and other servers of Qwen3-TTS
 * implement it. It checks every request by the rules of the chosen {@link SpeechServerProfile}, makes real audio at a
 * chosen pace, streams it, records requests, counts work and fails on demand.
 *
 * <pre>{@code
 * try (OpenAiSpeechEmulator emulator = OpenAiSpeechEmulator.builder()
 *         .chunkDelay(Duration.ofMillis(100))
 *         .build()
 *         .start()) {
 *     emulator.inject(new SpeechFault.BreakAfter(5000));
 *     ... // a client of emulator.baseUrl()
 * }
 * }</pre>
 *
 * <p>Its voice is a stand-in and does not sound like Qwen; its audio is padded with silence to whole frames of 80 ms. It has
 * no encoder for Opus and AAC, which it refuses with status 400. All methods may be called from any thread.
 */
public final class OpenAiSpeechEmulator implements AutoCloseable {

    private final ServerSettings serverSettings;
    private final SpeechServerSettings settings;
    private final Workload workload;
    private final SpeechFaultPlan faults = new SpeechFaultPlan();
    private final RequestLog<RecordedSpeechRequest> requests;

    private @Nullable LocalServer server;
    private Workers workers;
    private String origin;

    @SuppressWarnings("NullAway.Init") // start() sets what belongs to the running server
    private OpenAiSpeechEmulator(Builder builder) {
        this.serverSettings = builder.server;
        this.settings = builder.settings();
        this.workload = new Workload(builder.maxInFlight, builder.overload);
        this.requests = new RequestLog<>(builder.most);
    }

    /** Returns a builder with the defaults: the newest vLLM-Omni, a free port, no delay, the FreeTTS voice, no key. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts the server, and returns when it is ready.
     *
     * @return this emulator
     * @throws IllegalStateException if it cannot start, for example because the port is in use, or if it was started
     *     before
     */
    public synchronized OpenAiSpeechEmulator start() {
        if (server != null) {
            throw new IllegalStateException("The emulator was started already");
        }
        LocalServer starting = new LocalServer();
        server = starting;
        workers = new Workers(starting.vertx());
        SpeechServerApi api = new SpeechServerApi(starting.vertx(), workers, workload, settings, faults, requests);
        try {
            origin = "http://" + ServerSettings.LOOPBACK + ":" + starting.listen(serverSettings, api);
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
        return this;
    }

    /** Returns the address of the server without a path, such as {@code http://127.0.0.1:40123}. */
    public String baseUrl() {
        return origin;
    }

    /** Returns the kind of server that this emulates. */
    public SpeechServerProfile profile() {
        return settings.profile();
    }

    /** Stops serving, cancels work in progress and releases everything; does nothing if it is not running. */
    @Override
    public synchronized void close() {
        if (server != null) {
            workers.close();
            server.close();
            server = null;
        }
    }

    /** Clears recorded requests, counts and pending faults, and revives a dead engine. */
    public void reset() {
        faults.clear();
        requests.clear();
        workload.reset();
        settings.ready().set(true);
    }

    /** Applies a fault to the next request for speech. A request that breaks a rule does not count. */
    public void inject(SpeechFault fault) {
        inject(fault, 1);
    }

    /**
     * Applies a fault to the next requests for speech.
     *
     * @throws IllegalArgumentException if the number is not positive
     */
    public void inject(SpeechFault fault, int times) {
        faults.add(fault, times);
    }

    /**
     * Applies a fault to each request for speech for which the predicate holds. The predicate is called on the emulator's
     * own thread. If it throws, the request is refused with an error that contains the exception.
     */
    public void inject(SpeechFault fault, Predicate<RecordedSpeechRequest> when) {
        faults.add(fault, when);
    }

    /** Removes the pending faults. */
    public void clearFaults() {
        faults.clear();
    }

    /** Sets whether the model is loaded, as reported by {@code /health}. True by default. */
    public void setReady(boolean ready) {
        settings.ready().set(ready);
    }

    /** Returns the number of requests for speech so far whose work was started. */
    public int speechesStarted() {
        return workload.started();
    }

    /** Returns the number of requests for speech so far whose audio was made to the end, and sent. */
    public int speechesCompleted() {
        return workload.completed();
    }

    /**
     * Returns the number of requests for speech so far whose work ended early because the client closed the connection.
     */
    public int speechesAborted() {
        return workload.aborted();
    }

    /** Returns the number of requests for speech in progress. */
    public int speechesInFlight() {
        return workload.inFlight();
    }

    /** Returns the highest number of requests for speech so far that were in progress at the same time. */
    public int mostSpeechesInFlight() {
        return workload.mostInFlight();
    }

    /** Returns all requests so far, in the order of their arrival. */
    public List<RecordedSpeechRequest> requests() {
        return requests.all();
    }

    /**
     * Takes the next request that was not taken before.
     *
     * @param timeout how long to wait for it
     * @return the request; null if none arrives in time
     */
    public @Nullable RecordedSpeechRequest takeRequest(Duration timeout) throws InterruptedException {
        return requests.take(timeout);
    }

    /** Settings that take effect at the start. */
    public static final class Builder extends EmulatorBuilder<Builder> {

        private SpeechServerProfile profile = SpeechServerProfile.VLLM_OMNI;
        private @Nullable List<String> models;
        private @Nullable List<String> voices;
        private @Nullable ErrorShape errorShape;
        private int firstChunkFrames = 1;
        private int laterChunkFrames = 25;
        private Duration chunkDelay = Duration.ZERO;
        private boolean asyncChunk = true;
        private int maxInFlight = Integer.MAX_VALUE;
        private Overload overload = Overload.QUEUE;
        private Duration keepAlive = Duration.ZERO;

        private Builder() {}

        /** The kind of server; the newest vLLM-Omni by default. */
        public Builder profile(SpeechServerProfile profile) {
            this.profile = Objects.requireNonNull(profile);
            return this;
        }

        /**
         * The names of the models that are served; by default those of the profile. A first name that ends with
         * {@code Base} makes the server clone voices, and one with {@code VoiceDesign} makes it design them.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder models(String... models) {
            this.models = atLeastOne("models", models);
            return this;
        }

        /**
         * The names of the voices; by default those of the profile.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder voices(String... voices) {
            this.voices = atLeastOne("voices", voices);
            return this;
        }

        /** The form of errors; by default that of the profile. */
        public Builder errorShape(ErrorShape errorShape) {
            this.errorShape = Objects.requireNonNull(errorShape);
            return this;
        }

        /** The number of frames of 80 ms in the first chunk; 1 by default. */
        public Builder firstChunkFrames(int frames) {
            this.firstChunkFrames = atLeastOne("firstChunkFrames", frames);
            return this;
        }

        /** The number of frames of 80 ms in each later chunk; 25 by default. */
        public Builder laterChunkFrames(int frames) {
            this.laterChunkFrames = atLeastOne("laterChunkFrames", frames);
            return this;
        }

        /** The time between two chunks; none by default. Audio that is not streamed takes as long. */
        public Builder chunkDelay(Duration delay) {
            this.chunkDelay = Objects.requireNonNull(delay);
            return this;
        }

        /** Whether chunks are sent when they are made, as by default. If not, all are sent when the last one is made. */
        public Builder asyncChunk(boolean asyncChunk) {
            this.asyncChunk = asyncChunk;
            return this;
        }

        /** The maximum number of requests in progress, and the reaction to further ones; no limit by default. */
        public Builder maxInFlight(int max, Overload overload) {
            this.maxInFlight = atLeastOne("maxInFlight", max);
            this.overload = Objects.requireNonNull(overload);
            return this;
        }

        /** How long an unused connection is kept; zero, the default, means no limit. */
        public Builder keepAlive(Duration keepAlive) {
            this.keepAlive = Objects.requireNonNull(keepAlive);
            return this;
        }

        private SpeechServerSettings settings() {
            ProfileTraits traits = profile.traits();
            return new SpeechServerSettings(
                    profile,
                    engine,
                    apiKey,
                    models == null ? traits.models() : models,
                    voices == null ? traits.voices() : voices,
                    errorShape == null ? traits.errorShape() : errorShape,
                    latency,
                    new ChunkPace(firstChunkFrames, laterChunkFrames, chunkDelay.toMillis(), asyncChunk),
                    keepAlive,
                    new AtomicBoolean(true));
        }

        private static List<String> atLeastOne(String name, String... values) {
            if (values.length == 0) {
                throw new IllegalArgumentException(name + " is not valid: there must be at least one");
            }
            return List.of(values);
        }

        /** Returns an emulator that is not started yet. */
        public OpenAiSpeechEmulator build() {
            return new OpenAiSpeechEmulator(this);
        }
    }
}
