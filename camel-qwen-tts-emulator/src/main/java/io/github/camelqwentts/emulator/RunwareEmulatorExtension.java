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

import java.util.function.UnaryOperator;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test method a fresh emulator, as a parameter or through {@link #emulator()}.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();
 * }</pre>
 */
public final class RunwareEmulatorExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private final UnaryOperator<RunwareEmulator.Builder> settings;
    private RunwareEmulator emulator;

    /** With the emulator's defaults. */
    public RunwareEmulatorExtension() {
        this(builder -> builder);
    }

    /** With settings of the test's own. */
    public RunwareEmulatorExtension(UnaryOperator<RunwareEmulator.Builder> settings) {
        this.settings = settings;
    }

    /** The emulator of the test that runs now. */
    public RunwareEmulator emulator() {
        return emulator;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        emulator = settings.apply(RunwareEmulator.builder()).build().start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        emulator.close();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunwareEmulator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return emulator;
    }
}
