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

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.camelqwentts.audio.AudioJoiner;
import io.github.camelqwentts.narration.Narration;
import io.github.camelqwentts.narration.NarrationSettings;
import io.github.camelqwentts.narration.SubtitleFormat;
import io.github.camelqwentts.narration.TextLimits;
import io.github.camelqwentts.speech.Checks;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/**
 * Decides which texts of an endpoint are cut into pieces or joined, and rejects those that are too long and cannot be
 * cut.
 */
final class LongTexts {

    private static final String SPLIT = "split";
    private static final String REJECT = "reject";
    private static final String USE = "for texts that are cut into pieces, joined or given subtitles";
    private static final int SHORTEST_PIECE = 20;

    private final SpeechSettings settings;
    private final QwenTtsConfiguration configuration;

    LongTexts(SpeechSettings settings) {
        this.settings = settings;
        this.configuration = settings.configuration();
    }

    /**
     * Checks the options for long texts, alone and together with the parameters that other options set.
     *
     * @throws InvalidSpeechRequestException if a rule is broken
     */
    void checkOptions(SpeechRequest options) {
        if (!settings.operation().speaks()) {
            return;
        }
        String longText = configuration.getLongText();
        Checks.require(
                longText == null || longText.equals(SPLIT) || longText.equals(REJECT),
                "longText",
                longText,
                "must be one of split, reject");
        Integer length = configuration.getMaxPieceLength();
        Checks.require(length == null || length >= SHORTEST_PIECE, "maxPieceLength", length, "must be at least 20");
        Checks.require(
                configuration.getParallelPieces() >= 1,
                "parallelPieces",
                configuration.getParallelPieces(),
                "must be at least 1");
        requireGap("pieceGap", configuration.getPieceGap());
        requireGap("paragraphGap", configuration.getParagraphGap());
        subtitles();
        boolean splits =
                SPLIT.equals(longText) && !SPLIT.equals(settings.component().getLongText());
        if (settings.operation() == QwenTtsOperation.synthesize) {
            Checks.require(
                    !configuration.isJoinResults() || !configuration.isContinueOnError(),
                    "continueOnError",
                    true,
                    "must be false with joinResults=true");
            requirePossible(options, splits);
        } else {
            String rule = "is supported by the operation synthesize only";
            Checks.require(!splits, "longText", longText, rule);
            Checks.require(
                    !configuration.isJoinResults() || settings.component().isJoinResults(), "joinResults", true, rule);
            Checks.require(
                    Objects.equals(
                            configuration.getSubtitles(), settings.component().getSubtitles()),
                    "subtitles",
                    configuration.getSubtitles(),
                    rule);
        }
    }

    /**
     * Checks a request before anything is sent.
     *
     * @throws InvalidSpeechRequestException if its text is too long and cannot be cut
     */
    void check(SpeechRequest request) {
        TextLimits limits = limits();
        if (settings.operation() == QwenTtsOperation.synthesize) {
            requirePossible(request, false);
            InvalidSpeechRequestException obstacle = isSplit() && !limits.fits(request) ? obstacle(request) : null;
            if (isSplit() && obstacle == null) {
                return;
            }
            try {
                limits.requireSpeakable(request);
            } catch (InvalidSpeechRequestException e) {
                throw obstacle == null ? e : uncut(e, obstacle);
            }
        } else {
            limits.requireSpeakable(request);
        }
    }

    /**
     * Checks a request that is not cut.
     *
     * @throws InvalidSpeechRequestException if its text is too long
     */
    void requireWhole(SpeechRequest request) {
        limits().requireSpeakable(request);
    }

    /**
     * Cuts the texts of a message.
     *
     * @return null if the message is spoken as it is: its texts are short, and need neither be joined nor have subtitles
     * @throws InvalidSpeechRequestException if the texts do not fit together
     */
    @Nullable
    Narration narrationOf(Batch<SpeechRequest> batch) {
        List<SpeechRequest> requests = batch.tasks();
        boolean join = configuration.isJoinResults() && batch.isList();
        SubtitleFormat subtitles = subtitles();
        Checks.require(
                subtitles == null || join || !batch.isList(),
                "subtitles",
                subtitles,
                "must not be set for a list unless joinResults=true");
        boolean isPlain = !join && subtitles == null && requests.stream().allMatch(this::isWhole);
        if (isPlain || requests.isEmpty()) {
            return null;
        }
        SpeechRequest first = requests.get(0);
        for (SpeechRequest request : join ? requests : List.of(first)) {
            Checks.require(
                    request.effectiveOutputFormat() == first.effectiveOutputFormat()
                            && Objects.equals(request.audioSettings(), first.audioSettings()),
                    "outputFormat",
                    request.effectiveOutputFormat().wireName(),
                    "must be the same for all texts that are joined, as must sample rate, bitrate and channels");
        }
        return Narration.of(
                requests,
                this::isWhole,
                join,
                limits(),
                new NarrationSettings(
                        configuration.getParallelPieces(),
                        configuration.getPieceGap(),
                        configuration.getParagraphGap(),
                        subtitles,
                        configuration.getSpoolThreshold(),
                        configuration.isStream()));
    }

    private static InvalidSpeechRequestException uncut(
            InvalidSpeechRequestException tooLong, InvalidSpeechRequestException obstacle) {
        return InvalidSpeechRequestException.of(
                tooLong.getOption(),
                null,
                tooLong.getRule() + ", because it cannot be cut into pieces: " + obstacle.getMessage(),
                obstacle);
    }

    private boolean isWhole(SpeechRequest request) {
        return !isSplit() || limits().fits(request) || obstacle(request) != null;
    }

    private void requirePossible(SpeechRequest request, boolean splits) {
        boolean joins = configuration.isJoinResults();
        if (splits || joins || configuration.getSubtitles() != null) {
            InvalidSpeechRequestException obstacle = splits || joins ? obstacle(request) : obstacleToDelivery(request);
            if (obstacle != null) {
                throw obstacle;
            }
        }
    }

    /** Why the text cannot be cut; null if it can. */
    private @Nullable InvalidSpeechRequestException obstacle(SpeechRequest request) {
        OutputFormat format = request.effectiveOutputFormat();
        if (!AudioJoiner.canJoin(format)) {
            return obstacle("outputFormat", format.wireName(), "must be WAV, PCM, MP3 or FLAC");
        }
        return obstacleToDelivery(request);
    }

    private @Nullable InvalidSpeechRequestException obstacleToDelivery(SpeechRequest request) {
        return request.taskUUID() == null
                ? LocalAudio.obstacle(request, configuration, USE)
                : obstacle("taskUUID", request.taskUUID(), "must not be set");
    }

    private static InvalidSpeechRequestException obstacle(String option, @Nullable Object value, String rule) {
        return InvalidSpeechRequestException.of(option, value, rule + " " + USE);
    }

    private boolean isSplit() {
        return !REJECT.equals(configuration.getLongText());
    }

    private TextLimits limits() {
        return new TextLimits(
                settings.backend().get().capabilities().maxTextLength(), configuration.getMaxPieceLength());
    }

    private @Nullable SubtitleFormat subtitles() {
        return configuration.getSubtitles() == null ? null : SubtitleFormat.of(configuration.getSubtitles());
    }

    private static void requireGap(String option, Duration gap) {
        Checks.require(!gap.isNegative(), option, gap.toMillis() + "ms", "must not be negative");
    }
}
