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

import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@link EmulatorMain}. */
@Command(
        name = "emulator",
        abbreviateSynopsis = true,
        mixinStandardHelpOptions = true,
        versionProvider = EmulatorCommand.Version.class,
        sortOptions = false,
        description = "Serves a text-to-speech API with a stand-in voice until the process is ended (Ctrl+C).",
        footer = {
            "",
            "If RUNWARE_API_KEY (--api runware) or OPENAI_API_KEY (--api openai) is set in the environment, only that key is"
                    + " accepted."
        })
final class EmulatorCommand implements Callable<Integer>, AutoCloseable {

    private static final String FREE_TTS = "freetts";
    private static final String ESPEAK_NG = "espeak-ng";

    @Option(
            names = "--api",
            defaultValue = "runware",
            description = "API to serve: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Api api = Api.runware;

    @Option(names = "--port", defaultValue = "8089", description = "Port, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            defaultValue = ServerSettings.LOOPBACK,
            description = "Address to listen on, 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
    private String host = ServerSettings.LOOPBACK;

    @Option(
            names = "--latency",
            defaultValue = "0",
            description = "Milliseconds until the response, or until the first audio. Default: ${DEFAULT-VALUE}.")
    private long latency;

    @Option(
            names = "--engine",
            defaultValue = "freetts",
            description = "Voice: freetts, or espeak-ng if that command is installed, which speaks ten languages."
                    + " Default: ${DEFAULT-VALUE}.")
    private String engine = FREE_TTS;

    @Option(
            names = "--cors",
            paramLabel = "ORIGIN",
            arity = "0..1",
            fallbackValue = "*",
            description = "Origin of web pages that may call the API. Without a value: any.")
    private @Nullable String cors;

    @Option(names = "--log", description = "Print a line for each request.")
    private boolean log;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "File that keeps tasks and audio from one run to the next (--api runware).")
    private @Nullable Path state;

    @Option(
            names = "--profile",
            defaultValue = "VLLM_OMNI",
            description = "Kind of server (--api openai): ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private SpeechServerProfile profile = SpeechServerProfile.VLLM_OMNI;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Name of the model that is served (--api openai). Default: the model of the profile.")
    private @Nullable String model;

    @Option(
            names = "--chunk-delay",
            defaultValue = "0",
            description = "Milliseconds between two chunks of audio (--api openai). Default: ${DEFAULT-VALUE}.")
    private long chunkDelay;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Supplier<Optional<SpeechEngine>> espeakNg;
    private final @Nullable String runwareKey;
    private final @Nullable String openaiKey;
    private @Nullable AutoCloseable running;

    /**
     * A command line that was not parsed yet.
     *
     * @param espeakNg the engine of that name, if it is installed
     * @param runwareKey the only key to accept with Runware's API; null or blank for any
     * @param openaiKey the only key to accept with OpenAI's contract; null or blank for any
     */
    EmulatorCommand(
            Supplier<Optional<SpeechEngine>> espeakNg, @Nullable String runwareKey, @Nullable String openaiKey) {
        this.espeakNg = espeakNg;
        this.runwareKey = runwareKey;
        this.openaiKey = openaiKey;
    }

    /** The APIs, as users write them. */
    enum Api {
        runware,
        openai
    }

    @Override
    public Integer call() {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--port must be between 0 and 65535");
        }
        if (latency < 0 || chunkDelay < 0) {
            throw new ParameterException(spec.commandLine(), "--latency and --chunk-delay must not be negative");
        }
        PrintWriter out = spec.commandLine().getOut();
        String address = api == Api.runware ? startRunware(out) : startOpenAi(out);
        out.println(address + " (the voice is a stand-in for Qwen; end it with Ctrl+C)");
        out.flush();
        return 0;
    }

    private SpeechEngine speechEngine() {
        return switch (engine) {
            case FREE_TTS -> SpeechEngine.freeTts();
            case ESPEAK_NG ->
                espeakNg.get()
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(), "--engine espeak-ng needs the command espeak-ng on the PATH"));
            default ->
                throw new ParameterException(spec.commandLine(), "--engine must be " + FREE_TTS + " or " + ESPEAK_NG);
        };
    }

    private String startRunware(PrintWriter out) {
        RunwareEmulator.Builder builder = RunwareEmulator.builder();
        configure(builder, runwareKey, out);
        if (state != null) {
            builder.stateFile(state);
        }
        RunwareEmulator emulator = builder.build().start();
        running = emulator;
        return "Runware emulator at " + emulator.url();
    }

    private String startOpenAi(PrintWriter out) {
        OpenAiSpeechEmulator.Builder builder = OpenAiSpeechEmulator.builder()
                .chunkDelay(Duration.ofMillis(chunkDelay))
                .profile(profile);
        configure(builder, openaiKey, out);
        if (model != null) {
            builder.models(model);
        }
        OpenAiSpeechEmulator emulator = builder.build().start();
        running = emulator;
        return "Speech server (" + profile + ") at " + emulator.baseUrl();
    }

    private void configure(EmulatorBuilder<?> builder, @Nullable String key, PrintWriter out) {
        builder.port(port).host(host).engine(speechEngine()).latency(Duration.ofMillis(latency));
        if (key != null && !key.isBlank()) {
            builder.apiKey(key);
        }
        if (cors != null) {
            builder.cors(cors);
        }
        if (log) {
            builder.log(line -> print(out, line));
        }
    }

    private static void print(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    /** Whether an emulator was started. */
    boolean isRunning() {
        return running != null;
    }

    /** A line for a failure to start. */
    String explain(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return "Port " + port + " of " + host + " cannot be used (" + cause.getMessage()
                        + "); choose another one with --port";
            }
        }
        return "The emulator could not start: " + failure;
    }

    @Override
    public void close() throws Exception {
        if (running != null) {
            running.close();
        }
    }

    /** The version of this module. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = EmulatorCommand.class.getPackage().getImplementationVersion();
            return new String[] {version == null ? "unknown" : version};
        }
    }
}
