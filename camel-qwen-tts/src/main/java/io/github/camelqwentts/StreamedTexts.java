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
package io.github.camelqwentts;

import java.util.Set;

import io.github.camelqwentts.BackendCapabilities.Feature;
import io.github.camelqwentts.speech.Checks;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechRequest;

/** Decides whether the texts of an endpoint are streamed, and rejects those that cannot be. */
final class StreamedTexts {

    /** Formats that are played while they arrive, and whose pieces can be joined without knowing their number. */
    private static final Set<OutputFormat> FORMATS = Set.of(OutputFormat.WAV, OutputFormat.PCM, OutputFormat.MP3);

    private final SpeechSettings settings;

    StreamedTexts(SpeechSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns whether the audio of a message is passed on while it arrives.
     *
     * @throws InvalidSpeechRequestException if it should be streamed but cannot be
     */
    boolean isOn(Batch<SpeechRequest> batch) {
        if (!settings.configuration().isStream()) {
            return false;
        }
        Checks.require(!batch.isList(), "stream", true, "must be false for a body with a list");
        batch.tasks().forEach(this::check);
        return true;
    }

    /** Whether the service sends audio while it speaks; otherwise each piece of a text arrives as a whole. */
    boolean isNative() {
        return settings.configuration().getSpeechClient() != null
                || settings.backend().get().capabilities().features().contains(Feature.STREAMING);
    }

    /**
     * Checks the option together with the parameters that other options set.
     *
     * @throws InvalidSpeechRequestException if nothing can be streamed
     */
    void checkOptions(SpeechRequest options) {
        if (!settings.configuration().isStream()) {
            return;
        }
        if (settings.operation() != QwenTtsOperation.synthesize) {
            Checks.require(
                    settings.component().isStream(), "stream", true, "is supported by the operation synthesize only");
            return;
        }
        Checks.require(
                !settings.configuration().isJoinResults(), "joinResults", true, "must be false with stream=true");
        Checks.require(
                settings.configuration().getSubtitles() == null,
                "subtitles",
                settings.configuration().getSubtitles(),
                "must not be set with stream=true, because subtitles are complete only after the audio");
        check(options);
    }

    private void check(SpeechRequest request) {
        OutputFormat format = request.effectiveOutputFormat();
        Checks.require(
                FORMATS.contains(format),
                "outputFormat",
                format.wireName(),
                "must be WAV, PCM or MP3 with stream=true");
        InvalidSpeechRequestException obstacle =
                LocalAudio.obstacle(request, settings.configuration(), "with stream=true");
        if (obstacle != null) {
            throw obstacle;
        }
    }
}
