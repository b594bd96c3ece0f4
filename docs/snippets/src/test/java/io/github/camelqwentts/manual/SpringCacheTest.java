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
package io.github.camelqwentts.manual;

import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.manual.jcache.SharedCache;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class SpringCacheTest {

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    @Test
    void theBeanServesAllEndpoints() {
        new ApplicationContextRunner()
                .withUserConfiguration(SharedCache.class, Provider.class)
                .withPropertyValues(
                        "camel.component.qwen-tts.api-key=any",
                        "camel.component.qwen-tts.base-url="
                                + runware.emulator().url(),
                        "camel.component.qwen-tts.cache=#shared")
                .run(application -> {
                    ProducerTemplate template = application.getBean(ProducerTemplate.class);
                    template.requestBody("qwen-tts:synthesize", "Please hold the line.");
                    template.requestBody("qwen-tts:synthesize?deliveryMethod=async", "Please hold the line.");
                });

        assertThat(runware.emulator().tasksCarriedOut()).isOne();
    }

    /** What Spring Boot or the application configures. */
    @EnableAutoConfiguration
    @TestConfiguration(proxyBeanMethods = false)
    static class Provider {

        @Bean
        CacheManager caches() {
            CacheManager caches = Caching.getCachingProvider().getCacheManager();
            caches.createCache(
                    "prompts", new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
            return caches;
        }
    }
}
