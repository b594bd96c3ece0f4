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

import io.github.camelqwentts.QwenTtsComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Sets those options of the component that a property names. Spring finds the properties, in whatever spelling it allows;
 * Camel converts their values as it does everywhere, so that {@code 1m30s} and {@code #bean:name} mean what they mean in a
 * URI. What no property names keeps its value, which matters where the component is a bean of the application's own.
 */
final class QwenTtsComponentCustomizer implements ComponentCustomizer {

    static final String PREFIX = "camel.component.qwen-tts";

    private final CamelContext context;
    private final Environment environment;

    QwenTtsComponentCustomizer(CamelContext context, Environment environment) {
        this.context = context;
        this.environment = environment;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof QwenTtsComponent
                && HierarchicalPropertiesEvaluator.evaluate(
                        environment, "camel.component.customizer", PREFIX + ".customizer");
    }

    @Override
    public void configure(String name, Component target) {
        PropertyBindingSupport.build()
                .withCamelContext(context)
                .withTarget(target)
                .withConfigurer(target.getComponentPropertyConfigurer())
                .withOptionPrefix(PREFIX + ".")
                .withProperties(properties())
                .withMandatory(true)
                .bind();
    }

    private Map<String, Object> properties() {
        Binder binder = Binder.get(environment);
        Map<String, Object> properties = new HashMap<>();
        for (String option : ComponentOptions.names()) {
            binder.bind(PREFIX + "." + StringHelper.camelCaseToDash(option), String.class)
                    .ifBound(value -> properties.put(PREFIX + "." + option, value));
        }
        return properties;
    }
}
