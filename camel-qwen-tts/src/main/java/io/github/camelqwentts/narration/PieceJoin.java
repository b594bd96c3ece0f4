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

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.github.camelqwentts.audio.AudioJoiner;
import io.github.camelqwentts.audio.AudioPart;
import io.github.camelqwentts.audio.AudioSpan;
import io.github.camelqwentts.audio.AudioSpool;
import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.jspecify.annotations.Nullable;

/** Joins the pieces of a text into one result. */
final class PieceJoin {

    private static final int BUFFER = 64 * 1024;

    private PieceJoin() {}

    /**
     * Joins pieces.
     *
     * @param spoken the results of the pieces, whose audio stays the caller's
     * @throws IOException if the audio of the pieces does not fit together, or cannot be read or kept
     */
    static Narrated join(List<PlannedPiece> pieces, Spoken[] spoken, NarrationSettings settings, AudioSpool spool)
            throws IOException {
        OutputFormat format = spoken[0].format();
        List<AudioPart> parts = new ArrayList<>();
        for (int i = 0; i < spoken.length; i++) {
            parts.add(new AudioPart(
                    Objects.requireNonNull(spoken[i].audio()), pieces.get(i).gapMillis()));
        }
        long size = parts.stream().mapToLong(part -> part.audio().size()).sum();
        List<AudioSpan> spans = new ArrayList<>();
        SpeechAudio audio = spool.keep(settings.spoolThreshold(), size, out -> {
            OutputStream buffered = new BufferedOutputStream(out, BUFFER);
            spans.addAll(AudioJoiner.join(format, pieces.get(0).sampleRate(), parts, buffered));
            buffered.flush();
        });
        List<SpeechResult> tasks = new ArrayList<>();
        List<SpokenPiece> sounding = new ArrayList<>();
        for (int i = 0; i < spoken.length; i++) {
            tasks.add(spoken[i].toBuilder().audio(null).build());
            AudioSpan span = spans.get(i);
            sounding.add(new SpokenPiece(pieces.get(i).text(), span.beginMillis(), span.endMillis()));
        }
        Spoken whole = Spoken.builder(null, format)
                .audio(audio)
                .duration(spans.get(spans.size() - 1).endMillis())
                .cost(cost(spoken))
                .truncated(Arrays.stream(spoken).anyMatch(Spoken::truncated))
                .cached(Arrays.stream(spoken).allMatch(Spoken::cached))
                .build();
        String subtitles = settings.subtitles() == null
                ? null
                : Subtitles.write(settings.subtitles(), sounding, languageOf(pieces));
        return new Narrated(List.of(whole), pieces.size(), tasks, subtitles);
    }

    private static @Nullable BigDecimal cost(Spoken[] spoken) {
        return Arrays.stream(spoken)
                .map(Spoken::cost)
                .filter(Objects::nonNull)
                .reduce(BigDecimal::add)
                .orElse(null);
    }

    /** The language of all pieces; AUTO if they differ, as in a dialogue. */
    private static Language languageOf(List<PlannedPiece> pieces) {
        Language first = pieces.get(0).language();
        return pieces.stream().allMatch(piece -> piece.language() == first) ? first : Language.AUTO;
    }
}
