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
package io.github.camelqwentts.openai;

import java.util.UUID;

import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/**
 * The seeds of the results of a text, which would be equal on a server with a fixed seed.
 *
 * @param first seed of the first result; null if no seed is sent
 */
record Seeds(@Nullable Long first) {

    static Seeds of(SpeechRequest request, OpenAiOptions options) {
        Object configured = options.fields().get("seed");
        if (configured != null && configured.toString().strip().matches("-?\\d{1,18}")) {
            return new Seeds(Long.valueOf(configured.toString().strip()));
        }
        boolean isSingle = request.effectiveNumberResults() == 1;
        if (isSingle || configured != null || options.dialect() == Dialect.OPENAI || request.taskUUID() == null) {
            return new Seeds(null);
        }
        // The same for a repeated task, and small enough for any server.
        long bits = UUID.fromString(request.taskUUID()).getLeastSignificantBits();
        return new Seeds(bits & Integer.MAX_VALUE);
    }

    @Nullable
    Long get(int result) {
        return first == null ? null : (Long) (first + result);
    }
}
