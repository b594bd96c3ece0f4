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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the ends of sentences. The JDK's {@code BreakIterator} is not used for it: it separates closing quotation marks
 * such as {@code “} and {@code »} from their sentence, misses sentences that begin with a digit or follow an ellipsis,
 * and breaks inside of reported speech.
 */
final class SentenceBreaker {

    private static final String CLOSERS = "\"'”’»›“«‹)\\]}」』）】》〉｣";
    private static final String EMOJI = "[\\x{1F000}-\\x{1FAFF}\\x{2600}-\\x{27BF}][\\x{1F000}-\\x{1FAFF}"
            + "\\x{2600}-\\x{27BF}\\x{FE0F}\\x{200D}\\x{E0020}-\\x{E007F}]*+";

    /** Punctuation that may end a sentence, with what belongs to it: closing marks, notes, smileys. */
    private static final Pattern END = Pattern.compile("(?<marks>[.!?…‽。！？．｡]++)"
            + "(?<closers>(?:[" + CLOSERS + "]|[\\h]?[»›](?!\\p{L})|\\[\\d{1,3}])*+)"
            + "(?:\\h*+" + EMOJI + ")*+");

    private static final Pattern QUOTE_CONTINUES = Pattern.compile("と(?!ころ|き)|って|との|という|\\h?(?:라고|하고|하며|라는|이라고|이라는)");
    private static final String CLAUSE_MARKS = ",;:，、；：。…)）]";
    private static final String OPENERS = "\"'“„‚‘«»‹›([{¿¡「『（【《〈—–-*_";
    private static final int LONGEST_WORD = 24;

    private final LanguageRules rules;

    SentenceBreaker(LanguageRules rules) {
        this.rules = rules;
    }

    /** Returns where the sentences of a paragraph end, in ascending order; each includes the blanks that follow it. */
    List<Integer> ends(String text, int from, int to) {
        List<Integer> ends = new ArrayList<>();
        int begin = from;
        int checked = from;
        boolean audible = false;
        Matcher matcher = END.matcher(text).region(from, to).useTransparentBounds(true);
        while (matcher.find()) {
            int next = skipBlanks(text, matcher.end(), to);
            audible |= hasSound(text, checked, next);
            checked = next;
            if (audible && next < to && isEnd(text, begin, to, matcher, next)) {
                ends.add(next);
                begin = next;
                audible = false;
            }
        }
        if (begin < to) {
            if (!ends.isEmpty() && !hasSound(text, begin, to)) {
                ends.remove(ends.size() - 1);
            }
            ends.add(to);
        }
        return ends;
    }

    private boolean isEnd(String text, int begin, int to, Matcher end, int next) {
        String marks = end.group("marks");
        char last = marks.charAt(marks.length() - 1);
        boolean closed = !end.group("closers").isEmpty();
        boolean blank = next > end.end();
        int following = text.codePointAt(next);
        if (CLAUSE_MARKS.indexOf(following) >= 0 || isContinuedQuote(text, end.end(), to, closed)) {
            return false;
        }
        if ("。！？．｡".indexOf(last) >= 0) {
            return true;
        }
        if (!blank) {
            return last != '…' && Script.isWide(following);
        }
        int word = skipOpeners(text, next, to);
        if (word == to) {
            return true;
        }
        int first = text.codePointAt(word);
        if (Character.isLowerCase(first)) {
            return hasCapital(text, word, to);
        }
        return !marks.equals(".") || closed || endsAtFullStop(text, begin, end.start(), word, to);
    }

    private static boolean isContinuedQuote(String text, int at, int to, boolean closed) {
        return closed && QUOTE_CONTINUES.matcher(text).region(at, to).lookingAt();
    }

    /** Whether a single full stop ends the sentence, though it may also end an abbreviation or an ordinal. */
    private boolean endsAtFullStop(String text, int begin, int stop, int nextWord, int to) {
        int start = wordStart(text, begin, stop);
        String word = text.substring(start, stop);
        if (word.isEmpty()) {
            return true;
        }
        int following = text.codePointAt(nextWord);
        boolean number = Character.isDigit(following);
        String nextWordText = word(text, nextWord, to);
        boolean nextIsInitial = isInitial(nextWordText)
                && nextWord + nextWordText.length() < to
                && text.charAt(nextWord + nextWordText.length()) == '.';
        boolean starter = !number && !nextIsInitial && rules.isStarter(nextWordText);
        if (isNumber(word)) {
            // At the beginning of a sentence, a number counts the items of a list.
            boolean enumerates = start == skipOpeners(text, begin, stop);
            return !enumerates && (!rules.ordinals() || word.length() > 3 || starter);
        }
        if (rules.isInner(word)) {
            // After a number, the Russian г. means a year and not a town, so a sentence may end there.
            boolean afterNumber = isAfterNumber(text, begin, start);
            return afterNumber && starter;
        }
        if (number) {
            return !rules.isBeforeNumber(word) && !isInitial(word);
        }
        boolean roman = rules.ordinals() && word.matches("[IVX]+");
        boolean dotted = word.indexOf('.') >= 0 && !Character.isDigit(word.charAt(word.length() - 1));
        boolean abbreviated = isInitial(word) || dotted || roman;
        return !abbreviated || (starter && !isInitialsBefore(text, begin, start, word));
    }

    /** Whether the word completes an abbreviation such as z. B., after which a capital does not show a new sentence. */
    private boolean isInitialsBefore(String text, int begin, int start, String word) {
        int previous = start;
        while (previous > begin && isBlank(text.charAt(previous - 1))) {
            previous--;
        }
        if (previous == start || previous <= begin || text.charAt(previous - 1) != '.') {
            return false;
        }
        int first = wordStart(text, begin, previous - 1);
        return rules.isInner(text.substring(first, previous - 1) + "." + word);
    }

    private static boolean isAfterNumber(String text, int begin, int start) {
        int previous = start;
        while (previous > begin && isBlank(text.charAt(previous - 1))) {
            previous--;
        }
        return previous > begin && Character.isDigit(text.charAt(previous - 1));
    }

    private static boolean isInitial(String word) {
        return word.codePointCount(0, word.length()) == 1
                && Character.isLetter(word.codePointAt(0))
                && !Script.isWide(word.codePointAt(0));
    }

    private static boolean isNumber(String word) {
        return word.chars().allMatch(Character::isDigit);
    }

    private static int wordStart(String text, int begin, int stop) {
        int start = stop;
        while (start > begin && stop - start < LONGEST_WORD && isPartOfWord(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isPartOfWord(char c) {
        return (Character.isLetterOrDigit(c) && !Script.isWide(c)) || c == '.' || c == '-' || c == 'º' || c == 'ª';
    }

    private static String word(String text, int from, int to) {
        int end = from;
        while (end < to && end - from < LONGEST_WORD && isPartOfStarter(text.charAt(end))) {
            end++;
        }
        return text.substring(from, end);
    }

    private static boolean isPartOfStarter(char c) {
        return Character.isLetterOrDigit(c) || c == '\'';
    }

    /** Names such as iPhone begin sentences, too. */
    private static boolean hasCapital(String text, int from, int to) {
        return from + 1 < to && Character.isUpperCase(text.charAt(from + 1));
    }

    private static boolean hasSound(String text, int from, int to) {
        return text.substring(from, to).codePoints().anyMatch(Character::isLetterOrDigit);
    }

    private static int skipBlanks(String text, int from, int to) {
        int at = from;
        while (at < to && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int skipOpeners(String text, int from, int to) {
        int at = from;
        while (at < to && (OPENERS.indexOf(text.charAt(at)) >= 0 || isBlank(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
