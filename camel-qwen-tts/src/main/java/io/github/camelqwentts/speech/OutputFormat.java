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

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The format of the audio: {@code outputFormat}.
 *
 * @since 1.0
 */
public enum OutputFormat {
    MP3("audio/mpeg", true),
    WAV("audio/wav", false),
    FLAC("audio/flac", false),
    /** Vorbis in an Ogg container. */
    OGG("audio/ogg", true),
    /** Samples without a header: signed, 16 bits, little-endian, mono, usually at 24000 Hz. */
    PCM("audio/pcm", false),
    /** Opus in an Ogg container. */
    OPUS("audio/ogg", true);

    private final String contentType;
    private final boolean lossy;

    OutputFormat(String contentType, boolean lossy) {
        this.contentType = contentType;
        this.lossy = lossy;
    }

    /**
     * Returns the format of a name, ignoring case.
     *
     * @throws IllegalArgumentException if no format has that name
     */
    @JsonCreator
    public static OutputFormat of(String name) {
        return WireName.find("outputFormat", values(), OutputFormat::wireName, name);
    }

    /** The name in the API's spelling. */
    @JsonValue
    public String wireName() {
        return name();
    }

    /** The extension of files in this format, such as {@code mp3}. */
    public String fileExtension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The media type, such as {@code audio/mpeg}. */
    public String contentType() {
        return contentType;
    }

    /** Whether the format is lossy, and accepts {@link AudioSettings}. */
    public boolean lossy() {
        return lossy;
    }
}
