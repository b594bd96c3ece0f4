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

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
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
 * Provides tests with an emulator of a kind: one for the class if the extension is in a static field, otherwise one for
 * each instance of the test class.
 */
abstract class EmulatorExtension<E>
        implements BeforeAllCallback,
                TestInstancePreConstructCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {

    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

    private final Class<E> type;
    private final Supplier<E> start;
    private final Consumer<E> reset;
    private final Consumer<E> close;
    private final ExtensionContext.Namespace namespace = ExtensionContext.Namespace.create(this);
    private final Set<Served<E>> all = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("ThreadLocalUsage") // each extension has emulators of its own
    private final ThreadLocal<Served<E>> ofThisThread = new ThreadLocal<>();

    EmulatorExtension(Class<E> type, Supplier<E> start, Consumer<E> reset, Consumer<E> close) {
        this.type = type;
        this.start = start;
        this.reset = reset;
        this.close = close;
    }

    /**
     * Returns the emulator of the test or class that runs now.
     *
     * @throws IllegalStateException if no emulator is running, or if several are and the calling thread belongs to none
     *     of them
     */
    public E emulator() {
        Served<E> own = ofThisThread.get();
        if (own != null && all.contains(own)) {
            return own.emulator();
        }
        List<Served<E>> running = List.copyOf(all);
        if (running.size() != 1) {
            throw new IllegalStateException(
                    running.isEmpty()
                            ? "No emulator is running. Register the extension, in a static field if it is used before a test"
                            : "Several emulators are running; call emulator() on the thread of a test");
        }
        return running.get(0).emulator();
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
        Served<E> served = serve(context);
        if (!served.by().equals(context.getUniqueId()) && isAlone(context)) {
            reset.accept(served.emulator());
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
        return parameter.getParameter().getType() == type;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return serve(context).emulator();
    }

    /** The emulator of this context or of one around it; a new one if there is none. */
    private Served<E> serve(ExtensionContext context) {
        Served<E> served = served(context);
        if (served == null) {
            served = new Served<>(start.get(), context.getUniqueId());
            context.getStore(namespace).put(Served.class, served);
            all.add(served);
        }
        ofThisThread.set(served);
        return served;
    }

    private void endOf(ExtensionContext context) {
        Served<E> served = served(context);
        if (served != null && served.by().equals(context.getUniqueId())) {
            ofThisThread.remove();
            all.remove(served);
            close.accept(served.emulator());
        }
    }

    @SuppressWarnings("unchecked") // only serve() puts one there
    private @Nullable Served<E> served(ExtensionContext context) {
        return (Served<E>) context.getStore(namespace).get(Served.class, Served.class);
    }

    /** An emulator, and the context by which it was started. */
    private record Served<E>(E emulator, String by) {}
}
