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

import java.nio.file.Path;

import javax.cache.Cache;

import io.github.camelqwentts.cache.DirectorySpeechCache;
import io.github.camelqwentts.cache.JCacheSpeechCache;
import org.apache.camel.CamelContext;

/** Binds the caches of the manual. */
final class PromptCache {

    void configure(CamelContext context) {
        // tag::cache[]
        context.getRegistry().bind("prompts", new DirectorySpeechCache(Path.of("prompts"), 500_000_000));
        // end::cache[]
    }

    void configure(CamelContext context, Cache<String, byte[]> jcache) {
        // tag::jcache[]
        context.getRegistry().bind("shared", new JCacheSpeechCache(jcache));
        // end::jcache[]
    }
}
