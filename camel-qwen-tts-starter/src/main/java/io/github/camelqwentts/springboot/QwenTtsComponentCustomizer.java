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
import org.apache.camel.PropertyBindingException;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.apache.camel.support.PropertyBindingSupport;
import org.springframework.core.env.Environment;

/**
 * Sets those options of the component that a property names. Camel converts their values as it does everywhere, so that
 * {@code 1m30s} and {@code #bean:name} have the same meaning as in a URI. Other options keep their values, which
 * matters if the application defines the component as a bean.
 */
record QwenTtsComponentCustomizer(CamelContext context, Environment environment, QwenTtsProperties properties)
        implements ComponentCustomizer {

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof QwenTtsComponent && isEnabled(environment);
    }

    static boolean isEnabled(Environment environment) {
        return HierarchicalPropertiesEvaluator.evaluate(
                environment, "camel.component.customizer", QwenTtsProperties.PREFIX + ".customizer");
    }

    @Override
    public void configure(String name, Component target) {
        properties.values().forEach((option, value) -> set(target, option, value));
    }

    private void set(Component target, String option, String value) {
        try {
            PropertyBindingSupport.build()
                    .withCamelContext(context)
                    .withTarget(target)
                    .withConfigurer(target.getComponentPropertyConfigurer())
                    .withOptionPrefix(QwenTtsProperties.PREFIX + ".")
                    // Camel removes what it has set.
                    .withProperties(new HashMap<>(Map.of(QwenTtsProperties.PREFIX + "." + option, value)))
                    .withMandatory(true)
                    .bind();
        } catch (PropertyBindingException e) {
            String property = QwenTtsProperties.nameOf(option);
            throw new InvalidPropertyException(
                    "The property " + property + " has an invalid value", "Correct the value of " + property + ".", e);
        }
    }
}
