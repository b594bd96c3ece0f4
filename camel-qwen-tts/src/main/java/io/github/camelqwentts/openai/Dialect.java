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

import java.util.Arrays;
import java.util.stream.Collectors;

import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;

/**
 * The fields that a server accepts.
 *
 * @since 1.0
 * @hidden
 */
@Internal
public enum Dialect {
    /** The fields of vLLM-Omni, which most servers of Qwen3-TTS accept. */
    VLLM_OMNI("vllm-omni", Integer.MAX_VALUE),
    /** The fields of OpenAI only, for servers that refuse any other. */
    OPENAI("openai", 4096);

    private final String optionName;
    private final int maxTextLength;

    Dialect(String optionName, int maxTextLength) {
        this.optionName = optionName;
        this.maxTextLength = maxTextLength;
    }

    /**
     * Returns the dialect of a name, whatever its case.
     *
     * @throws InvalidSpeechRequestException if no dialect has that name
     */
    public static Dialect of(String name) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.optionName.equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> InvalidSpeechRequestException.of(
                        "dialect",
                        name,
                        "must be one of "
                                + Arrays.stream(values())
                                        .map(Dialect::optionName)
                                        .collect(Collectors.joining(", "))));
    }

    /** The name in the spelling of the option. */
    public String optionName() {
        return optionName;
    }

    /** Maximum length of a text in Unicode code points. */
    public int maxTextLength() {
        return maxTextLength;
    }
}
