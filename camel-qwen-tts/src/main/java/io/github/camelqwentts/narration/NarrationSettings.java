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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How pieces are spoken and joined.
 *
 * @param parallelPieces maximum number of pieces of a message that are spoken at a time
 * @param pieceGap silence between pieces that end with a sentence
 * @param paragraphGap silence between pieces that end with a paragraph, and between texts that are joined
 * @param subtitles format of the subtitles; null for none
 * @param spoolThreshold maximum size in bytes of finished pieces, and of joined audio, that is kept in memory
 * @param firstAlone whether the first piece is a single sentence, so that its audio is there early
 */
public record NarrationSettings(
        int parallelPieces,
        Duration pieceGap,
        Duration paragraphGap,
        @Nullable SubtitleFormat subtitles,
        int spoolThreshold,
        boolean firstAlone) {

    /** The silence after a border. A sentence that was cut inside continues without silence. */
    long gapMillis(Border border) {
        return switch (border) {
            case PARAGRAPH, END -> paragraphGap.toMillis();
            case SENTENCE -> pieceGap.toMillis();
            case CLAUSE, WORD, GRAPHEME -> 0;
        };
    }
}
