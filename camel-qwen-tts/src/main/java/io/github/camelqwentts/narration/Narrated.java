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

import java.util.List;

import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a text, or of several texts that were joined.
 *
 * @param results the results of the text: one if it had several pieces
 * @param pieces the number of pieces
 * @param tasks the results of the pieces, each with its task; empty if one failed
 * @param subtitles the content of a subtitle file; null if none was requested
 */
public record Narrated(
        List<SpeechResult> results,
        int pieces,
        List<SpeechResult> tasks,
        @Nullable String subtitles) {

    /** Returns a text that was spoken as a whole. */
    static Narrated whole(SpeechRequest request, List<SpeechResult> results, @Nullable SubtitleFormat format) {
        String subtitles = null;
        if (format != null && results.get(0) instanceof Spoken spoken) {
            long millis = spoken.duration() == null
                    ? Math.round(SpeechBudget.seconds(TextLimits.textOf(request)) * 1000)
                    : spoken.duration();
            SpokenPiece only = new SpokenPiece(TextLimits.textOf(request), 0, millis);
            subtitles = Subtitles.write(format, List.of(only), Narration.languageOf(request));
        }
        return new Narrated(results, 1, results, subtitles);
    }

    /** Contains no subtitles: spoken text is private. */
    @Override
    public String toString() {
        return "Narrated[pieces=" + pieces + ", results=" + results + "]";
    }
}
