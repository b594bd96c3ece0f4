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

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.SpokenText;

/**
 * Cuts a long text into pieces that are spoken one by one: at paragraphs, and if these are too long at sentences,
 * clauses, words, and finally characters. Nothing is dropped, and no piece is blank. A piece is measured without the
 * invisible characters around it, which are not sent.
 */
final class TextSplitter {

    /** Regular expressions support families of emoji since Java 9, the JDK's character iterator only since Java 20. */
    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    private static final Pattern CLAUSE = Pattern.compile("[,;:…—–]+[\"'”’»)\\]]*+\\s++"
            + "|[)\\]]\\s++|(?<!\\s)\\s++(?=[(\\[])|\\R\\s*+|[，、；：。！？…—]++[”’」』）】》]*+\\s*+|[」』）】》]\\s*+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00A0\\u3000]++");

    /** Minimum share of the available length that a piece has to fill to be cut at a clause. */
    private static final double LEAST_AT_CLAUSE = 0.4;

    private static final double LEAST_AT_WORD = 0.2;

    /** Pieces of one sentence need not be equally long to end at a clause. */
    private static final double UNEVEN = 1.2;

    /** Shares below this one are summed anew. */
    private static final double EXACT = 3;

    private static final int SAMPLE = 2_000;

    private final String text;
    private final PieceLimits limits;
    private final SentenceBreaker breaker;
    private final LanguageRules rules;
    private final BitSet graphemes;
    private final List<TextPiece> pieces = new ArrayList<>();

    private TextSplitter(String text, Language language, PieceLimits limits) {
        this.text = text;
        this.limits = limits;
        rules = LanguageRules.of(language, text.substring(0, Math.min(SAMPLE, text.length())));
        breaker = new SentenceBreaker(rules);
        graphemes = new BitSet(text.length() + 1);
        Matcher matcher = GRAPHEME.matcher(text);
        while (matcher.find()) {
            graphemes.set(matcher.end());
        }
    }

    /**
     * Cuts a text.
     *
     * @param text the text; must not be blank
     * @param firstAlone whether the first piece is a single sentence, so that its audio is there early
     */
    static List<TextPiece> split(String text, Language language, PieceLimits limits, boolean firstAlone) {
        TextSplitter splitter = new TextSplitter(text, language, limits);
        splitter.splitParagraphs(firstAlone);
        return splitter.pieces;
    }

    /** Returns the sentences of a text, each with the blanks that follow it; together they are the text. */
    static List<String> sentences(String text, Language language) {
        LanguageRules rules = LanguageRules.of(language, text.substring(0, Math.min(SAMPLE, text.length())));
        SentenceBreaker breaker = new SentenceBreaker(rules);
        List<String> sentences = new ArrayList<>();
        int begin = 0;
        for (int paragraph : Paragraphs.ends(text)) {
            int from = begin;
            for (int end : breaker.ends(text, from, paragraph)) {
                sentences.add(text.substring(begin, end));
                begin = end;
            }
        }
        return sentences;
    }

    private void splitParagraphs(boolean firstAlone) {
        int begin = 0;
        int checked = 0;
        int lastSound = lastSound();
        boolean audible = false;
        for (int end : Paragraphs.ends(text)) {
            boolean last = end == text.length();
            audible |= hasSound(checked, end);
            checked = end;
            // A row of asterisks or an invisible paragraph belongs to its neighbour.
            if (last || (audible && graphemes.get(end) && end <= lastSound)) {
                splitParagraph(begin, end, last ? Border.END : Border.PARAGRAPH, firstAlone && begin == 0);
                begin = end;
                audible = false;
            }
        }
    }

    private void splitParagraph(int from, int to, Border border, boolean firstAlone) {
        List<Integer> ends = breaker.ends(text, from, to);
        int begin = from;
        int previous = from;
        double share = share(from, to);
        double target = share / PieceLimits.pieces(share);
        for (int end : ends) {
            if (!graphemes.get(end)) {
                continue;
            }
            boolean full = previous > begin
                    && (!PieceLimits.fits(share(begin, end))
                            || share(begin, previous) >= target
                            || (firstAlone && begin == from));
            if (full) {
                begin = cutTo(begin, previous);
                add(begin, previous, Border.SENTENCE);
                begin = previous;
            }
            previous = end;
        }
        begin = cutTo(begin, to);
        add(begin, to, border);
    }

