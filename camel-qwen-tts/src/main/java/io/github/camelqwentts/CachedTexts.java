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
package io.github.camelqwentts;

import java.util.List;
import java.util.function.UnaryOperator;

import io.github.camelqwentts.cache.CachedSpeechClient;
import io.github.camelqwentts.monitor.CacheCondition;
import io.github.camelqwentts.monitor.TaskStatistics;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechCache;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/**
 * Decides which messages of an endpoint are looked up in a cache. A cache of the endpoint refuses messages that it
 * cannot serve; a cache of the component leaves them alone, because all endpoints share it.
 */
final class CachedTexts {

    private static final String USE = "with the option cache";

    private final QwenTtsComponent component;
    private final SpeechSettings settings;
    private final CacheCondition condition;

    /** @param owner names the endpoint in the log */
    CachedTexts(QwenTtsComponent component, SpeechSettings settings, Object owner) {
        this.component = component;
        this.settings = settings;
        this.condition = new CacheCondition(owner);
    }

    /** Statistics and condition of the endpoint's cache; null if it has no cache. */
    @Nullable
    CacheCondition condition() {
        return settings.operation() != QwenTtsOperation.synthesize || cache() == null ? null : condition;
    }

    /**
     * Checks the cache of the endpoint together with the parameters that other options set.
     *
     * @throws InvalidSpeechRequestException if the cache can never be used
     * @throws IllegalArgumentException if the options of the cache in a directory are not valid
     */
    void checkOptions(SpeechRequest options) {
        if (!isOwn()) {
            component.directoryCache();
            return;
        }
        if (settings.operation() != QwenTtsOperation.synthesize) {
            throw InvalidSpeechRequestException.of("cache", null, "is supported by the operation synthesize only");
        }
        InvalidSpeechRequestException obstacle = LocalAudio.obstacle(options, settings.configuration(), USE);
        if (obstacle != null) {
            throw obstacle;
        }
    }

    /**
     * Returns a function that adds the cache to a client, for the texts of a message.
     *
     * @param requests the texts of the message
     * @param statistics the statistics of the producer
     * @return the function; null if the message is spoken without a cache
     * @throws InvalidSpeechRequestException if the cache of the endpoint cannot serve it
     */
    @Nullable
    UnaryOperator<SpeechClient> lookUpOf(List<SpeechRequest> requests, TaskStatistics statistics) {
        SpeechCache cache = cache();
        if (cache == null || requests.isEmpty()) {
            return null;
        }
        for (SpeechRequest request : requests) {
            InvalidSpeechRequestException obstacle = LocalAudio.obstacle(request, settings.configuration(), USE);
            if (obstacle != null && isOwn()) {
                throw obstacle;
            } else if (obstacle != null) {
                return null;
            }
        }
        return buyer -> caching(buyer, cache, statistics);
    }

    private @Nullable SpeechCache cache() {
        SpeechCache own = settings.configuration().getCache();
        return own == null ? component.directoryCache() : own;
    }

    private SpeechClient caching(SpeechClient buyer, SpeechCache cache, TaskStatistics statistics) {
        SharedResources resources = component.resources();
        return new CachedSpeechClient(
                buyer,
                cache,
                origin(),
                resources.purchases(),
                settings.configuration().getSpoolThreshold(),
                resources.pieces(),
                resources.blocking(),
                resources
                        .monitor()
                        .watchCache(
                                settings.operation().name(),
                                settings.configuration().getModel(),
                                statistics,
                                condition));
    }

    /** If the application has its own client, the client determines the sound, not the backend. */
    private String origin() {
        SpeechClient own = settings.configuration().getSpeechClient();
        return own == null ? settings.backend().get().origin() : own.getClass().getName();
    }

    private boolean isOwn() {
        SpeechCache own = settings.configuration().getCache();
        return own != null && own != component.getConfiguration().getCache();
    }
}
