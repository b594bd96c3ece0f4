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

import io.github.camelqwentts.QwenTtsComponent;
import io.github.camelqwentts.speech.SpeechClient;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.ComponentConfigurationProperties;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Sets the options of the component from {@code camel.component.qwen-tts.*}, and offers its client as a bean. Disabled
 * by {@code camel.component.qwen-tts.enabled=false}.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({"camel.component", QwenTtsProperties.PREFIX})
@EnableConfigurationProperties(ComponentConfigurationProperties.class)
@ImportRuntimeHints(QwenTtsRuntimeHints.class)
public class QwenTtsComponentAutoConfiguration {

    /** Checks the properties when the application starts, even if nothing speaks until later. */
    @Bean
    QwenTtsProperties qwenTtsProperties(Environment environment) {
        QwenTtsProperties properties = new QwenTtsProperties(environment);
        if (QwenTtsComponentCustomizer.isEnabled(environment)) {
            properties.values();
            properties.warnOfUnknown();
        }
        return properties;
    }

    /** Sets the properties on the component; disabled by {@code camel.component.qwen-tts.customizer.enabled=false}. */
    @Lazy
    @Bean
    ComponentCustomizer configureQwenTtsComponent(
            CamelContext context, Environment environment, QwenTtsProperties properties) {
        return new QwenTtsComponentCustomizer(context, environment, properties);
    }

    /** The component's client, for code that speaks without a route. */
    @Lazy
    @Bean
    @ConditionalOnMissingBean
    SpeechClient speechClient(CamelContext context) throws Exception {
        return context.getComponent("qwen-tts", QwenTtsComponent.class).createSpeechClient();
    }
}
