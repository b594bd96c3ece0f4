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
package io.github.camelqwentts.speech;

import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import org.jspecify.annotations.Nullable;

/** The values of a request, as its JSON has them. Changed by builders only, never after a request was built with them. */
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
final class RequestValues {

    @Nullable
    String text;

    @Nullable
    String taskUUID;

    @Nullable
    String model;

    @Nullable
    Voice voice;

    @Nullable
    Language language;

    @Nullable
    Double speed;

    @Nullable
    String positivePrompt;

    @Nullable
    Integer maxNewTokens;

    @Nullable
    OutputType outputType;

    @Nullable
    OutputFormat outputFormat;

    @Nullable
    AudioSettings audioSettings;

    @Nullable
    Integer numberResults;

    @Nullable
    Integer ttl;

    @Nullable
    Boolean includeCost;

    @Nullable
    String uploadEndpoint;

    @Nullable
    String webhookURL;

    @Nullable
    DeliveryMethod deliveryMethod;

    @Nullable
    ReferenceAudio referenceAudio;

    @Nullable
    String transcript;

    @Nullable
    Boolean xVectorOnly;

    /** The text that was checked already, so that a copy need not check it again. */
    transient @Nullable String checkedText;

    RequestValues copy() {
        RequestValues copy = new RequestValues();
        copy.fillFrom(this);
        return copy;
    }

    /** Copies values that are not set here from others. */
    void fillFrom(RequestValues defaults) {
        if (text == null) {
            text = defaults.text;
            checkedText = defaults.checkedText;
        }
        taskUUID = taskUUID != null ? taskUUID : defaults.taskUUID;
        model = model != null ? model : defaults.model;
        voice = voice != null ? voice : defaults.voice;
        language = language != null ? language : defaults.language;
        speed = speed != null ? speed : defaults.speed;
        positivePrompt = positivePrompt != null ? positivePrompt : defaults.positivePrompt;
        maxNewTokens = maxNewTokens != null ? maxNewTokens : defaults.maxNewTokens;
        outputType = outputType != null ? outputType : defaults.outputType;
        outputFormat = outputFormat != null ? outputFormat : defaults.outputFormat;
        audioSettings = audioSettings == null ? defaults.audioSettings : audioSettings.orElse(defaults.audioSettings);
        numberResults = numberResults != null ? numberResults : defaults.numberResults;
        ttl = ttl != null ? ttl : defaults.ttl;
        includeCost = includeCost != null ? includeCost : defaults.includeCost;
        uploadEndpoint = uploadEndpoint != null ? uploadEndpoint : defaults.uploadEndpoint;
        webhookURL = webhookURL != null ? webhookURL : defaults.webhookURL;
        deliveryMethod = deliveryMethod != null ? deliveryMethod : defaults.deliveryMethod;
        referenceAudio = referenceAudio != null ? referenceAudio : defaults.referenceAudio;
        transcript = transcript != null ? transcript : defaults.transcript;
        xVectorOnly = xVectorOnly != null ? xVectorOnly : defaults.xVectorOnly;
    }

    List<Object> all() {
        return Arrays.asList(
                text,
                taskUUID,
                model,
                voice,
                language,
                speed,
                positivePrompt,
                maxNewTokens,
                outputType,
                outputFormat,
                audioSettings,
                numberResults,
                ttl,
                includeCost,
                uploadEndpoint,
                webhookURL,
                deliveryMethod,
                referenceAudio,
                transcript,
                xVectorOnly);
    }
}
