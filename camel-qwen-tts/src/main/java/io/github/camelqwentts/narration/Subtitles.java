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

import java.util.ArrayList;
import java.util.List;

import io.github.camelqwentts.speech.Language;
import org.jspecify.annotations.Nullable;

/**
 * Writes subtitles of joined audio. The borders of pieces are exact; inside a piece, sentences share the time by their
 * estimated duration. No cue is shorter than 0.8 s: a short one stays longer, or is shown together with its neighbour.
 * Only speech that is too fast to be read has shorter cues.
 */
final class Subtitles {

    private static final long SHORTEST = 800;

    private Subtitles() {}

    /** Returns the content of a subtitle file, without cues if no text was spoken. */
    static String write(SubtitleFormat format, List<SpokenPiece> pieces, Language language) {
        List<Cue> cues = new ArrayList<>();
        for (SpokenPiece piece : pieces) {
            addCues(piece, language, cues);
        }
        lengthen(cues);
        StringBuilder file = new StringBuilder(format.header());
        int number = 0;
        for (Cue cue : cues) {
            number++;
            file.append(number).append('\n');
            file.append(format.time(cue.begin)).append(" --> ").append(format.time(cue.end));
            for (String line : CueText.lines(cue.text)) {
                file.append('\n').append(format.escape(line.strip()));
            }
            file.append("\n\n");
        }
        return file.toString();
    }

    private static void addCues(SpokenPiece piece, Language language, List<Cue> cues) {
        List<String> texts = new ArrayList<>();
        for (String sentence : TextSplitter.sentences(piece.text(), language)) {
            texts.addAll(CueText.cut(sentence));
        }
        double total = texts.stream().mapToDouble(SpeechBudget::seconds).sum();
        long duration = piece.endMillis() - piece.beginMillis();
        double spoken = 0;
        for (String text : texts) {
            long begin = piece.beginMillis() + Math.round(duration * spoken / total);
            spoken += SpeechBudget.seconds(text);
            cues.add(new Cue(text, begin, piece.beginMillis() + Math.round(duration * spoken / total)));
        }
    }

    private static void lengthen(List<Cue> cues) {
        int at = 0;
        while (at < cues.size()) {
            Cue previous = at == 0 ? null : cues.get(at - 1);
            Cue cue = cues.get(at);
            Cue next = at + 1 < cues.size() ? cues.get(at + 1) : null;
            cue.useSilence(previous, next);
            if (cue.missing() > 0 && next != null && cue.takeOver(next)) {
                cues.remove(at + 1);
            } else if (cue.missing() > 0 && previous != null && previous.takeOver(cue)) {
                cues.remove(at);
            } else {
                cue.takeTime(previous, next);
                at++;
            }
        }
    }

    private static final class Cue {

        private String text;
        private long begin;
        private long end;

        Cue(String text, long begin, long end) {
            this.text = text;
            this.begin = begin;
            this.end = end;
        }

        long missing() {
            return SHORTEST - (end - begin);
        }

        /** Stays during the gaps around it. */
        void useSilence(@Nullable Cue previous, @Nullable Cue next) {
            if (missing() > 0) {
                end = Math.min(end + missing(), next == null ? Long.MAX_VALUE : next.begin);
            }
            if (missing() > 0) {
                begin = Math.max(begin - missing(), previous == null ? 0 : previous.end);
            }
        }

        /** Shows the text of the next one, too, if there is room for it. */
        boolean takeOver(Cue next) {
            boolean wide =
                    Script.isWide(text.codePointBefore(text.length())) && Script.isWide(next.text.codePointAt(0));
            String both = text + (wide ? "" : " ") + next.text;
            if (!CueText.fits(both)) {
                return false;
            }
            text = both;
            end = next.end;
            return true;
        }

        /** Takes time that its neighbours do not need. */
        void takeTime(@Nullable Cue previous, @Nullable Cue next) {
            if (missing() > 0 && next != null && next.missing() < 0) {
                long time = Math.min(missing(), -next.missing());
                end += time;
                next.begin += time;
            }
            if (missing() > 0 && previous != null && previous.missing() < 0) {
                long time = Math.min(missing(), -previous.missing());
                begin -= time;
                previous.end -= time;
            }
        }
    }
}