    /** Cuts pieces off a range until the rest fits into one; returns where the rest begins. */
    private int cutTo(int from, int to) {
        int begin = from;
        double share = share(begin, to);
        while (!PieceLimits.fits(share)) {
            double part = Math.min(1, share / PieceLimits.pieces(share) * UNEVEN);
            int end = cut(begin, to, part);
            share -= sum(skipInvisible(begin, end), end);
            begin = end;
            // A sum over the whole rest each time would take a quadratic time, but near the end it must be exact.
            if (share < EXACT) {
                share = share(begin, to);
            }
        }
        return begin;
    }

    /** Cuts one piece off a range; returns where it ends. */
    private int cut(int from, int to, double part) {
        int reach = reach(from, to, part);
        int end = lastMatch(CLAUSE, from, reach, LEAST_AT_CLAUSE * part);
        Border border = Border.CLAUSE;
        if (end < 0) {
            end = lastMatch(BLANKS, from, reach, LEAST_AT_WORD * part);
            border = Border.WORD;
        }
        if (end < 0) {
            end = lastLineBreak(from, reach, LEAST_AT_WORD * part);
        }
        if (end < 0) {
            border = Border.GRAPHEME;
            end = graphemes.previousSetBit(reach);
        }
        if (end <= from) {
            int farthest = reach(from, to, 1);
            int grapheme = graphemes.previousSetBit(farthest);
            // A character may have an unlimited number of combining marks.
            end = grapheme <= from ? farthest : grapheme;
        }
        end = withInvisible(end, to);
        add(from, end, border);
        return end;
    }

    /** Returns the last end of a match that is a border of graphemes and leaves a share on its left; -1 if none does. */
    private int lastMatch(Pattern pattern, int from, int reach, double least) {
        int found = -1;
        Matcher matcher = pattern.matcher(text).region(from, reach).useTransparentBounds(true);
        while (matcher.find()) {
            if (graphemes.get(matcher.end())) {
                found = matcher.end();
            }
        }
        return found > from && share(from, found) >= least ? found : -1;
    }

    private int lastLineBreak(int from, int reach, double least) {
        BreakIterator lines = BreakIterator.getLineInstance(rules.locale());
        String part = text.substring(from, reach);
        lines.setText(part);
        int end = lines.preceding(part.length());
        while (end > 0 && !graphemes.get(from + end)) {
            end = lines.previous();
        }
        return end > 0 && share(from, from + end) >= least ? from + end : -1;
    }

    /** Returns how far a piece of a share may reach from here; at least one character. */
    private int reach(int from, int to, double part) {
        double share = 0;
        int at = skipInvisible(from, to);
        int first = at;
        while (at < to) {
            int character = text.codePointAt(at);
            share += limits.share(character);
            if (share > part && at > first && !SpokenText.isInvisible(character)) {
                return at;
            }
            at += Character.charCount(character);
        }
        return to;
    }

    private double share(int from, int to) {
        int end = to;
        while (end > from && SpokenText.isInvisible(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return sum(skipInvisible(from, end), end);
    }

    private double sum(int from, int end) {
        double share = 0;
        int at = from;
        while (at < end) {
            int character = text.codePointAt(at);
            share += limits.share(character);
            at += Character.charCount(character);
        }
        return share;
    }

    private int skipInvisible(int from, int to) {
        int at = from;
        while (at < to && SpokenText.isInvisible(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    /** Invisible characters belong to what is before them. */
    private int withInvisible(int from, int to) {
        int invisible = skipInvisible(from, to);
        int end = invisible == to || graphemes.get(invisible) ? invisible : graphemes.previousSetBit(invisible);
        return Math.max(from, end);
    }

    private boolean hasSound(int from, int to) {
        int at = from;
        while (at < to) {
            int character = text.codePointAt(at);
            if (Character.isLetterOrDigit(character)) {
                return true;
            }
            at += Character.charCount(character);
        }
        return false;
    }

    private int lastSound() {
        int at = text.length();
        while (at > 0 && !Character.isLetterOrDigit(text.codePointBefore(at))) {
            at -= Character.charCount(text.codePointBefore(at));
        }
        return at - 1;
    }

    private void add(int from, int to, Border border) {
        pieces.add(new TextPiece(from, text.substring(from, to), border));
    }
}
