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
package io.github.camelqwentts.audio;

import java.net.URI;
import java.util.Locale;

import io.github.camelqwentts.speech.OutputFormat;
import org.jspecify.annotations.Nullable;

/** Derives the format of audio that is not downloaded from the end of its URL. */
public final class AudioFormats {

    private AudioFormats() {}

    /**
     * Returns the format that the extension of a URL names.
     *
     * @param otherwise the format if the URL has no known extension
     */
    public static OutputFormat ofUrl(@Nullable String url, OutputFormat otherwise) {
        OutputFormat format = url == null ? null : ofUrl(url);
        return format == null ? otherwise : format;
    }

    private static @Nullable OutputFormat ofUrl(String url) {
        String path;
        try {
            path = URI.create(url).getPath();
        } catch (IllegalArgumentException e) {
            return null;
        }
        String extension =
                path == null ? "" : path.substring(path.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
        for (OutputFormat format : OutputFormat.values()) {
            if (format.name().equals(extension)) {
                return format;
            }
        }
        return null;
    }
}
