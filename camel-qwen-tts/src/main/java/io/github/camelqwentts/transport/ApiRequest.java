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
package io.github.camelqwentts.transport;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request to an API.
 *
 * @param headers its headers, apart from those that describe the body
 * @param body its JSON body, which the caller closes; null if it has none
 * @param limit maximum size in bytes of the response
 * @param errorLimit maximum number of bytes kept of a response whose status reports an error
 */
public record ApiRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        @Nullable Spool body,
        long limit,
        long errorLimit) {

    public ApiRequest {
        headers = Map.copyOf(headers);
    }
}
