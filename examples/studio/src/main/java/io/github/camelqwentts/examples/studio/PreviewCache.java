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
package io.github.camelqwentts.examples.studio;

import java.nio.file.Path;

import io.github.camelqwentts.cache.DirectorySpeechCache;
import io.github.camelqwentts.speech.SpeechCache;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps what the voices say when they are previewed. */
@Configuration(proxyBeanMethods = false)
class PreviewCache {

    private static final long MAX_BYTES = 50_000_000;

    @Bean
    SpeechCache previews(@Value("${studio.previews}") Path folder) {
        return new DirectorySpeechCache(folder, MAX_BYTES);
    }
}
