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
package io.github.camelqwentts.speech;

import java.util.Set;

/**
 * Cleans texts to speak: removes byte order marks and surrounding blanks, and recognizes invisible texts.
 *
 * @hidden
 */
@Internal
public final class SpokenText {

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int ZERO_WIDTH_SPACE = 0x200B;
    private static final int WORD_JOINER = 0x2060;

    /** Invisible, though their category is that of letters, marks or symbols. */
    private static final Set<Integer> INVISIBLE =
            Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0);

    private SpokenText() {}

    /** Returns the text without a byte order mark and without the blanks around it. */
    static String trim(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isBlank(text.codePointAt(begin))) {
            begin += Character.charCount(text.codePointAt(begin));
        }
        while (end > begin && isBlank(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(begin, end);
    }

    /** Whether the text has invisible characters only, so that there is nothing to speak. */
    public static boolean isInvisible(String text) {
        return text.codePoints().allMatch(SpokenText::isInvisible);
    }

    /** Joiners and direction marks are not blanks: at the end of a word they may belong to it. */
    private static boolean isBlank(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || character == BYTE_ORDER_MARK
                || character == ZERO_WIDTH_SPACE
                || character == WORD_JOINER;
    }

    /** Whether the character is invisible: a blank, a control or format character, or a variation selector. */
    public static boolean isInvisible(int character) {
        return isBlank(character)
                || Character.getType(character) == Character.FORMAT
                || Character.isISOControl(character)
                || (character >= 0xFE00 && character <= 0xFE0F)
                || INVISIBLE.contains(character);
    }
}
