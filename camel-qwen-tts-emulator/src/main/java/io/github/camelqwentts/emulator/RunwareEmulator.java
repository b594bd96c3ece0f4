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

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * A local server with the part of Runware's task API that speech needs, and a voice of its own. It checks every rule of
 * the API, makes real audio, records requests, counts executed tasks and fails on demand.
 *
 * <pre>{@code
 * try (RunwareEmulator emulator = RunwareEmulator.builder().build().start()) {
 *     context.getPropertiesComponent().addOverrideProperty("url", emulator.url());
 *     ...
 * }
 * }</pre>
 *
 * <p>Its voice is a stand-in and does not sound like Qwen. It has no encoder for {@code OGG}, which it refuses with
 * {@code unsupportedOutputFormat}. All methods may be called from any thread.
 */
public final class RunwareEmulator implements AutoCloseable {

    private final ServerSettings serverSettings;
    private final Duration latency;
    private final Duration mostSilence;
    private final SpeechEngine engine;
    private final @Nullable String apiKey;
    private final InstantSource clock;
    private final AsyncSettings async;
    private final int most;
    private final @Nullable Path stateFile;
    private final FaultPlan faults = new FaultPlan();
    private final RequestLog<RecordedRequest> requests;

    private @Nullable LocalServer server;
    private Workers workers;
    private StateFile state;
    private String origin;
    private TaskService desk;
    private CallbackSender outbox;

    @SuppressWarnings("NullAway.Init") // start() sets what belongs to the running server
    private RunwareEmulator(Builder builder) {
        this.serverSettings = builder.server;
        this.latency = builder.latency;
        this.mostSilence = builder.mostSilence;
        this.engine = builder.engine;
        this.apiKey = builder.apiKey;
        this.clock = builder.clock;
        this.async = builder.async();
        this.most = builder.most;
        this.stateFile = builder.stateFile;
        this.requests = new RequestLog<>(most);
    }

