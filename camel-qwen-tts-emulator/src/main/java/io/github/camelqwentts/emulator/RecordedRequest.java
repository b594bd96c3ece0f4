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
package io.github.camelqwentts.emulator;

import java.util.List;
import java.util.Map;

/**
 * An HTTP request that the emulator received, whatever its outcome.
 *
 * @param method the HTTP method
 * @param path the path, without the query
 * @param headers the headers by their names in lower case, the last of several with one name
 * @param tasks the tasks in it; empty for a download, and for a body that is not an array of objects
 */
public record RecordedRequest(String method, String path, Map<String, String> headers, List<RecordedTask> tasks) {

    public RecordedRequest {
        headers = Map.copyOf(headers);
        tasks = List.copyOf(tasks);
    }
}
