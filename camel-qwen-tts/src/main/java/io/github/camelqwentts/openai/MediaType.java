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

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The header Content-Type of a response, which alone determines its content. */
record MediaType(String type, @Nullable Integer rate) {

    private static final Set<String> AUDIO =
            Set.of("", "application/octet-stream", "binary/octet-stream", "application/ogg");

    static MediaType of(@Nullable String header) {
        if (header == null) {
            return new MediaType("", null);
        }
        String[] parts = header.split(";", -1);
        Integer rate = null;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("rate=")) {
                rate = wholeNumber(parameter.substring("rate=".length()).replace("\"", ""));
            }
        }
        return new MediaType(parts[0].strip().toLowerCase(Locale.ROOT), rate);
    }

    /** A positive number; null if the text is not one. */
    static @Nullable Integer wholeNumber(@Nullable String text) {
        return text != null && text.strip().matches("[1-9]\\d{0,8}") ? Integer.valueOf(text.strip()) : null;
    }

    boolean isEvents() {
        return type.equals("text/event-stream");
    }

    boolean isAudio() {
        return type.startsWith("audio/") || AUDIO.contains(type);
    }

    /** Whether the type says that the content is audio; otherwise it may be anything. */
    boolean isSpecific() {
        return !AUDIO.contains(type);
    }

    boolean isSamples() {
        return type.equals("audio/pcm") || type.equals("audio/x-pcm") || type.equals("audio/raw");
    }

    /** Samples whose byte order is big-endian by standard, which not all servers keep to. */
    boolean isOfUnclearOrder() {
        return type.equals("audio/l16");
    }
}
