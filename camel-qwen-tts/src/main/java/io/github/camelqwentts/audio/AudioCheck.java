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

import java.io.IOException;

import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates audio against the request.
 *
 * @param format the format; null if any is accepted, because the request is not known
 * @param maxNewTokens the token budget
 * @param speed the pace, which may have changed the length of audio after the model had spoken
 */
public record AudioCheck(@Nullable OutputFormat format, int maxNewTokens, double speed) {

    /** The check for an unknown request. */
    public static final AudioCheck ANY = new AudioCheck(null, SpeechRequest.DEFAULT_MAX_NEW_TOKENS, 1);

    /** The sample rate of the model in Hz. */
    public static final int SAMPLE_RATE = 24_000;

    private static final Logger LOG = LoggerFactory.getLogger(AudioCheck.class);

    private static final double TOKENS_PER_SECOND = 12.5;

    /** Encoders add some silence, and the model may end with a token that has no sound. */
    private static final double TOLERANCE = 2;

    /** The requested sample rate in Hz; the sample rate of the model if the request does not set it. */
    public static int sampleRate(SpeechRequest request) {
        Integer ordered =
                request.audioSettings() == null ? null : request.audioSettings().sampleRate();
        return ordered == null ? SAMPLE_RATE : ordered;
    }

    public static AudioCheck of(SpeechRequest request) {
        return new AudioCheck(
                request.effectiveOutputFormat(),
                request.maxNewTokens() == null ? ANY.maxNewTokens : request.maxNewTokens(),
                request.speed() == null ? ANY.speed : request.speed());
    }

    /**
     * Adds audio to a result, with the duration that its own headers report.
     *
     * @throws BadAudioException if it is truncated or differs from the request; it stays the caller's
     * @throws IOException if it cannot be read; it stays the caller's
     */
    public Spoken accept(Spoken result, SpeechAudio audio) throws IOException {
        return accept(result, audio, SAMPLE_RATE);
    }

    /**
     * Does the same for audio that may have no header, and another sample rate than the model.
     *
     * @param sampleRate the rate in Hz of samples without a header
     */
    public Spoken accept(Spoken result, SpeechAudio audio, int sampleRate) throws IOException {
        AudioContainer container =
                format == OutputFormat.PCM ? AudioContainer.ofSamples(audio, sampleRate) : AudioContainer.of(audio);
        if (!isExpected(container.format())) {
            throw new BadAudioException("Expected " + format + " audio but received " + container.format());
        }
        boolean truncated = isAtTokenBudget(container.millis());
        if (truncated) {
            LOG.warn(
                    "The audio of task {} ends after {} ms because its token budget maxNewTokens={} was used up; the end"
                            + " of the text may be missing",
                    result.taskUUID(),
                    container.millis(),
                    maxNewTokens);
        }
        return result.toBuilder()
                .audio(audio)
                .format(format == OutputFormat.OGG ? format : container.format())
                .duration(container.millis())
                .truncated(truncated)
                .build();
    }

    /** Ogg is the name of a container, which may hold Opus as well. */
    private boolean isExpected(OutputFormat received) {
        return format == null || received == format || (format == OutputFormat.OGG && received == OutputFormat.OPUS);
    }

    private boolean isAtTokenBudget(@Nullable Long millis) {
        if (millis == null) {
            return false;
        }
        double tokens = millis / 1000.0 * TOKENS_PER_SECOND;
        return isBudget(tokens) || isBudget(tokens * speed);
    }

    private boolean isBudget(double tokens) {
        return Math.abs(tokens - maxNewTokens) <= TOLERANCE;
    }
}
