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
package io.github.camelqwentts.manual.jcache;

// tag::cache[]
import javax.cache.CacheManager;

import io.github.camelqwentts.cache.JCacheSpeechCache;
import io.github.camelqwentts.speech.SpeechCache;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
public class SharedCache {

    @Bean
    SpeechCache shared(CacheManager caches) {
        return new JCacheSpeechCache(caches.getCache("prompts", String.class, byte[].class));
    }
}
// end::cache[]
