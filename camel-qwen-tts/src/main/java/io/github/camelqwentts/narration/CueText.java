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
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks text into cues of at most two lines of 42 characters, or of 16 Chinese, Japanese or Korean ones. */
final class CueText {

    private static final int LINES = 2;

    /** In parts of a character, so that both kinds of characters fill the same line. */
    private static final int LINE = 336;

    private static final int NARROW = LINE / 42;
    private static final int WIDE = LINE / 16;
    private static final Pattern WORD = Pattern.compile("[^ ]++ ?");
    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    private CueText() {}

    /** Cuts a sentence into parts that each fit into a cue. */
    static List<String> cut(String sentence) {
        List<String> lines = lines(sentence);
        List<String> cues = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += LINES) {
            cues.add(String.join("", lines.subList(i, Math.min(i + LINES, lines.size())))
                    .strip());
        }
        return cues;
    }

    static boolean fits(String text) {
        return lines(text).size() <= LINES;
    }

    /** Returns the lines, each with the blank that ends it. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String part : parts(clean(text))) {
            if (width(line + part.stripTrailing()) > LINE && line.length() > 0) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(part);
        }
        if (line.length() > 0) {
            lines.add(line.toString());
        }
        return lines;
    }

    private static String clean(String text) {
        return text.replaceAll("[\\s\\p{Z}\\p{Cc}]+", " ").strip();
    }

    /** Words, and the parts of those that are wider than a line. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String word = words.group();
            if (width(word.stripTrailing()) <= LINE) {
                parts.add(word);
            } else {
                addParts(word, parts);
            }
        }
        return parts;
    }

    private static void addParts(String word, List<String> parts) {
        BitSet graphemes = new BitSet();
        Matcher characters = GRAPHEME.matcher(word);
        while (characters.find()) {
            graphemes.set(characters.end());
        }
        BreakIterator breaks = BreakIterator.getLineInstance(Locale.ROOT);
        breaks.setText(word);
        int begin = 0;
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            if (graphemes.get(end)) {
                String part = word.substring(begin, end);
                if (width(part) <= LINE) {
                    parts.add(part);
                } else {
                    GRAPHEME.matcher(part).results().forEach(character -> parts.add(character.group()));
                }
                begin = end;
            }
        }
    }

    private static int width(String text) {
        return text.codePoints().map(c -> Script.isWide(c) ? WIDE : NARROW).sum();
    }
}
