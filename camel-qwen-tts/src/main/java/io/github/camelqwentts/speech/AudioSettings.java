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
 * How a lossy format encodes: {@code audioSettings}. Only MP3 and OGG take it.
 *
 * @param sampleRate samples a second in Hz, MP3 knows 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100 and
 *     48000; null leaves it to the API
 * @param bitrate kbps, for MP3 within limits that depend on the sample rate; null leaves it to the API
 * @param channels 1 or 2; null leaves it to the API
 * @since 1.0
 */
public record AudioSettings(
        @Nullable Integer sampleRate,
        @Nullable Integer bitrate,
        @Nullable Integer channels) {

    /** @throws IllegalArgumentException if a value can be right in no format */
    public AudioSettings {
        Checks.positive("audioSampleRate", sampleRate);
        Checks.positive("audioBitrate", bitrate);
        Checks.range("audioChannels", channels, 1, 2);
    }

    /** These settings, and of the given ones what these leave open. */
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
