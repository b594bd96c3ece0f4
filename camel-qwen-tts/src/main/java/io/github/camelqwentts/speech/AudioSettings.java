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

import org.jspecify.annotations.Nullable;

/**
 * Encoder settings of a lossy format, MP3 or OGG: {@code audioSettings}.
 *
 * @param sampleRate sample rate in Hz, for MP3 one of 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100 and 48000;
 *     null for the API's default
 * @param bitrate bit rate in kbps, for MP3 within limits that depend on the sample rate; null for the API's default
 * @param channels number of channels, 1 or 2; null for the API's default
 * @since 1.0
 */
public record AudioSettings(
        @Nullable Integer sampleRate,
        @Nullable Integer bitrate,
        @Nullable Integer channels) {

    /** @throws IllegalArgumentException if a value is not valid in any format */
    public AudioSettings {
        Checks.positive("audioSampleRate", sampleRate);
        Checks.positive("audioBitrate", bitrate);
        Checks.range("audioChannels", channels, 1, 2);
    }

    /** Returns these settings, with unset values taken from the given ones. */
    AudioSettings orElse(@Nullable AudioSettings defaults) {
        if (defaults == null) {
            return this;
        }
        return new AudioSettings(
                sampleRate != null ? sampleRate : defaults.sampleRate,
                bitrate != null ? bitrate : defaults.bitrate,
                channels != null ? channels : defaults.channels);
    }
}
