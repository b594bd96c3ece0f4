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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Gives tests an emulator, as a parameter or through {@link #emulator()}. In a static field, one serves the whole class
 * and those nested in it, starting before Spring evaluates {@code @DynamicPropertySource}:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();
 *
 * @DynamicPropertySource
 * static void emulator(DynamicPropertyRegistry properties) {
 *     properties.add("camel.component.qwen-tts.base-url", () -> RUNWARE.emulator().url());
 * }
 * }</pre>
 *
 * <p>Before each test it is {@linkplain RunwareEmulator#reset() reset}, unless tests of the class run at the same time.
 * In an instance field, each instance of the test class has its own emulator, which by default is one for each test.
 */
public final class RunwareEmulatorExtension
        implements BeforeAllCallback,
                TestInstancePreConstructCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {

    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

    private final UnaryOperator<RunwareEmulator.Builder> settings;
    private final ExtensionContext.Namespace namespace = ExtensionContext.Namespace.create(this);
    private final Set<Served> all = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("ThreadLocalUsage") // each extension has emulators of its own
    private final ThreadLocal<Served> ofThisThread = new ThreadLocal<>();

    /** With the emulator's defaults. */
    public RunwareEmulatorExtension() {
        this(builder -> builder);
    }

    /** With settings of the test's own. */
    public RunwareEmulatorExtension(UnaryOperator<RunwareEmulator.Builder> settings) {
        this.settings = settings;
    }

    /**
     * The emulator of the test or class that runs now.
     *
     * @throws IllegalStateException if no emulator is running, or if several are and the calling thread belongs to none
     *     of them
     */
    public RunwareEmulator emulator() {
        Served own = ofThisThread.get();
        if (own != null && all.contains(own)) {
            return own.emulator();
        }
        Served[] running = all.toArray(Served[]::new);
        if (running.length != 1) {
            throw new IllegalStateException(
                    running.length == 0
                            ? "No emulator is running. Register the extension, in a static field if it is used before a test"
                            : "Several emulators are running; call emulator() on the thread of a test");
        }
        return running[0].emulator();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        serve(context);
    }

    /**
     * With one instance for a class this comes before {@link #beforeAll}, and Spring evaluates properties right after.
     */
    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        serve(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Served served = serve(context);
        if (!served.by().equals(context.getUniqueId()) && isAlone(context)) {
            served.emulator().reset();
        }
    }

    /** Whether no other test of the class runs at the same time. */
    private static boolean isAlone(ExtensionContext context) {
        boolean parallel =
                context.getConfigurationParameter(PARALLEL, Boolean::valueOf).orElse(false);
        return !parallel || context.getExecutionMode() == ExecutionMode.SAME_THREAD;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        endOf(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        endOf(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunwareEmulator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return serve(context).emulator();
    }

    /** The emulator of this context or of one around it; a new one if there is none. */
    private Served serve(ExtensionContext context) {
        Served served = context.getStore(namespace).get(Served.class, Served.class);
        if (served == null) {
            served =
                    new Served(settings.apply(RunwareEmulator.builder()).build().start(), context.getUniqueId());
            context.getStore(namespace).put(Served.class, served);
            all.add(served);
        }
        ofThisThread.set(served);
        return served;
    }

    private void endOf(ExtensionContext context) {
        Served served = context.getStore(namespace).get(Served.class, Served.class);
        if (served != null && served.by().equals(context.getUniqueId())) {
            ofThisThread.remove();
            all.remove(served);
            served.emulator().close();
        }
    }

    /** An emulator, and the context by which it was started. */
    private record Served(RunwareEmulator emulator, String by) {}
}
