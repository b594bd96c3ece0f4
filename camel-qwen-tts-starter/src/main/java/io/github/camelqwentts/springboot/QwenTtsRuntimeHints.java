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
package io.github.camelqwentts.springboot;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/** Registers the component for native images: the files that Camel finds its classes by, and these classes. */
final class QwenTtsRuntimeHints implements RuntimeHintsRegistrar {

    private static final String SERVICES = "META-INF/services/org/apache/camel/";

    private static final List<String> RESOURCES = List.of(
            ComponentOptions.METADATA,
            SERVICES + "TypeConverterLoader",
            SERVICES + "component/qwen-tts",
            SERVICES + "configurer/qwen-tts-component",
            SERVICES + "configurer/qwen-tts-endpoint",
            SERVICES + "dev-console/qwen-tts",
            SERVICES + "urifactory/qwen-tts-endpoint",
            "META-INF/services/org.apache.camel.telemetry.SpanDecorator",
            "kamelets/qwen-tts-action.kamelet.yaml",
            "kamelets/qwen-tts-webhook-source.kamelet.yaml");

    /** By name, because some are not public. */
    private static final List<String> CLASSES = List.of(
            "QwenTtsComponent",
            "QwenTtsComponentConfigurer",
            "QwenTtsDevConsole",
            "QwenTtsEndpointConfigurer",
            "QwenTtsEndpointUriFactory",
            "SpeechResultConverterLoader");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        RESOURCES.forEach(hints.resources()::registerPattern);
        CLASSES.forEach(name -> hints.reflection()
                .registerType(
                        TypeReference.of("io.github.camelqwentts." + name),
                        MemberCategory.INVOKE_DECLARED_CONSTRUCTORS));
        // Telemetry is optional, and the class cannot be loaded without it.
        hints.reflection()
                .registerTypeIfPresent(
                        classLoader,
                        "io.github.camelqwentts.QwenTtsSpanDecorator",
                        MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
        // JMX finds operations and attributes by reflection.
        hints.reflection()
                .registerType(
                        TypeReference.of("io.github.camelqwentts.monitor.ManagedTasks"),
                        MemberCategory.INVOKE_PUBLIC_METHODS);
    }
}
