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
package io.github.camelqwentts.narration;

import java.util.Locale;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;

/** A format of subtitles. */
public enum SubtitleFormat {
    /** SubRip. */
    SRT("", ',') {
        @Override
        String escape(String line) {
            // There is no escape, and an arrow would begin another cue.
            return line.replace("-->", "→");
        }
    },

    /** WebVTT. */
    VTT("WEBVTT\n\n", '.') {
        @Override
        String escape(String line) {
            return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    };

    private final String header;
    private final char decimalPoint;

    SubtitleFormat(String header, char decimalPoint) {
        this.header = header;
        this.decimalPoint = decimalPoint;
    }

    /**
     * Returns the format with a name, ignoring its case.
     *
     * @throws InvalidSpeechRequestException if there is no such format
     */
    public static SubtitleFormat of(String name) {
        for (SubtitleFormat format : values()) {
            if (format.name().equalsIgnoreCase(name.strip())) {
                return format;
            }
        }
        throw InvalidSpeechRequestException.of("subtitles", name, "must be one of SRT, VTT");
    }

    abstract String escape(String line);

    String header() {
        return header;
    }

    String time(long millis) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1_000 % 60,
                decimalPoint,
                millis % 1_000);
    }
}
