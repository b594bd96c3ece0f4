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
package io.github.camelqwentts.examples.webhook;

import io.github.camelqwentts.QwenTtsComponent;
import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Where there is no key, the emulator stands in for Runware. */
@Configuration(proxyBeanMethods = false)
@Conditional(WithoutKey.NoKey.class)
class WithoutKey {

    @Bean(destroyMethod = "close")
    RunwareEmulator emulator() {
        return RunwareEmulator.builder().build().start();
    }

    @Bean
    ComponentCustomizer speakThroughTheEmulator(RunwareEmulator emulator) {
        return ComponentCustomizer.forType(QwenTtsComponent.class, speech -> {
            speech.getConfiguration().setBaseUrl(emulator.url());
            speech.getConfiguration().setApiKey("none-needed");
        });
    }

    /** Matches if the environment has no key, or an empty one. */
    static final class NoKey implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !StringUtils.hasText(context.getEnvironment().getProperty("RUNWARE_API_KEY"));
        }
    }
}
