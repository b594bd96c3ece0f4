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

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.util.StringHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Properties of the environment that set options of the component. Spring resolves every spelling that it allows, and
 * leaves placeholders that it cannot resolve as they are.
 */
final class QwenTtsProperties {

    static final String PREFIX = "camel.component.qwen-tts";

    private static final Logger LOG = LoggerFactory.getLogger(QwenTtsProperties.class);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]*)}");

    private final Environment environment;

    QwenTtsProperties(Environment environment) {
        this.environment = environment;
    }

    /** The name of the property that sets an option. */
    static String nameOf(String option) {
        return PREFIX + "." + StringHelper.camelCaseToDash(option);
    }

    /**
     * The values that are set, by option.
     *
     * @throws InvalidPropertyException if a value has a placeholder that cannot be resolved
     */
    Map<String, String> values() {
        Binder binder = Binder.get(environment);
        Map<String, String> values = new HashMap<>();
        for (String option : ComponentOptions.names()) {
            String name = nameOf(option);
            binder.bind(name, String.class).ifBound(value -> values.put(option, requireResolved(name, value)));
        }
        return values;
    }

    private static String requireResolved(String name, String value) {
        Matcher placeholder = PLACEHOLDER.matcher(value);
        if (placeholder.find()) {
            String variable = placeholder.group(1);
            throw new InvalidPropertyException(
                    "The property " + name + " refers to ${" + variable + "}, which is not set",
                    "Set the environment variable or property " + variable + ", or give " + name + " another value.",
                    null);
        }
        return value;
    }

    /** Logs a warning for each property below the prefix that sets nothing, such as a misspelled one. */
    void warnOfUnknown() {
        Set<ConfigurationPropertyName> known = Stream.concat(
                        ComponentOptions.names().stream().map(QwenTtsProperties::nameOf),
                        Stream.of(PREFIX + ".enabled", PREFIX + ".customizer.enabled"))
                .map(ConfigurationPropertyName::of)
                .collect(Collectors.toSet());
        ConfigurationPropertyName prefix = ConfigurationPropertyName.of(PREFIX);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource properties) {
                properties.stream()
                        .filter(name -> prefix.isAncestorOf(name) && !known.contains(name))
                        .forEach(name -> LOG.warn("The property {} is unknown and has no effect", name));
            }
        }
    }
}
