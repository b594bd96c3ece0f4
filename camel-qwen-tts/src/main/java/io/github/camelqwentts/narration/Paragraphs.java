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
import java.util.regex.Pattern;

/**
 * Finds the ends of paragraphs: at blank lines, after headings, around list items, and at the end of lines that are too
 * long to be wrapped by hand.
 */
final class Paragraphs {

    private static final Pattern LIST_ITEM =
            Pattern.compile("\\h*+(?:[-*+•‣◦▪–—]\\h|(?:\\d{1,3}|[A-Za-z])[.)]\\h|[(（]?[一二三四五六七八九十\\d]{1,3}[)）、]).*+");
    private static final Pattern HEADING = Pattern.compile("\\h{0,3}+#{1,6}\\h.*+");
    private static final Pattern UNDERLINE = Pattern.compile("\\h{0,3}+(?:={3,}|-{3,})\\h*+");
    private static final Pattern INDENT = Pattern.compile("(?:\\x{3000}|\\t).*+");
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|[\\n\\r\\x{0B}\\f\\x{85}\\x{2028}\\x{2029}]");

    /** Wider lines were not wrapped by hand; in alphabetic characters. */
    private static final int WRAPPED_LINE = 120;

    private static final int WIDE = 3;

    private Paragraphs() {}

    /** Returns where the paragraphs end, in ascending order; each includes the blank lines that follow it. */
    static List<Integer> ends(String text) {
        List<Integer> ends = new ArrayList<>();
        var lineEnd = LINE_END.matcher(text);
        String previous = null;
        boolean blankBefore = false;
        int at = 0;
        while (at < text.length()) {
            boolean found = lineEnd.find();
            String line = text.substring(at, found ? lineEnd.start() : text.length());
            boolean blank = line.isBlank();
            if (!blank && previous != null && (blankBefore || isBorder(previous, line))) {
                ends.add(at);
            }
            blankBefore = blank || (found && text.charAt(lineEnd.start()) == '\u2029');
            previous = blank ? previous : line;
            at = found ? lineEnd.end() : text.length();
        }
        ends.add(text.length());
        return ends;
    }

    private static boolean isBorder(String previous, String line) {
        if (UNDERLINE.matcher(line).matches()) {
            return false;
        }
        return LIST_ITEM.matcher(line).matches()
                || HEADING.matcher(line).matches()
                || HEADING.matcher(previous).matches()
                || UNDERLINE.matcher(previous).matches()
                || (INDENT.matcher(line).matches()
                        && !LIST_ITEM.matcher(previous).matches())
                || width(previous) > WRAPPED_LINE;
    }

    private static int width(String line) {
        return line.codePoints().map(c -> Script.isWide(c) ? WIDE : 1).sum();
    }
}
