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

import java.util.function.Supplier;

/**
 * Determines how the texts of an endpoint, or of a client without a route, are spoken.
 *
 * @param configuration the options of the endpoint
 * @param component the options that the component has for all endpoints
 * @param backend the service that speaks; called after the options were set
 */
record SpeechSettings(
        QwenTtsOperation operation,
        QwenTtsConfiguration configuration,
        QwenTtsConfiguration component,
        Supplier<SpeechBackend> backend) {}
