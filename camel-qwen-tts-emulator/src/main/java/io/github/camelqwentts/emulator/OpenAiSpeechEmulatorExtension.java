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

/**
 * Provides tests with an {@link OpenAiSpeechEmulator}, as a parameter or through {@link #emulator()}. In a static
 * field, one serves the whole class and those nested in it, starting before Spring evaluates
 * {@code @DynamicPropertySource}, and is {@linkplain OpenAiSpeechEmulator#reset() reset} before each test, unless tests
 * of the class run at the same time. In an instance field, each instance of the test class has its own emulator, which
 * by default is one for each test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final OpenAiSpeechEmulatorExtension SPEECH = new OpenAiSpeechEmulatorExtension(
 *         builder -> builder.profile(SpeechServerProfile.SGLANG).apiKey("secret"));
 * }</pre>
 */
public final class OpenAiSpeechEmulatorExtension extends EmulatorExtension<OpenAiSpeechEmulator> {

    /** Creates an extension with the emulator's defaults. */
    public OpenAiSpeechEmulatorExtension() {
        this(builder -> builder);
    }

    /** Creates an extension with the test's own settings. */
    public OpenAiSpeechEmulatorExtension(UnaryOperator<OpenAiSpeechEmulator.Builder> settings) {
        super(
                OpenAiSpeechEmulator.class,
                () -> settings.apply(OpenAiSpeechEmulator.builder()).build().start(),
                OpenAiSpeechEmulator::reset,
                OpenAiSpeechEmulator::close);
    }

    /**
     * Returns the emulator of the test or class that runs now.
     *
     * @throws IllegalStateException if no emulator is running, or if several are and the calling thread belongs to none
     *     of them
     */
    @Override
    public OpenAiSpeechEmulator emulator() {
        return super.emulator();
    }
}
