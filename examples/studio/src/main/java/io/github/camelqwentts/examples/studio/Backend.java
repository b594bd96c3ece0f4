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
package io.github.camelqwentts.examples.studio;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputFormat;

/** Who speaks. */
enum Backend {
    RUNWARE(
            "Runware",
            List.of(OutputFormat.MP3, OutputFormat.WAV, OutputFormat.FLAC, OutputFormat.OGG),
            List.of(OutputFormat.MP3, OutputFormat.WAV)),
    /** vLLM-Omni encodes MP3 when all is spoken. */
    OPENAI("Own server", List.of(OutputFormat.MP3, OutputFormat.WAV, OutputFormat.FLAC), List.of(OutputFormat.WAV));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // lists that cannot be changed
    private final List<OutputFormat> formats;

    @SuppressWarnings("ImmutableEnumChecker") // the same
    private final List<OutputFormat> streamedFormats;

    Backend(String title, List<OutputFormat> formats, List<OutputFormat> streamedFormats) {
        this.title = title;
        this.formats = formats;
        this.streamedFormats = streamedFormats;
    }

    /** @throws IllegalArgumentException if no backend has this name */
    static Backend of(String name) {
        return Arrays.stream(values())
                .filter(backend -> backend.optionValue().equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidSpeechRequestException.of("backend", name, "must be runware or openai"));
    }

    /** The value of the component's option {@code backend}. */
    String optionValue() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    /** The formats that can be heard while they are spoken. */
    List<OutputFormat> streamedFormats() {
        return streamedFormats;
    }

    /** The formats that a page can play. Runware's emulator does not support OGG. */
    List<OutputFormat> formats(boolean isEmulated) {
        return formats.stream()
                .filter(format -> !isEmulated || format != OutputFormat.OGG)
                .toList();
    }
}
