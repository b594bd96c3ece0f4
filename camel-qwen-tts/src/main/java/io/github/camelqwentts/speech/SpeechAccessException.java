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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The API rejects the key or the account. Further requests fail until an operator intervenes.
 *
 * @since 1.0
 */
public class SpeechAccessException extends SpeechException {

    private static final long serialVersionUID = 1L;

    SpeechAccessException(SpeechError error, List<SpeechResult> results, @Nullable Throwable cause) {
        super(error, results, cause);
    }
}
