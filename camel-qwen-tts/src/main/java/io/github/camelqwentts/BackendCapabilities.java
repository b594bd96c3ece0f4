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

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;
import org.jspecify.annotations.Nullable;

/**
 * Capabilities of a backend. Options, headers and operations that require others are rejected with the backend's name.
 * Internal: it may change in any release.
 *
 * @param backend the name of the backend, as the option backend has it
 * @param features the features beyond the synthesis of a text
 * @param maxTextLength maximum length of a text in Unicode code points
 * @param maxResults maximum number of results of one text
 * @param voices the preset voices, as listVoices lists them
 * @param formats the formats of the audio
 * @hidden
 */
@Internal
public record BackendCapabilities(
        String backend,
        Set<Feature> features,
        int maxTextLength,
        int maxResults,
        List<Voice> voices,
        Set<OutputFormat> formats) {

    public BackendCapabilities {
        features = Set.copyOf(features);
        voices = List.copyOf(voices);
        formats = Set.copyOf(formats);
    }

    /**
     * Capabilities of a backend without further features: it turns text into audio, with all formats and preset voices,
     * one result at a time.
     */
    public static BackendCapabilities ofSynthesis(String backend) {
        return new BackendCapabilities(
                backend, Set.of(), Integer.MAX_VALUE, 1, Voice.PRESETS, EnumSet.allOf(OutputFormat.class));
    }

    /** Requires the feature that an operation needs. */
    void requireSupported(QwenTtsOperation operation) {
        switch (operation) {
            case submit, getResponse -> require(Feature.ASYNC_DELIVERY, "operation", operation);
            case getTaskDetails -> require(Feature.TASK_DETAILS, "operation", operation);
            case webhook -> require(Feature.WEBHOOKS, "operation", operation);
            case synthesize, listVoices -> {
                // Every backend supports it.
            }
        }
    }

    /** Requires the features that the parameters of a request need. */
    void requireSupported(SpeechRequest request) {
        if (request.deliveryMethod() == DeliveryMethod.ASYNC) {
            require(Feature.ASYNC_DELIVERY, "deliveryMethod", DeliveryMethod.ASYNC.wireName());
        }
        if (request.webhookURL() != null) {
            require(Feature.WEBHOOKS, "webhookUrl", null);
        }
        if (request.uploadEndpoint() != null) {
            require(Feature.UPLOADS, "uploadEndpoint", null);
        }
        if (request.outputType() == OutputType.URL) {
            require(Feature.URL_OUTPUT, "outputType", OutputType.URL.wireName());
        }
        if (request.ttl() != null) {
            require(Feature.URL_OUTPUT, "ttl", request.ttl());
        }
        if (Boolean.TRUE.equals(request.includeCost())) {
            require(Feature.COST, "includeCost", true);
        }
        int results = request.effectiveNumberResults();
        require(results >= 1 && results <= maxResults, "numberResults", results);
        require(
                request.outputFormat() == null || formats.contains(request.outputFormat()),
                "outputFormat",
                request.outputFormat() == null ? null : request.outputFormat().wireName());
        require(
                request.voice() == null || !Voice.PRESETS.contains(request.voice()) || voices.contains(request.voice()),
                "voice",
                request.voice() == null ? null : request.voice().wireName());
    }

    private void require(Feature feature, String option, @Nullable Object value) {
        require(features.contains(feature), option, value);
    }

    private void require(boolean isSupported, String option, @Nullable Object value) {
        if (!isSupported) {
            throw InvalidSpeechRequestException.of(option, value, "is not supported by backend=" + backend);
        }
    }

    /**
     * A feature that not every backend has.
     *
     * @hidden
     */
    public enum Feature {
        /** Tasks are submitted, and their results are fetched or delivered later. */
        ASYNC_DELIVERY,
        /** Earlier tasks can be looked up by their IDs, so that nothing is paid for twice. */
        TASK_DETAILS,
        /** Results are posted to a webhook. */
        WEBHOOKS,
        /** Audio is uploaded to an address that the request names. */
        UPLOADS,
        /** Audio is received while the model still speaks. */
        STREAMING,
        /** Audio is served at a URL for some time. */
        URL_OUTPUT,
        /** Results report their cost. */
        COST,
        /** The service lists its voices, which may be others than the presets. */
        VOICE_LIST
    }
}
