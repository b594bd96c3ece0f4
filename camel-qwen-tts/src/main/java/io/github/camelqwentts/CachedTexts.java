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

import java.util.function.UnaryOperator;

import io.github.camelqwentts.cache.CachedSpeechClient;
import io.github.camelqwentts.monitor.CacheCondition;
import io.github.camelqwentts.monitor.TaskStatistics;
import io.github.camelqwentts.speech.CacheListener;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.SpeechCache;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/**
 * Decides which messages of an endpoint are looked up in a cache. A cache of the endpoint refuses messages that it cannot
 * serve; a cache of the component leaves them alone, because it is for all endpoints.
 */
final class CachedTexts {

    private final QwenTtsEndpoint endpoint;
    private final CacheCondition condition;

    CachedTexts(QwenTtsEndpoint endpoint) {
        this.endpoint = endpoint;
        this.condition = new CacheCondition(endpoint);
    }

    /** What the endpoint has got from its cache; null if it has none. */
    @Nullable
    CacheCondition condition() {
        return endpoint.getOperation() != QwenTtsOperation.synthesize || cache() == null ? null : condition;
    }

    /**
     * Checks the cache of the endpoint together with the parameters that other options set.
     *
     * @throws InvalidSpeechRequestException if the cache can never be used
     * @throws IllegalArgumentException if the options of the cache in a directory are not valid
     */
    void checkOptions(SpeechRequest options) {
        if (!isOwn()) {
            endpoint.getComponent().directoryCache();
            return;
        }
        if (endpoint.getOperation() != QwenTtsOperation.synthesize) {
            throw InvalidSpeechRequestException.of("cache", null, "is supported by the operation synthesize only");
        }
        InvalidSpeechRequestException obstacle = obstacle(options);
        if (obstacle != null) {
            throw obstacle;
        }
    }

    /**
     * Returns a function that adds the cache to a client, for the texts of a message.
     *
     * @param statistics those of the producer
     * @return the function; null if the message is spoken without a cache
     * @throws InvalidSpeechRequestException if the cache of the endpoint cannot serve it
     */
    @Nullable
    UnaryOperator<SpeechClient> lookUpOf(Batch<SpeechRequest> batch, TaskStatistics statistics) {
        SpeechCache cache = cache();
        if (cache == null || batch.tasks().isEmpty()) {
            return null;
        }
        for (SpeechRequest request : batch.tasks()) {
            InvalidSpeechRequestException obstacle = obstacle(request);
            if (obstacle != null && isOwn()) {
                throw obstacle;
            } else if (obstacle != null) {
                return null;
            }
        }
        return buyer -> caching(buyer, cache, statistics);
    }

    private @Nullable SpeechCache cache() {
        SpeechCache own = endpoint.getConfiguration().getCache();
        return own == null ? endpoint.getComponent().directoryCache() : own;
    }

    private SpeechClient caching(SpeechClient buyer, SpeechCache cache, TaskStatistics statistics) {
        SharedResources resources = endpoint.getComponent().resources();
        CacheListener listener = resources
                .monitor()
                .watchCache(
                        endpoint.getOperation().name(),
                        endpoint.getConfiguration().getModel(),
                        statistics,
                        condition);
        return new CachedSpeechClient(
                buyer,
                cache,
                origin(),
                resources.purchases(),
                endpoint.getConfiguration().getSpoolThreshold(),
                resources.pieces(),
                resources.blocking(),
                listener);
    }

    /** The sound of a user's own client is not determined by the backend. */
    private String origin() {
        SpeechClient own = endpoint.getConfiguration().getSpeechClient();
        return own == null ? endpoint.backend().origin() : own.getClass().getName();
    }

    private boolean isOwn() {
        SpeechCache own = endpoint.getConfiguration().getCache();
        return own != null && own != endpoint.getComponent().getConfiguration().getCache();
    }

    /** Why results cannot come from a cache; null if they can. */
    private @Nullable InvalidSpeechRequestException obstacle(SpeechRequest request) {
        boolean isUrl = request.outputType() == null || request.outputType() == OutputType.URL;
        if (request.effectiveNumberResults() > 1) {
            return obstacle("numberResults", request.numberResults(), "must be 1");
        } else if (request.uploadEndpoint() != null) {
            return obstacle("uploadEndpoint", null, "must not be set");
        } else if (request.webhookURL() != null) {
            return obstacle("webhookUrl", null, "must not be set");
        } else if (isUrl && Boolean.FALSE.equals(endpoint.getConfiguration().getDownload())) {
            return obstacle("download", false, "must be true");
        }
        return null;
    }

    private static InvalidSpeechRequestException obstacle(String option, @Nullable Object value, String rule) {
        return InvalidSpeechRequestException.of(option, value, rule + " with the option cache");
    }
}
