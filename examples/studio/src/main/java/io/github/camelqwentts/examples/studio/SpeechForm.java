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

import java.io.IOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelqwentts.runware.RunwareRules;
import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;

/** What the page sends. It names the few parameters that a visitor may choose; whatever else comes is refused. */
record SpeechForm(
        String text,
        String voice,
        String language,
        String positivePrompt,
        Double speed,
        String outputFormat,
        Integer numberResults,
        String backend,
        Boolean stream) {

    /** Maximum length of a text in Unicode code points: about two hours of speech. */
    static final int MAX_TEXT_LENGTH = 100_000;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    /** @throws JsonProcessingException if the bytes are not a form */
    static SpeechForm of(byte[] json) throws JsonProcessingException {
        SpeechForm form;
        try {
            form = json == null ? null : JSON.readValue(json, SpeechForm.class);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new JsonMappingException(null, "The form is not JSON in UTF-8, UTF-16 or UTF-32", e);
        }
        if (form == null) {
            throw new JsonMappingException(null, "The request has no JSON object");
        }
        return form;
    }

    /** @throws IllegalArgumentException if there is no such backend */
    Backend backendOrDefault() {
        return backend == null ? Backend.RUNWARE : Backend.of(backend);
    }

    /** Whether the audio is passed on while the rest is spoken. */
    boolean isStreamed() {
        return Boolean.TRUE.equals(stream);
    }

    /** @throws IllegalArgumentException if a value is not valid; it names the parameter */
    SpeechRequest toRequest() {
        SpeechRequest request = RunwareRules.check(SpeechRequest.builder()
                .text(text)
                .voice(voice == null ? null : Voice.of(voice))
                .language(language == null ? null : Language.of(language))
                .positivePrompt(positivePrompt == null || positivePrompt.isBlank() ? null : positivePrompt)
                .speed(speed)
                .outputFormat(outputFormat == null ? null : OutputFormat.of(outputFormat))
                .numberResults(numberResults)
                .build());
        request.requireTextFits(request.effectiveNumberResults() > 1 ? RunwareRules.MAX_TEXT_LENGTH : MAX_TEXT_LENGTH);
        return request;
    }
}
