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

import io.github.camelqwentts.speech.Internal;

/**
 * Creates the {@link SpeechBackend} of an endpoint. The option backend names one in the registry, or one that comes with
 * the component. Internal: it may change in any release.
 *
 * @hidden
 */
@FunctionalInterface
@Internal
public interface SpeechBackendFactory {

    /**
     * Creates a backend. Nothing is opened and no option is checked yet.
     *
     * @param options the options of an endpoint, which must not be changed
     */
    SpeechBackend create(QwenTtsConfiguration options);
}
