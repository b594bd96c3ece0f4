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

import io.github.camelqwentts.transport.CallSettingsBuilder;

/** Options of calls, which all backends have. */
final class CallOptions {

    private CallOptions() {}

    /** Passes the options on to a builder, and returns that. */
    static <B extends CallSettingsBuilder<B>> B apply(QwenTtsConfiguration options, B builder) {
        return builder.callTimeout(options.getCallTimeout())
                .maxRetries(options.getMaxRetries())
                .retryDelay(options.getRetryDelay())
                .maxRetryDelay(options.getMaxRetryDelay())
                .maxAudioSize(options.getMaxAudioSize());
    }
}
