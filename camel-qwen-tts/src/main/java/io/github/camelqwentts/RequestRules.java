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

import io.github.camelqwentts.speech.SpeechRequest;

/**
 * Completes and checks the requests of a client without a route.
 *
 * @param defaults the parameters that the options set
 * @param backend checks a complete request by the rules of the backend
 */
record RequestRules(SpeechRequest defaults, UnaryOperator<SpeechRequest> backend, LongTexts longTexts) {

    /** Returns requests that are spoken, and whose texts may be cut. */
    List<SpeechRequest> complete(List<SpeechRequest> requests) {
        return requests.stream().map(this::complete).toList();
    }

    SpeechRequest complete(SpeechRequest request) {
        SpeechRequest checked = backend.apply(fill(request));
        longTexts.check(checked);
        return checked;
    }

    /** Returns requests that are submitted, so that their texts cannot be cut. */
    List<SpeechRequest> completeWhole(List<SpeechRequest> requests) {
        return requests.stream().map(this::completeWhole).toList();
    }

    private SpeechRequest completeWhole(SpeechRequest request) {
        SpeechRequest checked = backend.apply(fill(request));
        longTexts.requireWhole(checked);
        return checked;
    }

    SpeechRequest fill(SpeechRequest request) {
        return request.orElse(defaults);
    }
}
