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

import picocli.CommandLine;

/**
 * Runs an emulator as a program of its own, until the process is ended. {@code --help} lists its options. It needs picocli,
 * which is an optional dependency of this module.
 */
public final class EmulatorMain {

    private EmulatorMain() {}

    /** Starts the emulator; ends the process if that fails. */
    public static void main(String[] args) {
        EmulatorCommand command = new EmulatorCommand(
                SpeechEngine::espeakNg, System.getenv("RUNWARE_API_KEY"), System.getenv("OPENAI_API_KEY"));
        int status = commandLine(command).execute(args);
        if (status != 0 || !command.isRunning()) {
            System.exit(status);
        }
    }

    static CommandLine commandLine(EmulatorCommand command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(command.explain(failure));
                    line.getErr().flush();
                    return line.getCommandSpec().exitCodeOnExecutionException();
                });
    }
}
