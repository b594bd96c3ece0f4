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
package io.github.camelqwentts.benchmarks;

import java.util.Map;

/** The bodies of requests to a speech server, as they are written without a component. */
final class SpeechBodies {

    private SpeechBodies() {}

    static Map<String, Object> streamed(String text) {
        return Map.of("input", text, "response_format", "wav", "stream", true, "stream_format", "audio");
    }

    static Map<String, Object> whole(String text) {
        return Map.of("input", text, "response_format", "wav");
    }
}