    /** Returns a builder with the defaults: a free port, no latency, the FreeTTS voice, any key. */
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
    public synchronized RunwareEmulator start() {
        if (server != null) {
            throw new IllegalStateException("The emulator was started already");
        }
        LocalServer starting = new LocalServer();
        server = starting;
        Vertx vertx = starting.vertx();
        state = new StateFile(stateFile);
        workers = new Workers(vertx);
        AudioStore shelf = new AudioStore(most, clock, state);
        outbox = new CallbackSender(vertx, async.webhookRetries());
        desk = new TaskService(most, vertx, workers, new ResultFactory(engine, shelf), outbox, state, async, clock);
        state.restore(desk, shelf);
        TaskApi api = new TaskApi(vertx, desk, shelf, faults, apiKey, latency, mostSilence, requests::add);
        try {
            origin = "http://" + ServerSettings.LOOPBACK + ":" + starting.listen(serverSettings, api);
            desk.resume(origin + TaskApi.AUDIO_PATH);
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
        return this;
    }

    /** Returns the address of the API, such as {@code http://127.0.0.1:40123/v1}, for the option {@code baseUrl}. */
    public String url() {
        return origin + TaskApi.PATH;
    }

    /** Stops serving, cancels work in progress and releases everything; does nothing if it is not running. */
    @Override
    public synchronized void close() {
        if (server != null) {
            state.close();
            workers.close();
            server.close();
            server = null;
        }
    }

    /**
     * Clears recorded requests, counts and pending faults. Tasks and audio are kept.
     */
    public void reset() {
        faults.clear();
        requests.clear();
        outbox.clearDeliveries();
        desk.resetCount();
    }

    /** Applies a fault to the next request or, if it is a fault of single tasks, to the next task. */
    public void inject(Fault fault) {
        inject(fault, 1);
    }

    /**
     * Applies a fault to the next requests or, if it is a fault of single tasks, to the next tasks.
     *
     * @throws IllegalArgumentException if the number is not positive
     */
    public void inject(Fault fault, int times) {
        faults.add(fault, times);
    }

    /**
     * Applies a fault to every request with a task for which the predicate holds. The predicate is called on the
     * emulator's own thread, once for each task that arrives, whatever its type. If it throws, the request is refused
     * with an error that contains the exception.
     */
    public void inject(Fault fault, Predicate<RecordedTask> when) {
        faults.add(fault, when);
    }

    /** Removes the pending faults. */
    public void clearFaults() {
        faults.clear();
    }

    /** Returns the number of speech tasks executed so far, each of which the real API would have charged. */
    public int tasksCarriedOut() {
        return desk.carriedOut();
    }

    /** Returns all requests so far, including downloads, in the order of their arrival. */
    public List<RecordedRequest> requests() {
        return requests.all();
    }

    /**
     * Takes the next request that was not taken before.
     *
     * @param timeout how long to wait for it
     * @return the request; null if none arrives in time
     */
    public @Nullable RecordedRequest takeRequest(Duration timeout) throws InterruptedException {
        return requests.take(timeout);
    }

    /** Returns all completed attempts at webhook deliveries so far, in the order of their completion. */
    public List<WebhookDelivery> webhookDeliveries() {
        return outbox.deliveries();
    }

    /** Settings that take effect at the start. */
    public static final class Builder extends EmulatorBuilder<Builder> {

        private Duration mostSilence = Duration.ofSeconds(30);
        private InstantSource clock = Clock.systemUTC();
        private boolean acknowledgeWithItem = true;
        private Duration asyncWork = Duration.ZERO;
        private int processingPolls;
        private boolean partialResults;
        private @Nullable Duration taskLife;
        private List<Duration> webhookRetries =
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
        private @Nullable Path stateFile;

        private Builder() {}

        /** Maximum wait for the next piece of a request's body; 30 seconds by default. */
        Builder mostSilence(Duration mostSilence) {
            this.mostSilence = mostSilence;
            return this;
        }

        /** The clock by which audio URLs and tasks expire; the system's by default. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock);
            return this;
        }

        /**
         * Whether asynchronous tasks are acknowledged with an item for each, as by default, or with an empty
         * {@code data}: the API may do either.
         */
        public Builder acknowledgeWithItem(boolean acknowledgeWithItem) {
            this.acknowledgeWithItem = acknowledgeWithItem;
            return this;
        }

        /** Duration of the work on an asynchronous task; zero by default. */
        public Builder asyncWork(Duration asyncWork) {
            this.asyncWork = Objects.requireNonNull(asyncWork);
            return this;
        }

        /** Number of polls of an asynchronous task without a result, even if it is done; 0 by default. */
        public Builder processingPolls(int processingPolls) {
            this.processingPolls = processingPolls;
            return this;
        }

        /** Whether the results of an asynchronous task become available one by one, one more with each poll. */
        public Builder partialResults(boolean partialResults) {
            this.partialResults = partialResults;
            return this;
        }

        /** How long the outcome of a task is available; no limit by default. */
        public Builder taskLife(Duration taskLife) {
            this.taskLife = Objects.requireNonNull(taskLife);
            return this;
        }

        /** Delays between the attempts to deliver to a webhook; by default 1, 2, 4 and 8 seconds. */
        public Builder webhookRetries(Duration... pauses) {
            this.webhookRetries = List.of(pauses);
            return this;
        }

        /**
         * A file that keeps tasks and audio from one run of the emulator to the next, which continues unfinished tasks.
         * URLs of audio contain the port, so the next run requires the same port. By default nothing is kept.
         */
        public Builder stateFile(Path stateFile) {
            this.stateFile = Objects.requireNonNull(stateFile);
            return this;
        }

        private AsyncSettings async() {
            return new AsyncSettings(
                    acknowledgeWithItem, asyncWork, processingPolls, partialResults, taskLife, webhookRetries);
        }

        /** Returns an emulator that is not started yet. */
        public RunwareEmulator build() {
            return new RunwareEmulator(this);
        }
    }
}
